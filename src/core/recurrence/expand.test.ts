import fc from "fast-check";
import { RRuleTemporal } from "rrule-temporal";
import { describe, expect, it } from "vitest";
import { startOfDay, toInstant } from "../time/wall-time";
import { expandSeries, mostOccurrences, type Series } from "./expand";

const NY = "America/New_York";
const series = (wall: string, rule: string, changes: Partial<Series> = {}, zone = NY): Series => ({
  start: { wall },
  toInstant: (at) => toInstant(at, zone).at,
  durationMs: 3_600_000,
  rules: [rule],
  added: [],
  removed: [],
  ...changes,
});
const days = (day: string, rule: string, changes: Partial<Series> = {}): Series => ({
  start: { day },
  toInstant: (at) => startOfDay(at.slice(0, 10), NY),
  durationMs: 86_400_000,
  rules: [rule],
  added: [],
  removed: [],
  ...changes,
});
const wide = { from: new Date("1990-01-01"), to: new Date("2037-01-01") };
const expand = (given: Series, window = wide) => {
  const expansion = expandSeries(given, window);
  if ("reason" in expansion) throw new Error(expansion.reason);
  return expansion.occurrences;
};
const instants = (given: Series, window = wide) => expand(given, window).map(({ at }) => at.toISOString().slice(0, 16));
const places = (given: Series, window = wide) => expand(given, window).map(({ place }) => place.slice(0, 10));

