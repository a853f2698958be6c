import { randomUUID } from "node:crypto";

import { claimChosenSyncs } from "@/server/db/work/claim-chosen";
import { releaseSyncs } from "@/server/db/work/leases";
import type { Deps } from "@/server/deps";
import type { SyncEnd } from "@/library/sync-end";
import { requestSync } from "@/server/sync/request-sync";
import { syncCalendar } from "@/server/sync/sync-calendar";
import { somebodyWaits, type SyncClaim } from "@/server/work/claim";
import { WorkStopped } from "@/server/work/stopped";
import { pause, settledWithin } from "@/server/work/wait";

/** What a request may take; what is not done by then goes on in the background. */
export const budgetMs = 25_000;
/** Longer than the budget, so that nobody has to extend it. */
const leaseMs = 2 * budgetMs;
const atOnce = 4;
/** A sync that does not stop when told to is left behind: its fence keeps it from writing once its lease is over. */
const patienceMs = 5_000;

type Result = { readonly end: SyncEnd } | { readonly error: unknown };

export type RunAsk = {
  readonly workspaceId: string;
  readonly calendarIds: readonly string[];
  readonly isFull: boolean;
  /** What is left of the budget. */
  readonly withinMs: number;
};
export type RanSync = { readonly claim: SyncClaim; readonly end: SyncEnd };

/**
 * Asks for the syncs, and runs in this request what nobody else is running, so that it works without a worker too. What
 * is not answered here was wanted and is running elsewhere, or is due.
 */
export async function runNow(deps: Deps, ask: RunAsk): Promise<readonly RanSync[]> {
  const claims = await requestAndClaim(deps, ask);
  const over = new AbortController();
  const finished = new AbortController();
  const budget = pause(deps, ask.withinMs, finished.signal).then(() => {
    over.abort(new WorkStopped("leaving"));
  });
  try {
    return await runAll(deps, claims, over.signal);
  } finally {
    finished.abort();
    await budget;
  }
}

/** In one transaction, so that a worker that wakes up finds them taken. */
async function requestAndClaim(deps: Deps, { workspaceId, calendarIds, isFull }: RunAsk): Promise<SyncClaim[]> {
  const now = deps.now();
  const owner = randomUUID();
  const rows = await deps.db.inWorkspace({ workspaceId }, async (tx) => {
    const trigger = "manual";
    const wanted = await requestSync(tx, { workspaceId, calendarIds, trigger, priority: somebodyWaits, now, isFull });
    const leaseUntil = new Date(now.getTime() + leaseMs);
    return claimChosenSyncs(tx, { workspaceId, calendarIds: wanted, owner, now, leaseUntil });
  });
  return rows.map(({ calendar_id: calendarId, provider, fence, priority, was_due_at: wasDueAt }) => ({
    ...{ workspaceId, calendarId, provider, fence, priority, wasDueAt, owner },
  }));
}

/** A few at a time. Whatever breaks, every lease is given back before it is said. */
async function runAll(deps: Deps, claims: readonly SyncClaim[], signal: AbortSignal): Promise<RanSync[]> {
  const waiting = [...claims];
  const ran: RanSync[] = [];
  const lane = async () => {
    for (let claim = waiting.shift(); claim !== undefined; claim = waiting.shift())
      ran.push({ claim, end: await runOne(deps, claim, signal) });
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  if (waiting.length > 0) await giveBack(deps, waiting);
  const broken = lanes.find((one) => one.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  return ran;
}

async function runOne(deps: Deps, claim: SyncClaim, signal: AbortSignal): Promise<SyncEnd> {
  if (signal.aborted) {
    await giveBack(deps, [claim]);
    return { outcome: "aborted" };
  }
  const running: Promise<Result> = syncCalendar(deps, claim, signal).then(
    (end) => ({ end }),
    (error: unknown) => ({ error }),
  );
  const done = new AbortController();
  await Promise.race([running, pause(deps, leaseMs, AbortSignal.any([signal, done.signal]))]);
  done.abort();
  if (!(await settledWithin(deps, patienceMs, running))) {
    const { workspaceId, calendarId } = claim;
    deps.log.warn("A sync did not stop when its request was over, and was left behind", { workspaceId, calendarId });
    return { outcome: "aborted" };
  }
  const result = await running;
  if ("end" in result) return result.end;
  await giveBack(deps, [claim]);
  throw result.error;
}

const giveBack = (deps: Deps, claims: readonly SyncClaim[]) =>
  deps.db.outsideWorkspace((tx) =>
    releaseSyncs(
      tx,
      claims.map(({ workspaceId, calendarId: id, fence }) => ({ workspaceId, id, fence })),
    ),
  );
