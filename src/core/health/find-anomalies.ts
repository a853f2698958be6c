import { findAnomaly, type Anomaly } from "./find-anomaly";

/** An hour of a provider, as it was rolled up. */
export type Hour = {
  readonly at: Date;
  readonly runs: number;
  readonly failures: number;
  readonly changes: number;
  readonly p95Ms: number | null;
};
export const anomalyMetrics = ["duration", "error_rate", "change_rate"] as const;
export type AnomalyMetric = (typeof anomalyMetrics)[number];
export type FoundAnomaly = Anomaly & { readonly metric: AnomalyMetric; readonly at: Date };

/** Hours with fewer runs say nothing of a rate. */
const leastRuns = 10;

/** What each metric is of an hour, and the smallest difference that matters to anybody. */
const metrics: Readonly<Record<AnomalyMetric, { of: (hour: Hour) => number | null; least: number }>> = {
  duration: { of: ({ p95Ms }) => p95Ms, least: 500 },
  error_rate: { of: ({ runs, failures }) => failures / runs, least: 0.02 },
  change_rate: { of: ({ runs, changes }) => changes / runs, least: 0.5 },
};

/** MON-6. The last hour against those before it, oldest first. An hour that still runs is not among them. */
export function findAnomalies(hours: readonly Hour[]): readonly FoundAnomaly[] {
  const last = hours.at(-1);
  if (last === undefined || last.runs < leastRuns) return [];
  const before = hours.slice(0, -1).filter(({ runs }) => runs >= leastRuns);
  return anomalyMetrics.flatMap((metric) => {
    const { of, least } = metrics[metric];
    const value = of(last);
    const found =
      value === null
        ? null
        : findAnomaly(
            value,
            before.flatMap((hour) => of(hour) ?? []),
            least,
          );
    return found === null ? [] : [{ metric, at: last.at, ...found }];
  });
}