describe("expandSeries", () => {
  it("6.1 keeps the wall time over a change of the clocks", () => {
    expect(instants(series("2026-03-02T09:00:00", "FREQ=WEEKLY;COUNT=2"))).toEqual([
      "2026-03-02T14:00",
      "2026-03-09T13:00",
    ]);
  });
  it("6.2 moves a time that no clock shows forward, and keeps it as the identity", () => {
    const [, gap] = expand(series("2026-03-07T02:30:00", "FREQ=DAILY;COUNT=3"));
    expect(gap).toEqual({ place: "2026-03-08T02:30:00", at: new Date("2026-03-08T07:30:00Z") });
  });
  it("6.4 takes the first of two", () =>
    expect(instants(series("2026-11-01T01:30:00", "FREQ=DAILY;COUNT=1"))).toEqual(["2026-11-01T05:30"]));

  const daily = (rest: string) => places(series("2026-03-06T09:00:00", `FREQ=DAILY;${rest}`));
  const through = (day: number) =>
    Array.from({ length: day - 5 }, (_, index) => `2026-03-${String(index + 6).padStart(2, "0")}`);
  it.each([
    ["6.18 an instant that is the last start", "UNTIL=20260310T130000Z", 10],
    ["6.18 an instant a second before", "UNTIL=20260310T125959Z", 9],
    ["6.19 a day on a timed series, through that day", "UNTIL=20260310", 10],
    ["6.19 a wall time", "UNTIL=20260310T090000", 10],
    ["6.19 a wall time a second before", "UNTIL=20260310T085959", 9],
  ])("UNTIL as %s", (_, rest, day) => expect(daily(rest)).toEqual(through(day)));
  it("6.19 an instant on a series of days", () =>
    expect(places(days("2026-03-06", "FREQ=DAILY;UNTIL=20260308T235959Z"))).toEqual(through(8)));

  it("6.21 counts what is then excluded", () => {
    expect(
      places(series("2026-03-27T09:00:00", "FREQ=DAILY;COUNT=5", { removed: [{ wall: "2026-03-29T09:00:00" }] })),
    ).toEqual(["2026-03-27", "2026-03-28", "2026-03-30", "2026-03-31"]);
  });
  it.each<[string, Series, string[]]>([
    [
      "6.22 a leap day, every leap year",
      days("2024-02-29", "FREQ=YEARLY"),
      ["2024-02-29", "2028-02-29", "2032-02-29", "2036-02-29"],
    ],
    [
      "6.23 the 31st, in months that have one",
      days("2026-01-31", "FREQ=MONTHLY;COUNT=6"),
      ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31", "2026-08-31", "2026-10-31"],
    ],
    [
      "6.24 the last working day",
      days("2026-01-30", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=5"),
      ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29"],
    ],
    [
      "6.25 every other week, weeks from Monday",
      days("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO"),
      ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"],
    ],
    [
      "6.25 every other week, weeks from Sunday",
      days("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU"),
      ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"],
    ],
    [
      "6.27 a date that the rule gives too, once",
      series("2026-03-06T09:00:00", "FREQ=DAILY;COUNT=2", {
        added: [{ wall: "2026-03-07T09:00:00" }, { wall: "2026-03-09T09:00:00" }],
      }),
      ["2026-03-06", "2026-03-07", "2026-03-09"],
    ],
    ["no rule: once", days("2026-03-06", "FREQ=DAILY", { rules: [] }), ["2026-03-06"]],
    [
      "a week of the year alone: on the start's weekday",
      days("2026-05-11", "FREQ=YEARLY;BYWEEKNO=20;COUNT=3"),
      ["2026-05-11", "2027-05-17", "2028-05-15"],
    ],
    [
      "an exclusion written as a day",
      series("2026-03-06T09:00:00", "FREQ=DAILY;COUNT=3", { removed: [{ day: "2026-03-07" }] }),
      ["2026-03-06", "2026-03-08"],
    ],
    [
      "an exclusion written as an instant",
      series("2026-03-06T09:00:00", "FREQ=DAILY;COUNT=3", { removed: [{ at: new Date("2026-03-07T14:00:00Z") }] }),
      ["2026-03-06", "2026-03-08"],
    ],
    [
      "an addition written as an instant",
      days("2026-03-06", "FREQ=DAILY;COUNT=1", { added: [{ at: new Date("2026-03-09T05:00:00Z") }] }),
      ["2026-03-06", "2026-03-09"],
    ],
    [
      "two times of a day",
      series("2026-03-06T09:00:00", "FREQ=DAILY;COUNT=3;BYHOUR=9,14"),
      ["2026-03-06", "2026-03-06", "2026-03-07"],
    ],
  ])("%s", (_, given, expected) => expect(places(given)).toEqual(expected));

  it("gives what is on within the window, also what began before it", () => {
    const window = { from: new Date("2026-03-08T13:30:00Z"), to: new Date("2026-03-10T13:00:00Z") };
    expect(instants(series("2020-01-01T09:00:00", "FREQ=DAILY"), window)).toEqual([
      "2026-03-08T13:00",
      "2026-03-09T13:00",
    ]);
  });
});

describe("F67 hostile rules", () => {
  const window = { from: new Date("2026-01-01"), to: new Date("2026-07-01") };
  const everything = Array.from({ length: 24 }, (_, hour) => hour).join(",");
  const sixty = Array.from({ length: 60 }, (_, minute) => minute).join(",");
  it.each<[string, string]>([
    ["every second", "FREQ=SECONDLY"],
    ["every second of a day", `FREQ=DAILY;BYHOUR=${everything};BYMINUTE=${sixty};BYSECOND=${sixty}`],
    ["every minute of every day since 1900", `FREQ=DAILY;COUNT=1000000000;BYHOUR=${everything};BYMINUTE=${sixty}`],
    ["one minute out of all of each day", `FREQ=DAILY;COUNT=9999;BYHOUR=${everything};BYMINUTE=${sixty};BYSETPOS=1`],
    ["every hour for half a year", `FREQ=DAILY;BYHOUR=${everything}`],
  ])("sets aside a series that is on %s", (_, rule) =>
    expect(expandSeries(series("1900-01-01T00:00:00", rule), window)).toEqual({ reason: "too_many_occurrences" }),
  );

  it.each<[string, string, number]>([
    ["30 February, counted from 1900", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000000", 0],
    ["an impossible week", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=5", 0],
    ["every 100,000 years", "FREQ=YEARLY;INTERVAL=100000", 0],
    ["every day since 1900, counted", "FREQ=DAILY;COUNT=1000000000", 181],
    [
      "dense lists",
      `FREQ=YEARLY;BYYEARDAY=${Array.from({ length: 366 }, (_, day) => day + 1).join(",")};BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=99999`,
      181,
    ],
    ["a position that there never is", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366;COUNT=5", 0],
  ])("ends with %s", (_, rule, count) =>
    expect(expand(series("1900-01-01T00:00:00", rule), window)).toHaveLength(count),
  );

  it("sets aside too many rules and dates", () => {
    const many = Array.from({ length: 20_000 }, () => ({ day: "2026-03-01" }));
    expect(expandSeries(days("2026-01-01", "FREQ=DAILY", { removed: many }), window)).toEqual({
      reason: "too_many_occurrences",
    });
    expect(
      expandSeries(days("2026-01-01", "", { rules: Array.from({ length: 9 }, () => "FREQ=DAILY") }), window),
    ).toEqual({ reason: "too_many_occurrences" });
    expect(expandSeries(days("2026-01-01", "FREQ=NEVER"), window)).toEqual({ reason: "unreadable_rule" });
    expect(mostOccurrences).toBe(2_000);
  });
});

describe("a second implementation", () => {
  const two = (value: number) => String(value).padStart(2, "0");
  const subset = (values: readonly (string | number)[], most: number) =>
    fc.subarray([...values], { minLength: 1, maxLength: most }).map((list) => list.join(","));
  const part = (name: string, values: fc.Arbitrary<string>) =>
    fc.option(
      values.map((value) => `;${name}=${value}`),
      { nil: "", freq: 3 },
    );
  const months = part("BYMONTH", subset([1, 2, 3, 6, 11, 12], 3));
  const plainDays = part("BYDAY", subset(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 4));
  const nthDays = part("BYDAY", subset(["MO", "2TU", "-1FR", "1SU", "-2WE", "SA"], 2));
  const rules = fc.oneof(
    fc.tuple(fc.constant("DAILY"), months, plainDays, part("BYMONTHDAY", subset([1, 13, 15, -1, 31], 3))),
    fc.tuple(fc.constant("WEEKLY"), months, plainDays, part("WKST", fc.constantFrom("SU", "MO", "WE"))),
    fc.tuple(fc.constant("MONTHLY"), months, nthDays, fc.constant("")),
    fc.tuple(
      fc.constant("MONTHLY"),
      fc.constant(""),
      plainDays.filter((text) => text !== ""),
      part("BYSETPOS", subset([1, 2, -1, -2], 2)),
    ),
    fc.tuple(fc.constant("MONTHLY"), months, fc.constant(""), part("BYMONTHDAY", subset([1, 13, 28, 31, -1, -31], 3))),
    fc.tuple(fc.constant("YEARLY"), months, fc.constant(""), part("BYMONTHDAY", subset([1, 29, 30, -1], 2))),
    fc.tuple(
      fc.constant("YEARLY"),
      fc.constant(""),
      fc.constant(""),
      part("BYYEARDAY", subset([1, 60, 200, 366, -1, -366], 3)),
    ),
  );
  const starts = fc
    .integer({ min: Date.UTC(2019, 0, 1), max: Date.UTC(2025, 11, 31) })
    .map((ms) => `${new Date(ms).toISOString().slice(0, 11)}${two((Math.abs(ms) % 15) + 5)}:00:00`);

  it("agrees about rules of every kind, counted or not, over changes of the clocks", () => {
    // Off the hour: whether a window holds its own end is each library's own affair.
    const window = { from: new Date("2026-01-01T00:30:00Z"), to: new Date("2026-12-31T00:30:00Z") };
    fc.assert(
      fc.property(
        rules,
        starts,
        fc.integer({ min: 1, max: 4 }),
        fc.option(fc.integer({ min: 1, max: 400 })),
        (parts, wall, interval, count) => {
          const [frequency, ...rest] = parts;
          const rule = `FREQ=${frequency};INTERVAL=${interval}${rest.join("")}${count === null ? "" : `;COUNT=${count}`}`;
          // The other one searches for ever for what there is none of. Too many to list are some.
          const all = expandSeries(series(wall, rule), wide);
          fc.pre("reason" in all || all.occurrences.length > 0);
          const other = new RRuleTemporal({
            rruleString: `DTSTART;TZID=${NY}:${wall.replace(/[-:]/g, "")}\nRRULE:${rule}`,
            maxIterations: 50_000,
          });
          const expected = other
            .between(window.from, window.to, true)
            .map((when) => new Date(when.epochMilliseconds).toISOString());
          const found = expand(series(wall, rule, { durationMs: 0 }), window).map(({ at }) => at.toISOString());
          expect(found, rule).toEqual(expected);
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  }, 30_000);
});
