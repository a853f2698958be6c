import { healthMetrics, type MetricId } from "./metrics/catalog";
import type { ScoreFacts } from "./metrics/facts";

export type ScorePart = {
  readonly id: MetricId;
  /** Null when nothing is known, which is not zero. */
  readonly points: number | null;
  readonly of: number;
  readonly reason: string;
  readonly isProviders: boolean;
};

export type HealthScore = {
  /** 0 to 100, of what is known; null while that is less than half. */
  readonly score: number | null;
  readonly parts: readonly ScorePart[];
};

const leastKnown = 50;
const metricIds = Object.keys(healthMetrics) as MetricId[];
/** Never rounded up: what lost a bit of a point has lost. */
const down = (points: number) => Math.floor(points + 1e-9);

/** MON-2: how well a connection does, in parts that say why. What is not known yet takes no part in it. */
export function scoreHealth(facts: ScoreFacts): HealthScore {
  const measured = metricIds.map((id) => ({
    id,
    of: healthMetrics[id].weight,
    found: healthMetrics[id].measure(facts),
  }));
  const known = measured.flatMap(({ of, found }) => (found === null ? [] : [{ of, points: of * found.share }]));
  const weight = known.reduce((sum, { of }) => sum + of, 0);
  const points = known.reduce((sum, part) => sum + part.points, 0);
  return {
    score: weight < leastKnown ? null : down((100 * points) / weight),
    parts: measured.map(({ id, of, found }) => ({
      id,
      of,
      points: found === null ? null : down(of * found.share),
      reason: found?.reason ?? "Not known yet.",
      isProviders: found?.isProviders ?? false,
    })),
  };
}
