import { randomUUID } from "node:crypto";

import { currentRequestId } from "@/lib/request-scope";
import { loadEvidence } from "@/server/db/health/evidence";
import type { Deps } from "@/server/deps";
import { assessRows, type AssessedConnection } from "@/server/health/assess-rows";
import { Problem } from "@/server/http/problem";
import { Reply } from "@/server/http/serve";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import { chooseTargets, type SyncMode } from "./choose-targets";
import { budgetMs, runNow } from "./run-now";
import { awaitSecondOpinion } from "./second-opinion";
import type { SyncAccepted, SyncDone, SyncRefused, SyncTarget } from "./shapes";
import { toAnswer } from "./to-answer";
import { toResults, type SyncResult } from "./to-results";

type Asked = { readonly mode: SyncMode; readonly target: SyncTarget };

/** Reads one's own calendars now, inside the request where that is possible, and says of each how it went. */
export async function syncNow(
  deps: Deps,
  caller: Caller,
  { mode, target }: Asked,
): Promise<Reply<SyncDone | SyncAccepted | SyncRefused>> {
  const { user } = requireSelf(caller);
  const { workspaceId } = requireHere(caller, { role: "member" });
  const attempt = { deps, whose: { workspaceId, userId: user.id }, asked: { mode, target } };
  const until = new Date(deps.now().getTime() + budgetMs);
  const first = await tryOnce(attempt, { until, only: null });
  const failed = first.results.flatMap(({ failed, shape }) => (failed === null ? [] : [shape.calendarId]));
  const isDecided = await awaitSecondOpinion(deps, { workspaceId, calendarIds: failed, until });
  const second = isDecided ? (await tryOnce(attempt, { until, only: new Set(failed) })).results : [];
  const anew = new Map(second.map((result) => [result.shape.calendarId, result]));
  const { status, body, retryAfterSeconds } = toAnswer(
    first.results.map((result) => anew.get(result.shape.calendarId) ?? result),
    { requestId: currentRequestId() ?? randomUUID(), now: deps.now(), hasConnections: first.hasConnections },
  );
  return new Reply(body, retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) }, status);
}

type Whose = { readonly workspaceId: string; readonly userId: string };
type Attempt = { readonly deps: Deps; readonly whose: Whose; readonly asked: Asked };
type Limits = { readonly until: Date; readonly only: ReadonlySet<string> | null };
type Tried = { readonly results: readonly SyncResult[]; readonly hasConnections: boolean };

async function tryOnce({ deps, whose, asked }: Attempt, { until, only }: Limits): Promise<Tried> {
  const { mode, target } = asked;
  const now = deps.now();
  const connections = await loadOwn(deps, whose, now);
  requireNamed(connections, target);
  const choices = chooseTargets(connections, target, { mode, now }).filter(
    ({ calendar }) => only?.has(calendar.row.calendar_id) ?? true,
  );
  const calendarIds = choices.flatMap((choice) => (choice.do === "run" ? [choice.calendar.row.calendar_id] : []));
  const { workspaceId } = whose;
  const withinMs = only === null ? budgetMs : Math.max(0, until.getTime() - now.getTime());
  const ask = { workspaceId, calendarIds, isFull: mode === "full", withinMs };
  const ran = calendarIds.length === 0 ? [] : await runNow(deps, ask);
  return { results: toResults(choices, ran), hasConnections: connections.length > 0 };
}

async function loadOwn(deps: Deps, whose: Whose, now: Date) {
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
