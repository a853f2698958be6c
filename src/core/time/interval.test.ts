import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInWindow, lengthMs, overlaps, shrink, type Interval } from "./interval";

const at = (hour: number) => new Date(Date.UTC(2026, 0, 26, hour));
const between = (from: number, to: number): Interval => ({ from: at(from), to: at(to) });
const intervals = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
  .map(([a, b]) => between(Math.min(a, b), Math.max(a, b)));

describe("interval", () => {
  it.each([
    ["6.16 touching meetings do not overlap", between(9, 10), between(10, 11), false],
    ["a meeting overlaps itself", between(9, 10), between(9, 10), true],
    ["one inside the other overlaps", between(9, 12), between(10, 11), true],
    ["6.17 a meeting without length never overlaps one that begins with it", between(9, 9), between(9, 10), false],
  ])("%s", (_, one, other, result) => expect(overlaps(one, other)).toBe(result));

  it.each([
    ["an event that ends as the window begins is outside", between(7, 8), false],
    ["an event that begins as the window ends is outside", between(18, 19), false],
    ["an event over the window's edge is inside", between(7, 9), true],
    ["an event without length inside counts", between(9, 9), true],
    ["an event without length at the window's begin is outside", between(8, 8), false],
  ])("%s", (_, event, inside) => expect(isInWindow(event, between(8, 18))).toBe(inside));

  it("overlapping does not depend on the order", () => {
    fc.assert(fc.property(intervals, intervals, (one, other) => overlaps(one, other) === overlaps(other, one)));
  });

  it("what lies in the shrunk window lies in the window", () => {
    fc.assert(
      fc.property(
        intervals,
        intervals,
        (event, window) => !isInWindow(event, shrink(window, 3_600_000)) || isInWindow(event, window),
      ),
    );
  });

  it("measures its length", () => expect(lengthMs(between(9, 11))).toBe(7_200_000));
});
