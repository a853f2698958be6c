import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideWindow, defaultReach, rollMs, rollOffsetMs, windowAround, type Coverage } from "./sync-window";

const day = 86_400_000;
const now = new Date("2026-01-26T10:30:00Z");
const at = (ms: number) => new Date(now.getTime() + ms);

describe("windowAround", () => {
  it("reaches from 30 days back to 180 days ahead, in whole days", () => {
    expect(windowAround(now, defaultReach)).toEqual({
      from: new Date("2025-12-27T00:00:00Z"),
      to: new Date("2026-07-26T00:00:00Z"),
    });
  });
  it("always holds at least what was asked for, and at most a day more at either end", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        fc.nat(400),
        fc.nat(400),
        (when, pastDays, futureDays) => {
          const { from, to } = windowAround(when, { pastDays, futureDays });
          const [past, future] = [
            when.getTime() - from.getTime() - pastDays * day,
            to.getTime() - when.getTime() - futureDays * day,
          ];
          expect(past >= 0 && past < day && future > 0 && future <= day).toBe(true);
        },
      ),
    );
  });
});

describe("decideWindow", () => {
  const facts = { reach: defaultReach, offsetMs: 0 };
  const coverage: Coverage = { window: windowAround(now, defaultReach), baselinedAt: now };

  it("begins with a full read", () =>
    expect(decideWindow({ ...facts, coverage: null }, now)).toMatchObject({ do: "roll", because: "first_read" }));
  it("keeps the window until the calendar's moment of the week", () => {
    // Weeks are counted from Thursday, 1 January 1970.
    expect(decideWindow({ ...facts, coverage }, at(2 * day))).toEqual({
      do: "keep",
      window: coverage.window,
      rollsAt: new Date("2026-01-29T00:00:00Z"),
    });
    expect(decideWindow({ ...facts, coverage }, new Date("2026-01-29T00:00:00Z"))).toMatchObject({
      do: "roll",
      because: "time_passed",
    });
  });
  it("rolls when somebody chose another reach", () => {
    expect(decideWindow({ ...facts, coverage, reach: { pastDays: 30, futureDays: 365 } }, at(1_000))).toMatchObject({
      do: "roll",
      because: "reach_changed",
    });
  });

  it("rolls every calendar once within every 7 days, at its own moment", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 60_000, max: day }), (id, stepMs) => {
        const offsetMs = rollOffsetMs(id);
        let covered: Coverage = coverage;
        const rolls: number[] = [];
        for (let ms = 0; ms < 3 * rollMs; ms += stepMs) {
          const decision = decideWindow({ coverage: covered, reach: defaultReach, offsetMs }, at(ms));
          if (decision.do === "keep") continue;
          rolls.push(ms);
          covered = { window: decision.window, baselinedAt: at(ms) };
        }
        expect(rolls[0]).toBeLessThanOrEqual(rollMs + stepMs);
        rolls
          .slice(1)
          .forEach((roll, index) => expect(Math.abs(roll - (rolls[index] ?? 0) - rollMs)).toBeLessThanOrEqual(stepMs));
      }),
      { numRuns: 30 },
    );
  });

  it("spreads the calendars evenly over the week", () => {
    const days = Array.from({ length: 7 }, () => 0);
    for (let index = 0; index < 7_000; index += 1) {
      const bucket = Math.floor(rollOffsetMs(`00000000-0000-4000-8000-${String(index).padStart(12, "0")}`) / day);
      days[bucket] = (days[bucket] ?? 0) + 1;
    }
    expect(Math.min(...days)).toBeGreaterThan(850);
    expect(Math.max(...days)).toBeLessThan(1_150);
  });
});
