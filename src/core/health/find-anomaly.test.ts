import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { findAnomaly, medianOf } from "./find-anomaly";

const usualDay = Array.from({ length: 48 }, (_, hour) => 100 + (hour % 5));
const figure = fc.double({ min: 1, max: 1_000, noNaN: true });
const past = fc.array(figure, { minLength: 24, maxLength: 200 });

describe("findAnomaly (MON-6)", () => {
  it("MON-6 states what it saw, what is usual, how far that scatters and from how many", () => {
    expect(findAnomaly(200, usualDay, 10)).toMatchObject({ value: 200, usual: 102, spread: 1, samples: 48 });
    expect(findAnomaly(20, usualDay, 10)?.score).toBeLessThan(-3.5);
    expect(findAnomaly(104, usualDay, 1)).toBeNull();
    expect(findAnomaly(200, usualDay, 99)).toBeNull();
    expect(findAnomaly(200, usualDay.slice(0, 23), 10)).toBeNull();
  });

  it("MON-6 finds nothing in what was seen before at its middle, whatever was seen", () => {
    fc.assert(fc.property(past, (before) => findAnomaly(medianOf(before), before, 0) === null));
  });

  it("MON-6 does not depend on the order, nor on the unit", () => {
    fc.assert(
      fc.property(past, figure, fc.integer({ min: 1, max: 20 }), (before, value, power) => {
        const found = findAnomaly(value * 10, before, 0);
        expect(findAnomaly(value * 10, before.toReversed(), 0)).toEqual(found);
        const unit = 2 ** power; // Exact in binary.
        const scaled = findAnomaly(
          value * 10 * unit,
          before.map((one) => one * unit),
          0,
        );
        expect(scaled === null).toBe(found === null);
        if (found !== null) expect(scaled?.score).toBeCloseTo(found.score, 6);
      }),
    );
  });

  it("MON-6 is not talked out of it by any fifth of the past, however bad that was", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { maxLength: 9 }), (bad) => {
        const before = [...usualDay.slice(bad.length), ...bad];
        expect(findAnomaly(200, before, 10)).not.toBeNull();
      }),
    );
  });
});
