import { dayMs, hourMs } from "@/core/time/wall-time";
import { loadEvidence } from "@/server/db/health/evidence";
import { addScore, findUnscored, rollUpScores, type Unscored } from "@/server/db/health/scores";
import { watchMeetingDays } from "@/server/alerts/watch-meeting-days";
import type { Deps } from "@/server/deps";

import { assessRows } from "./assess-rows";
import { scoreConnection } from "./to-score";

/** Four measurements make a day: one alone could fall into a bad minute. */
const measuredEveryMs = 6 * hourMs;
/** With 100,000 connections a round of measurements takes about two hours of a worker's five-minute tasks. */
const mostAtOnce = 5_000;
type Limits = { readonly signal?: AbortSignal; readonly most?: number };

/** MON-2: keeps the trend of every connection's score. Answers for how many were measured. */
export async function recordScores(deps: Pick<Deps, "db" | "now">, limits: Limits = {}): Promise<number> {
  const { signal, most = mostAtOnce } = limits;
  const { db, now } = deps;
  const nowMs = now().getTime();
  const day = new Date(Math.floor(nowMs / dayMs) * dayMs);
  const since = new Date(Math.floor(nowMs / measuredEveryMs) * measuredEveryMs);
  const waiting = await db.outsideWorkspace((tx) => findUnscored(tx, { day, since, limit: most }));
  let measured = 0;
  for (const one of waiting) {
    if (signal?.aborted) break;
    await measure(deps, one);
    measured += 1;
  }
  // Also without new ones: the rows of workspaces and providers may have come after the last measurement.
  await db.outsideWorkspace((tx) => rollUpScores(tx, day));
  return measured;
}

async function measure({ db, now }: Pick<Deps, "db" | "now">, one: Unscored): Promise<void> {
  const at = now();
  await db.inWorkspace({ workspaceId: one.workspaceId }, async (tx) => {
    for (const connection of assessRows(await loadEvidence(tx, one, at), at)) {
      const { score, parts } = scoreConnection(connection);
      const points = Object.fromEntries(parts.map(({ id, points: kept }) => [id, kept]));
      const userId = connection.row.user_id;
      await addScore(tx, { ...one, userId, score, parts: points }, at);
      await watchMeetingDays(tx, { ...one, userId }, at);
    }
  });
}
