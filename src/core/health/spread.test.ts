import { describe, expect, it } from "vitest";

import { addSlots, ageBoundsMs, durationBoundsMs, quantileOf } from "./spread";

describe("the spread of what was counted by slot", () => {
  it("knows nothing of nothing, which is not zero", () => {
    expect(quantileOf([], [10, 20], 0.5)).toBeNull();
    expect(quantileOf([0, 0, 0], [10, 20], 0.5)).toBeNull();
  });

  it("finds a quantile inside its slot, and says when it lies beyond the last bound", () => {
    expect(quantileOf([4, 0, 0], [10, 20], 0.5)).toBe(5);
    expect(quantileOf([0, 4, 0], [10, 20], 0.5)).toBe(15);
    expect(quantileOf([1, 1, 2], [10, 20], 0.99)).toBe(Infinity);
  });

  it("of a sum is that of everybody together, in whatever order they were added", () => {
    const [one, other] = [
      [3, 1],
      [0, 2, 5],
    ] as const;
    expect(addSlots(one, other)).toEqual([3, 3, 5]);
    expect(addSlots(other, one)).toEqual(addSlots(one, other));
  });

  it("has bounds that only grow, as counting by slot needs", () => {
    for (const bounds of [ageBoundsMs, durationBoundsMs]) expect(bounds.toSorted((a, b) => a - b)).toEqual([...bounds]);
  });
});
