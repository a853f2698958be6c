import { randomUUID } from "node:crypto";

import { currentRequestId } from "@/lib/request-scope";
import { loadEvidence } from "@/server/db/health/evidence";
import type { Deps } from "@/server/deps";
import { assessRows, type AssessedConnection } from "@/server/health/assess-rows";
import { Problem } from "@/server/http/problem";
import { Reply } from "@/server/http/serve";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import { chooseTargets, type SyncMode } from "./choose-targets";
import { runNow } from "./run-now";
import type { SyncAccepted, SyncDone, SyncRefused, SyncTarget } from "./shapes";
import { toAnswer } from "./to-answer";
import { toResults } from "./to-results";

type Asked = { readonly mode: SyncMode; readonly target: SyncTarget };

/** Reads one's own calendars now, inside the request where that is possible, and says of each how it went. */
export async function syncNow(
  deps: Deps,
  caller: Caller,
  { mode, target }: Asked,
): Promise<Reply<SyncDone | SyncAccepted | SyncRefused>> {
  const { user } = requireSelf(caller);
  const { workspaceId } = requireHere(caller, { role: "member" });
  const now = deps.now();
  const connections = await loadOwn(deps, { workspaceId, userId: user.id }, now);
  requireNamed(connections, target);
  const choices = chooseTargets(connections, target, { mode, now });
  const calendarIds = choices.flatMap((choice) => (choice.do === "run" ? [choice.calendar.row.calendar_id] : []));
  const ran = calendarIds.length === 0 ? [] : await runNow(deps, { workspaceId, calendarIds, isFull: mode === "full" });
  const asked = {
    requestId: currentRequestId() ?? randomUUID(),
    now: deps.now(),
    hasConnections: connections.length > 0,
  };
  const { status, body, retryAfterSeconds } = toAnswer(toResults(choices, ran), asked);
  return new Reply(body, retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) }, status);
}

async function loadOwn(deps: Deps, whose: { workspaceId: string; userId: string }, now: Date) {
  const rows = await deps.db.inWorkspace(whose, (tx) => loadEvidence(tx, whose, now));
  return assessRows(rows, now);
}

/** An id of something that is not one's own, or not there any more, is an id of nothing. */
function requireNamed(connections: readonly AssessedConnection[], { connectionId, calendarId }: SyncTarget): void {
  const isThere = connections.some(
    ({ row, calendars }) =>
      (connectionId === undefined || row.connection_id === connectionId) &&
      (calendarId === undefined || calendars.some((calendar) => calendar.row.calendar_id === calendarId)),
  );
  if ((connectionId !== undefined || calendarId !== undefined) && !isThere) throw new Problem("not_found");
}
