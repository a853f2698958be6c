import {
  findCalendarOwner,
  findSetAside,
  listRuns,
  listSetAside,
  type PastRunRow,
  type SetAsideRow,
} from "@/server/db/health/histories";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";
import { decideHeld } from "@/server/sync/decide-held";
import { enqueueWork } from "@/server/work/enqueue";
import { somebodyWaits } from "@/server/work/claim";

import { toIso } from "./describe";
import type { HeldDecision, RunDetailShape, RunsQuery, SetAsideShape } from "./history-shapes";
import { recordCalendarHealth } from "./record-health";

type Visit = { readonly deps: Deps; readonly caller: Caller; readonly calendarId: string };
type Place = { readonly workspaceId: string; readonly calendarId: string };

/** One's own calendar. What holds nothing of its contents a manager may see too. */
async function inCalendar<T>(
  visit: Visit,
  may: "owner" | "managers",
  run: (tx: Tx, at: Place) => Promise<T>,
): Promise<T> {
  const { deps, caller, calendarId } = visit;
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "member" });
  const at = { workspaceId: here.workspaceId, calendarId };
  return deps.db.inWorkspace(here, async (tx) => {
    const owner = await findCalendarOwner(tx, at);
    const isManager = may === "managers" && includesRole(person.role, "manager");
    if (owner === null || (owner !== person.user.id && !isManager)) throw new Problem("not_found");
    return run(tx, at);
  });
}

function toRun(row: PastRunRow): RunDetailShape {
  return {
    id: row.id,
    at: row.startedAt.toISOString(),
    finishedAt: toIso(row.finishedAt),
    trigger: row.trigger,
    kind: row.kind,
    outcome: row.outcome as RunDetailShape["outcome"],
    durationMs: row.durationMs,
    pages: row.pages,
    added: row.added,
    changed: row.changed,
    removed: row.removed,
    unchanged: row.unchanged,
    quarantined: row.quarantined,
    drift: row.driftMissing + row.driftExtra + row.driftStale,
    driftOf: { missing: row.driftMissing, extra: row.driftExtra, stale: row.driftStale },
    calls: row.calls,
    retries: row.retries,
    bytes: Number(row.bytesReceived),
    code: row.errorCode,
    requestId: row.requestId,
  };
}

/** SYN-10. The history of a calendar, newest first. */
export async function readRuns(
  visit: Visit,
  { before, limit }: RunsQuery,
): Promise<{ runs: RunDetailShape[]; nextCursor: string | null }> {
  const rows = await inCalendar(visit, "managers", (tx, at) =>
    listRuns(tx, { ...at, before: before === undefined ? null : new Date(before), limit: limit + 1 }),
  );
  const runs = rows.slice(0, limit).map(toRun);
  return { runs, nextCursor: rows.length > limit ? (runs.at(-1)?.at ?? null) : null };
}

function toSetAside(row: SetAsideRow): SetAsideShape {
  return {
    remoteId: row.remoteId,
    reason: row.reasonCode,
    field: row.field,
    attempts: row.attempts,
    firstSeen: row.firstSeenAt.toISOString(),
    lastSeen: row.lastSeenAt.toISOString(),
  };
}

/** TZ-4. Events that could not be taken in; of their contents nothing is kept. */
export async function readQuarantine(visit: Visit): Promise<{ events: SetAsideShape[] }> {
  const rows = await inCalendar(visit, "owner", (tx, at) => listSetAside(tx, at));
  return { events: rows.map(toSetAside) };
}

/** An address may hold the id as it is or with its special characters escaped. */
function spellingsOf(remoteId: string): string[] {
  try {
    return [...new Set([remoteId, decodeURIComponent(remoteId)])];
  } catch (error) {
    if (error instanceof URIError) return [remoteId];
    throw error;
  }
}

/** Asks the provider for the event once more, in the background and soon. */
export async function retrySetAside(visit: Visit, remoteId: string): Promise<{ status: "accepted"; remoteId: string }> {
  return inCalendar(visit, "owner", async (tx, at) => {
    const found = await findSetAside(tx, { ...at, remoteIds: spellingsOf(remoteId) });
    if (found === null) throw new Problem("not_found");
    const { workspaceId, calendarId } = at;
    const when = { workspaceId, dueAt: visit.deps.now(), priority: somebodyWaits };
    await enqueueWork(tx, "event.retry", { calendarId, remoteId: found }, when);
    return { status: "accepted", remoteId: found };
  });
}

/** F78. A person says whether a deletion of most of a calendar is meant. Either way it is read anew first. */
export async function decideHeldDeletion(visit: Visit, { decision }: HeldDecision): Promise<{ status: "accepted" }> {
  const { deps, caller } = visit;
  return inCalendar(visit, "owner", async (tx, at) => {
    const now = deps.now();
    if (!(await decideHeld(tx, at, { decision: decision === "approve" ? "approve" : "read_again", now })))
      throw new Problem("nothing_held");
    await recordCalendarHealth(tx, deps, { ...at, isLocked: true });
    await recordAudit(tx, {
      workspaceId: at.workspaceId,
      actor: actorOf(caller),
      action: decision === "approve" ? "calendar.deletion_approved" : "calendar.deletion_refused",
      subject: { kind: "calendar", id: at.calendarId },
      detail: {},
    });
    return { status: "accepted" };
  });
}
