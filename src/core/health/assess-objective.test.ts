import { describe, expect, it } from "vitest";

import { assessObjective, type WindowRuns } from "./assess-objective";

const runs = 1_000;
/** Each window with that share of failures. */
const windows = (shares: Readonly<Record<number, number>>): WindowRuns[] =>
  Object.entries(shares).map(([minutes, share]) => ({ minutes: Number(minutes), runs, failures: share * runs }));
const burning = (shares: Readonly<Record<number, number>>) =>
  assessObjective(windows(shares))
    .burns.filter(({ isBurning }) => isBurning)
    .map(({ rate }) => rate);

describe("an objective (MON-6)", () => {
  it("MON-6 says how much of the budget for errors is left, and that it is overdrawn", () => {
    expect(assessObjective(windows({ 43_200: 0.004 }))).toMatchObject({ availability: 0.996, failures: 4 });
    expect(assessObjective(windows({ 43_200: 0.004 })).budgetLeft).toBeCloseTo(0.6);
    expect(assessObjective(windows({ 43_200: 0.02 })).budgetLeft).toBeCloseTo(-1);
    expect(assessObjective([])).toMatchObject({ availability: null, budgetLeft: null });
  });

  it("MON-6 burns at 14.4, 6 and 1 when both windows do, and not when it is over or has only begun", () => {
    expect(burning({ 60: 0.144, 5: 0.15 })).toEqual([14.4]);
    expect(burning({ 60: 0.143, 5: 0.15 })).toEqual([]);
    expect(burning({ 60: 0.5, 5: 0 })).toEqual([]);
    expect(burning({ 60: 0.01, 5: 1 })).toEqual([]);
    expect(burning({ 360: 0.06, 30: 0.06 })).toEqual([6]);
    expect(burning({ 4_320: 0.01, 360: 0.01 })).toEqual([1]);
  });

  it("MON-6 takes the one failure of a quiet hour for no evidence", () => {
    const quiet = [60, 5].map((minutes) => ({ minutes, runs: 9, failures: 9 }));
    expect(assessObjective(quiet).burns[0]).toMatchObject({ burn: null, isBurning: false });
  });
});
