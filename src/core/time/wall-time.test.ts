import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  dayMs,
  dayOf,
  daysBetween,
  hourMs,
  isRepeated,
  offsetMinutes,
  startOfDay,
  toInstant,
  toWall,
} from "./wall-time";

const NY = "America/New_York";
const utc = (at: Date) => at.toISOString().replace(".000Z", "Z");

describe("toInstant", () => {
  it.each([
    ["keeps the wall before the change of the clocks", "2026-03-02T09:00:00", NY, "2026-03-02T14:00:00Z"],
    ["keeps the wall after it", "2026-03-09T09:00:00", NY, "2026-03-09T13:00:00Z"],
    ["6.36 keeps London's wall in its own time", "2026-03-16T14:00:00", "Europe/London", "2026-03-16T14:00:00Z"],
    ["takes the first of two in New York", "2026-11-01T01:30:00", NY, "2026-11-01T05:30:00Z"],
    [
      "6.37 takes the first of two where the step is 30 min",
      "2026-04-05T01:45:00",
      "Australia/Lord_Howe",
      "2026-04-04T14:45:00Z",
    ],
    ["reads a fixed offset", "2026-01-01T00:00:00", "+05:30", "2025-12-31T18:30:00Z"],
  ])("TZ-3 F84 %s", (_, wall, zone, instant) => {
    const { at, shifted } = toInstant(wall, zone);
    expect([utc(at), shifted]).toEqual([instant, false]);
  });

  it.each([
    ["2026-03-08T02:30:00", NY, "2026-03-08T07:30:00Z", "2026-03-08T03:30:00"],
    ["2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00Z", "2026-03-29T03:30:00"],
    ["2018-11-04T00:00:00", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04T01:00:00"],
    ["2011-12-30T12:00:00", "Pacific/Apia", "2011-12-30T22:00:00Z", "2011-12-31T12:00:00"],
  ])("TZ-3 F84 6.2 6.3 6.9 puts %s in %s, which no clock shows, forward and says so", (wall, zone, instant, shown) => {
    const { at, shifted } = toInstant(wall, zone);
    expect([utc(at), shifted, toWall(at, zone)]).toEqual([instant, true, shown]);
  });

  it("6.5 6.6 lets a stretch of wall time over the change of the clocks last as long as it lasts", () => {
    const span = (from: string, to: string) => toInstant(to, NY).at.getTime() - toInstant(from, NY).at.getTime();
    expect(span("2026-11-01T01:30:00", "2026-11-01T02:30:00")).toBe(2 * hourMs);
    expect(span("2026-10-31T22:00:00", "2026-11-01T02:00:00")).toBe(5 * hourMs);
  });
});

describe("isRepeated", () => {
  it.each([
    ["2026-11-01T01:30:00", NY, true],
    ["2026-11-01T02:00:00", NY, false],
    ["2026-03-08T02:30:00", NY, false],
    ["2026-04-05T01:45:00", "Australia/Lord_Howe", true],
  ])("tells whether %s in %s happens twice", (wall, zone, repeated) => expect(isRepeated(wall, zone)).toBe(repeated));
});

describe("days", () => {
  it.each([
    ["2026-03-08", "2026-03-09", NY, 23],
    ["2026-11-01", "2026-11-02", NY, 25],
    ["2026-03-07", "2026-03-10", NY, 71],
    ["2018-11-04", "2018-11-05", "America/Sao_Paulo", 23],
    ["2026-01-26", "2026-01-27", "Pacific/Auckland", 24],
  ])("TZ-2 6.8 6.12 from %s to %s in %s there are %i hours", (from, to, zone, hours) => {
    expect((startOfDay(to, zone).getTime() - startOfDay(from, zone).getTime()) / hourMs).toBe(hours);
  });

  it("6.9 6.11 begins a day where its zone begins it", () => {
    expect(utc(startOfDay("2018-11-04", "America/Sao_Paulo"))).toBe("2018-11-04T03:00:00Z");
    expect(utc(startOfDay("2026-01-26", "Pacific/Auckland"))).toBe("2026-01-25T11:00:00Z");
  });

  it("6.14 groups an evening by the viewer's day", () => {
    expect(dayOf(new Date("2026-01-27T01:00:00Z"), NY)).toBe("2026-01-26");
    expect(dayOf(new Date("2026-01-27T01:00:00Z"), "Europe/Berlin")).toBe("2026-01-27");
  });

  it("counts days over the ends of months, leap days and changes of the clocks", () => {
    expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
    expect(addDays("2026-03-07", 3)).toBe("2026-03-10");
    expect(daysBetween("2026-03-07", "2026-03-10")).toBe(3);
  });
});

const zones = [
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Africa/Casablanca",
  "UTC",
];
const instants = fc
  .integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 })
  .map((s) => new Date(s * 1000));

describe("laws of wall time", () => {
  it("every instant is found again from its wall time, unless the wall shows it twice", () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (at, zone) => {
        const wall = toWall(at, zone);
        const back = toInstant(wall, zone);
        expect(back.shifted).toBe(false);
        if (!isRepeated(wall, zone)) expect(back.at).toEqual(at);
        else expect(at.getTime() - back.at.getTime()).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  it("the wall is the instant plus the offset", () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (at, zone) => {
        expect(Date.parse(`${toWall(at, zone)}Z`)).toBe(at.getTime() + offsetMinutes(at, zone) * 60_000);
      }),
    );
  });

  it("a day begins before every instant of it, and lasts between 22 and 26 hours", () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (at, zone) => {
        const day = dayOf(at, zone);
        const start = startOfDay(day, zone);
        expect(start.getTime()).toBeLessThanOrEqual(at.getTime());
        const length = startOfDay(addDays(day, 1), zone).getTime() - start.getTime();
        if (addDays(day, 1) !== "2011-12-30") expect(Math.abs(length - dayMs)).toBeLessThanOrEqual(2 * hourMs);
      }),
    );
  });
});
