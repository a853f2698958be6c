import { z } from "zod";

import { addSlots, durationBoundsMs } from "@/core/health/spread";
import { dayMs, hourMs } from "@/core/time/wall-time";
import { listPast, type PastRow } from "@/server/db/admin/history";
import { listCallDays } from "@/server/db/admin/overview";
import { listPastScores } from "@/server/db/admin/scores";
import type { Deps } from "@/server/deps";
import { namesOf } from "@/server/health/to-evidence";
import type { Caller } from "@/server/people/person";

import type { HistoryQuery } from "./inputs";
import { requireOversight } from "./oversight";
import type { HealthHistoryShape } from "./shapes";
import { quantilesOf } from "./spread";
import { callsPerDay } from "./to-providers";
import { spreadOf } from "./to-shapes";

const spans = {
  "24h": { bucket: "hour", lastsMs: dayMs },
  "7d": { bucket: "hour", lastsMs: 7 * dayMs },
  "90d": { bucket: "day", lastsMs: 90 * dayMs },
} as const satisfies Record<HistoryQuery["range"], { bucket: "hour" | "day"; lastsMs: number }>;

const slots = z.array(z.number()).catch([]);
/** Written by us, and by another version of us beside this one. */
const kept = z
  .object({ ages: slots, durations: slots, good: z.number().catch(0), demo: z.boolean().catch(false) })
  .catch({
    ...{ ages: [], durations: [], good: 0, demo: false },
  });

/** Hours and days as they were rolled up; of several providers together unless one is named. */
export async function loadHistory(deps: Deps, caller: Caller, query: HistoryQuery): Promise<HealthHistoryShape> {
  const overseer = requireOversight(caller, query.workspaceId);
  const { bucket, lastsMs } = spans[query.range];
  const since = new Date(deps.now().getTime() - lastsMs);
  const { rows, scores, calls } = await deps.db.outsideWorkspace(async (tx) => ({
    rows: await listPast(tx, overseer, { bucket, since }),
    scores: await listPastScores(tx, overseer, since),
    calls: await listCallDays(tx, overseer, new Date(Math.ceil(since.getTime() / dayMs) * dayMs)),
  }));
  const isAsked = ({ provider }: { provider: string }) => query.provider === undefined || provider === query.provider;
  const asked = rows.filter(isAsked);
  const byTime = Map.groupBy(asked, ({ starts_at: at }) => at.toISOString());
  return {
    range: query.range,
    bucket,
    points: [...byTime].map(([at, own]) => toPoint(at, own)),
    scores: scores.filter(isAsked).map(({ day, provider, score }) => ({
      day: day.toISOString().slice(0, 10),
      ...{ provider, product: namesOf(provider).product, score },
    })),
    calls: calls.filter(isAsked).map((row) => ({
      day: row.day.toISOString().slice(0, 10),
      ...{ provider: row.provider, product: namesOf(row.provider).product },
      ...{ calls: Number(row.calls), failures: Number(row.failures), rateLimited: Number(row.rate_limited) },
      callsPerDay: callsPerDay(row.provider, deps.env.providerBudgetShare),
    })),
    demoUntil: findDemoEnd(asked, bucket),
  };
}

function toPoint(at: string, rows: readonly PastRow[]): HealthHistoryShape["points"][number] {
  const metrics = rows.map((row) => kept.parse(row.metrics));
  const ages = metrics.reduce<number[]>((sum, one) => addSlots(sum, one.ages), []);
  const durations = metrics.reduce<number[]>((sum, one) => addSlots(sum, one.durations), []);
  return {
    at,
    ages: spreadOf(
      ages,
      metrics.reduce((sum, { good }) => sum + good, 0),
    ),
    ...quantilesOf(durations, durationBoundsMs),
    runs: rows.reduce((sum, { runs }) => sum + runs, 0),
    failures: rows.reduce((sum, { failures }) => sum + failures, 0),
  };
}

/** What the seed has made says so; the first hour or day that was seen comes after it. */
function findDemoEnd(rows: readonly PastRow[], bucket: "hour" | "day"): string | null {
  const last = rows.findLast(({ metrics }) => kept.parse(metrics).demo);
  if (last === undefined) return null;
  return new Date(last.starts_at.getTime() + (bucket === "hour" ? hourMs : dayMs)).toISOString();
}
