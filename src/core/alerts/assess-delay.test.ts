import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { hourMs, minuteMs } from "../time/wall-time";
import { assessDelay, delayBoundMs } from "./assess-delay";
import { workingHours } from "./working-hours";

/** A Thursday, one hour into the day of an office in Berlin. */
const now = new Date("2026-11-26T08:00:00.000Z");
const hours = workingHours("Europe/Berlin", null);
const ago = (minutes: number) => new Date(now.getTime() - minutes * minuteMs);
const delay = (minutes: number, proofs: readonly Date[] = []) =>
  assessDelay({ lastSuccessAt: ago(minutes), proofs, hours }, now);
const every = (minutes: number, count: number) => Array.from({ length: count }, (_, index) => ago(5 + minutes * index));

describe("how late a calendar is for its person (MON-4)", () => {
  it.each([
    ["minutes of this morning count", 30, 30],
    ["the night before does not", 8 * 60, 60],
    ["an evening at its desk counts up to its end", 16 * 60, 120],
    ["a whole day before counts as ten hours", 25 * 60, 60 + 600],
  ])("MON-4 %s", (_what, minutes, worked) => {
    expect(delay(minutes).workedMs).toBe(worked * minuteMs);
  });

  it("MON-4 counts no weekend, and all time of somebody without any hours", () => {
    const monday = new Date("2026-11-30T07:00:00.000Z");
    const friday = new Date("2026-11-27T17:00:00.000Z");
    expect(assessDelay({ lastSuccessAt: friday, proofs: [], hours }, monday).workedMs).toBe(0);
    const never = workingHours("UTC", { "1": [] });
    expect(assessDelay({ lastSuccessAt: friday, proofs: [], hours: never }, monday).workedMs).toBe(62 * hourMs);
  });

  it.each([
    ["knows no habit from a few proofs", every(5, 10), null],
    ["takes the middle one for usual", every(4, 14), { usualMs: 4 * minuteMs, spreadMs: 0, samples: 13 }],
    [
      "leaves out what lay between two days",
      [...every(4, 14), new Date("2026-11-25T18:00:00.000Z")],
      { usualMs: 4 * minuteMs, spreadMs: 0, samples: 14 },
    ],
  ])("MON-4 %s", (_what, proofs, pattern) => {
    expect(delay(5, proofs).pattern).toEqual(pattern);
  });

  it.each([
    ["a quarter of an hour where all is quick", null, 1, 15],
    ["twice the interval", null, 60, 120],
    ["twice what is usual, where that is slower", { usualMs: 90 * minuteMs, spreadMs: 0, samples: 20 }, 60, 180],
    ["all ups and downs", { usualMs: 20 * minuteMs, spreadMs: 20 * minuteMs, samples: 20 }, 15, 20 + 3 * 1.4826 * 20],
  ])("MON-4 waits for %s", (_what, pattern, interval, minutes) => {
    expect(delayBoundMs(pattern, { intervalMs: interval * minuteMs, intervals: 2 })).toBeCloseTo(minutes * minuteMs, 3);
  });
});

const minute = fc.integer({ min: 0, max: 20 * 1_440 });
const fixed = { seed: 4, numRuns: 60 };

describe("whatever the proofs were (MON-4)", () => {
  it("MON-4 a delay is never more than the time that passed, and never shrinks while time goes on", () => {
    fc.assert(
      fc.property(minute, fc.integer({ min: 0, max: 3_000 }), (before, passed) => {
        const lastSuccessAt = ago(before);
        const later = new Date(now.getTime() + passed * minuteMs);
        const [first, then] = [now, later].map((at) => assessDelay({ lastSuccessAt, proofs: [], hours }, at).workedMs);
        expect(first).toBeLessThanOrEqual(before * minuteMs);
        expect(then).toBeGreaterThanOrEqual(first ?? Infinity);
        expect((then ?? 0) - (first ?? 0)).toBeLessThanOrEqual(passed * minuteMs);
      }),
      fixed,
    );
  });

  it("MON-4 what is usual is moved by no minority of gaps, however long or short, and by no order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 12 }), fc.boolean(), (odd, isReversed) => {
        const gaps = [...Array.from({ length: 30 }, () => 10), ...odd];
        const times = gaps.reduce<Date[]>(
          (all, gap) => [...all, new Date((all.at(-1)?.getTime() ?? now.getTime()) - gap * minuteMs)],
          [now],
        );
        const always = workingHours("UTC", {});
        const proofs = isReversed ? times.toReversed() : times;
        const { pattern } = assessDelay({ lastSuccessAt: now, proofs, hours: always }, now);
        expect(pattern).toMatchObject({ usualMs: 10 * minuteMs, samples: gaps.length });
      }),
      fixed,
    );
  });
});
