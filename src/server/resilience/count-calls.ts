import type { CountedCalls } from "../db/resilience/note-calls";
import type { WorkCount } from "../db/work/counts";

/** MON-7. How calls ended, of all processes since the beginning, among the counts of work. */
const prefix = "call:";

/** What the metrics say of each provider: names of ours, nobody's account. */
export type CallCount = {
  readonly provider: string;
  readonly endpoint: string;
  readonly outcome: string;
  readonly total: number;
};

export function toWorkCounts(counted: readonly CountedCalls[]): WorkCount[] {
  const sums = new Map<string, WorkCount>();
  const add = (count: WorkCount) => {
    const key = `${count.kind} ${count.outcome}`;
    sums.set(key, { ...count, total: (sums.get(key)?.total ?? 0) + count.total });
  };
  for (const { provider, endpointClass, calls, failures, rateLimited } of counted) {
    const kind = `${prefix}${provider}:${endpointClass}`;
    add({ kind, outcome: "answered", total: calls - failures - rateLimited });
    add({ kind, outcome: "failed", total: failures });
    add({ kind, outcome: "rate_limited", total: rateLimited });
  }
  return [...sums.values()].filter(({ total }) => total > 0);
}

/** Null: a count of something else. */
export function toCallCount({ kind, outcome, total }: WorkCount): CallCount | null {
  const [provider, endpoint] = kind.startsWith(prefix) ? kind.slice(prefix.length).split(":") : [];
  return provider === undefined || endpoint === undefined ? null : { provider, endpoint, outcome, total };
}
