import type { WorkName } from "@/core/work/catalog";
import type { WorkCount } from "@/server/db/work/counts";

/** How work ended here. claimed counts all. */
export type Outcome = "claimed" | "done" | "failed" | "dead" | "released" | "lost";

/** What this process has done and not yet reported. */
export type Tally = {
  readonly count: (kind: WorkName | "worker", outcome: Outcome | "blocked") => void;
  readonly total: (outcome: Outcome) => number;
  /** Hands over what was counted since the last time; kept when that fails. */
  readonly report: (write: (counts: readonly WorkCount[]) => Promise<void>) => Promise<void>;
};

export function createTally(): Tally {
  let fresh = new Map<string, WorkCount>();
  const totals = new Map<string, number>();
  const add = ({ kind, outcome, total }: WorkCount) => {
    const key = `${kind} ${outcome}`;
    fresh.set(key, { kind, outcome, total: (fresh.get(key)?.total ?? 0) + total });
  };
  return {
    count: (kind, outcome) => {
      add({ kind, outcome, total: 1 });
      totals.set(outcome, (totals.get(outcome) ?? 0) + 1);
    },
    total: (outcome) => totals.get(outcome) ?? 0,
    report: async (write) => {
      const counts = [...fresh.values()];
      fresh = new Map();
      try {
        await write(counts);
      } catch (error) {
        counts.forEach(add);
        throw error;
      }
    },
  };
}
