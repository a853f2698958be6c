import type { WorkName } from "@/core/work/catalog";
import type { WorkCount } from "@/server/db/work/counts";

/** How work ended here. claimed counts all. */
export type Outcome = "claimed" | "done" | "failed" | "dead" | "released" | "lost";

/** What this process has done and not yet reported. */
export type Tally = {
  readonly count: (kind: WorkName | "worker", outcome: Outcome | "blocked") => void;
  readonly total: (outcome: Outcome) => number;
  /** What was counted since it was last taken. */
  readonly take: () => WorkCount[];
};

export function createTally(): Tally {
  let fresh = new Map<string, WorkCount>();
  const totals = new Map<string, number>();
  return {
    count: (kind, outcome) => {
      const key = `${kind} ${outcome}`;
      fresh.set(key, { kind, outcome, total: (fresh.get(key)?.total ?? 0) + 1 });
      totals.set(outcome, (totals.get(outcome) ?? 0) + 1);
    },
    total: (outcome) => totals.get(outcome) ?? 0,
    take: () => {
      const taken = [...fresh.values()];
      fresh = new Map();
      return taken;
    },
  };
}
