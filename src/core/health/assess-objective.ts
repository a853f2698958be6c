/** Runs that ended in so many minutes until now. */
export type WindowRuns = { readonly minutes: number; readonly runs: number; readonly failures: number };

/** So many of a hundred runs end well, over thirty days: what is missing to all of them is the budget for errors. */
export const objectivePercent = 99;
const budgetPercent = 100 - objectivePercent;
const periodMinutes = 30 * 24 * 60;

/**
 * How fast the budget burns, as a multiple of what would use it up in thirty days. Both windows must burn: the long one
 * proves that it matters, the short one that it still goes on. 14.4 uses 2 % in an hour, 6 uses 5 % in six hours, 1 uses
 * 10 % in three days.
 */
const rates = [
  { rate: 14.4, longMinutes: 60, shortMinutes: 5 },
  { rate: 6, longMinutes: 360, shortMinutes: 30 },
  { rate: 1, longMinutes: 4_320, shortMinutes: 360 },
] as const;
/** Fewer runs are no evidence: the first failure of a quiet night would burn a hundredfold. */
const leastRuns = 10;

export type Burn = {
  readonly rate: number;
  readonly longMinutes: number;
  /** How fast the longer window burns; null without enough runs. */
  readonly burn: number | null;
  readonly isBurning: boolean;
};
export type Objective = {
  readonly runs: number;
  readonly failures: number;
  /** Share of runs of the period that ended well; null when there were none. */
  readonly availability: number | null;
  /** Share of the budget for errors that is left; below zero when more was used than there is. */
  readonly budgetLeft: number | null;
  readonly burns: readonly Burn[];
};

/** Null without enough runs. */
export function burnOf(window: WindowRuns | undefined): number | null {
  if (window === undefined || window.runs < leastRuns) return null;
  return (100 * window.failures) / (window.runs * budgetPercent);
}

export function assessObjective(windows: readonly WindowRuns[]): Objective {
  const of = (minutes: number) => windows.find((window) => window.minutes === minutes);
  const { runs = 0, failures = 0 } = of(periodMinutes) ?? {};
  const burns = rates.map(({ rate, longMinutes, shortMinutes }) => {
    const [long, short] = [burnOf(of(longMinutes)), burnOf(of(shortMinutes))];
    return {
      rate,
      longMinutes,
      burn: long,
      isBurning: long !== null && long >= rate && short !== null && short >= rate,
    };
  });
  const failed = runs === 0 ? null : failures / runs;
  return {
    ...{ runs, failures, burns },
    availability: failed === null ? null : 1 - failed,
    budgetLeft: failed === null ? null : 1 - (100 * failed) / budgetPercent,
  };
}
