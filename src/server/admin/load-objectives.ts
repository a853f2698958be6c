import { z } from "zod";

import { assessObjective, objectivePercent } from "@/core/health/assess-objective";
import { findAnomalies, type Hour } from "@/core/health/find-anomalies";
import { durationBoundsMs } from "@/core/health/spread";
import { dayMs, hourMs } from "@/core/time/wall-time";
import { listPast, type PastRow } from "@/server/db/admin/history";
import { countRunsInWindows, type Oversight } from "@/server/db/admin/overview";
import type { Tx } from "@/server/db/open-database";
import { namesOf } from "@/server/health/to-evidence";

import type { OverviewShape } from "./shapes";
import { quantilesOf } from "./spread";

const daysBefore = 7;
const kept = z.object({ durations: z.array(z.number()).catch([]), changes: z.number().nullable().catch(null) });

const toHour = (row: PastRow): Hour[] => {
  const { durations, changes } = kept.catch({ durations: [], changes: null }).parse(row.metrics);
  const { p95Ms } = quantilesOf(durations, durationBoundsMs);
  // An hour that an older version wrote down does not say how much changed.
  if (changes === null) return [];
  return [{ at: row.starts_at, runs: row.runs, failures: row.failures, changes, p95Ms }];
};

type Objectives = Pick<OverviewShape, "objectivePercent" | "objectives" | "anomalies">;

/** MON-6. How reliable reading was by provider, how fast the budget for errors burns, and what the last hour did unlike others. */
export async function loadObjectives(tx: Tx, of: Oversight, now: Date): Promise<Objectives> {
  const windows = await countRunsInWindows(tx, of, now);
  const past = await listPast(tx, of, { bucket: "hour", since: new Date(now.getTime() - daysBefore * dayMs) });
  const thisHour = Math.floor(now.getTime() / hourMs) * hourMs;
  const full = past.filter(({ starts_at: at }) => at.getTime() < thisHour);
  return {
    objectivePercent,
    objectives: [...Map.groupBy(windows, ({ provider }) => provider)].map(([provider, rows]) => {
      const counted = rows.map(({ minutes, runs, failures }) => ({
        minutes,
        ...{ runs: Number(runs), failures: Number(failures) },
      }));
      const { burns, ...objective } = assessObjective(counted);
      return { provider, product: namesOf(provider).product, ...objective, burns: [...burns] };
    }),
    anomalies: [...Map.groupBy(full, ({ provider }) => provider)].flatMap(([provider, rows]) =>
      findAnomalies(rows.flatMap(toHour))
        // What was odd long ago, while nothing ran since, is no news.
        .filter(({ at }) => thisHour - at.getTime() <= hourMs)
        .map(({ at, ...found }) => ({
          ...{ provider, product: namesOf(provider).product, at: at.toISOString() },
          ...found,
        })),
    ),
  };
}
