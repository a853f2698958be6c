import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, longestRetryMs } from "./backoff";

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("backoffMs", () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
  ])("RES-2 waits for failure %i about %i ms, 10 to 30 %% more", (failures, base) => {
    expect(backoffMs(failures, () => 0)).toBe(base * 1.1);
    expect(backoffMs(failures, () => 0.999999)).toBe(base * 1.3);
  });

  it("RES-2 never waits longer than 5 min, nor shorter than after one failure less", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), chance, (failures, random) => {
        const wait = backoffMs(failures, () => random);
        expect(wait).toBeLessThanOrEqual(longestRetryMs);
        expect(wait).toBeGreaterThanOrEqual(backoffMs(Math.max(1, failures - 1), () => random));
        expect(wait).toBeGreaterThanOrEqual(1_100);
      }),
    );
  });

  it("F62 what has failed for long does not come back at one moment", () => {
    expect(backoffMs(100, () => 0)).toBeLessThan(backoffMs(100, () => 0.9) - 30_000);
  });
});
