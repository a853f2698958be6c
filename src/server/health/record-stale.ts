import { findStaleCalendars, tryLockCalendar } from "@/server/db/health/statuses";
import type { Deps } from "@/server/deps";

import { recordCalendarHealth } from "./record-health";

const batch = 200;
/** The rest waits for the next call; a row that would not change cannot hold anybody up for ever. */
const mostBatches = 100;

/**
 * Time alone makes a status untrue: a proof grows old, a first read stands still. Whoever runs in the background calls
 * this every half minute; it costs what has just gone bad. Answers how many were recorded anew.
 */
export async function recordStale(deps: Pick<Deps, "db" | "now">, signal?: AbortSignal): Promise<number> {
  let total = 0;
  for (let round = 0; round < mostBatches && signal?.aborted !== true; round += 1) {
    const recorded = await recordBatch(deps, signal);
    total += recorded;
    if (recorded < batch) break;
  }
  return total;
}

async function recordBatch(deps: Pick<Deps, "db" | "now">, signal: AbortSignal | undefined): Promise<number> {
  const stale = await deps.db.outsideWorkspace((tx) => findStaleCalendars(tx, deps.now(), batch));
  let recorded = 0;
  for (const { workspaceId, calendarId } of stale) {
    if (signal?.aborted) break;
    const isOurs = await deps.db.inWorkspace({ workspaceId }, async (tx) => {
      if (!(await tryLockCalendar(tx, { workspaceId, id: calendarId }))) return false;
      await recordCalendarHealth(tx, deps, { workspaceId, calendarId, isLocked: true });
      return true;
    });
    if (isOurs) recorded += 1;
  }
  return recorded;
}
