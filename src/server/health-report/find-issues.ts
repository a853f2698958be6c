import { explain, type OperationsCategory } from "@/core/errors/explain";
import { errorKinds, type ProviderErrorKind } from "@/core/errors/kinds";
import { words } from "@/core/health/words";
import type { CalendarHealthShape, ConnectionHealthShape } from "@/server/health/shapes";

import type { Issue, WorkspaceHealth } from "./shapes";

type Failing = CalendarHealthShape | ConnectionHealthShape;

const isKind = (code: string | undefined): code is ProviderErrorKind =>
  code !== undefined && Object.hasOwn(errorKinds, code);

/** OPS-1's four. Without a known failure it is a connection error: nothing could be read. */
function categoryOf(connection: ConnectionHealthShape, failing: Failing): OperationsCategory {
  const code = failing.lastError?.code;
  if (connection.token.health === "missing") return "missing_tokens";
  if (isKind(code)) {
    const category = explain(code, connection).operationsCategory;
    return failing.state === "needs_reconnecting" && category === "connection_errors" ? "expired_tokens" : category;
  }
  return failing.state === "needs_reconnecting" ? "expired_tokens" : "connection_errors";
}

function toIssue(of: WorkspaceHealth, connection: ConnectionHealthShape, failing: Failing): Issue {
  const { state, cause, since, sentence, lastError } = failing;
  const code = lastError?.code;
  return {
    workspaceId: of.workspaceId,
    workspace: of.name,
    connectionId: connection.connectionId,
    calendarId: "calendarId" in failing ? failing.calendarId : null,
    userId: connection.userId,
    userName: connection.userName,
    provider: connection.provider,
    ...{ state, cause, since, sentence },
    category: categoryOf(connection, failing),
    code: code ?? null,
    operator: isKind(code) ? explain(code, connection).operator : null,
    requestId: lastError?.requestId ?? null,
  };
}

const fails = ({ state }: Failing): boolean => words[state].counts === "failing";

/** One issue for a connection that is over or has no calendar; otherwise one for each calendar that fails. */
export function findIssues(of: WorkspaceHealth): Issue[] {
  return of.health.syncs.flatMap((connection) => {
    if (!fails(connection)) return connection.calendars.filter(fails).map((each) => toIssue(of, connection, each));
    const isWhole = connection.state === "needs_reconnecting" || connection.calendars.length === 0;
    const failing: readonly Failing[] = isWhole ? [connection] : connection.calendars.filter(fails);
    return failing.map((each) => toIssue(of, connection, each));
  });
}
