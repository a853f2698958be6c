import { describe, expect, it } from "vitest";
import { expandRecurrence, type Expansion, type SeriesStart } from "./expand-recurrence";
import { parseWall } from "./wall-time";
import { loadZone } from "./zone";

// The numbers are the rows of section 6 of the provider fact sheet (docs/reference/provider-facts.md).
const newYork = "America/New_York";
const nineOClock: SeriesStart = { wall: "2026-03-02T09:00:00", zone: newYork };

function instants(start: SeriesStart, lines: string[], options: Partial<Expansion> = {}): string[] {
  const found = [...expandRecurrence({ start, lines, limit: 12, ...options })];
  return found.map(({ instant }) => new Date(instant).toISOString().slice(0, 16) + "Z");
}

function walls(start: SeriesStart, lines: string[], options: Partial<Expansion> = {}): string[] {
  return [...expandRecurrence({ start, lines, limit: 12, ...options })].map(({ wall }) => wall);
}

const days = (found: string[]): string[] => found.map((wall) => wall.slice(5, 10));
const at = (wall: string, zone: string): string =>
  new Date(loadZone(zone).toInstant(parseWall(wall)).instant).toISOString().slice(0, 16) + "Z";
const hoursBetween = (from: string, to: string, zone: string): number =>
  (Date.parse(at(to, zone)) - Date.parse(at(from, zone))) / 3_600_000;

describe("wall times and instants", () => {
  it("6.1 keeps the wall time and moves the instant when the clocks change", () => {
    expect(instants(nineOClock, ["RRULE:FREQ=WEEKLY;COUNT=3"])).toEqual([
      "2026-03-02T14:00Z",
      "2026-03-09T13:00Z",
      "2026-03-16T13:00Z",
    ]);
  });

  it("6.2 moves a time in the gap forward and keeps it as the identity", () => {
    const start = { wall: "2026-03-07T02:30:00", zone: newYork };
    expect([...expandRecurrence({ start, lines: ["RRULE:FREQ=DAILY;COUNT=3"] })]).toEqual([
      { wall: "2026-03-07T02:30:00", instant: Date.UTC(2026, 2, 7, 7, 30), shifted: false },
      { wall: "2026-03-08T02:30:00", instant: Date.UTC(2026, 2, 8, 7, 30), shifted: true },
      { wall: "2026-03-09T02:30:00", instant: Date.UTC(2026, 2, 9, 6, 30), shifted: false },
    ]);
  });

  it("6.2 leaves a time in the gap out where RFC 5545 3.3.10 is asked for", () => {
    const start = { wall: "2026-03-07T02:30:00", zone: newYork };
    expect(walls(start, ["RRULE:FREQ=DAILY;COUNT=2"], { gaps: "omit" })).toEqual([
      "2026-03-07T02:30:00",
      "2026-03-09T02:30:00",
    ]);
  });

  it("6.3 moves 02:30 in Berlin on the day of the change to 01:30Z", () => {
    expect(instants({ wall: "2026-03-29T02:30:00", zone: "Europe/Berlin" }, ["RRULE:FREQ=DAILY;COUNT=1"])).toEqual([
      "2026-03-29T01:30Z",
    ]);
  });

  it("6.4 takes the first of two equal wall times", () => {
    expect(instants({ wall: "2026-11-01T01:30:00", zone: newYork }, ["RRULE:FREQ=DAILY;COUNT=1"])).toEqual([
      "2026-11-01T05:30Z",
    ]);
  });

  it("6.5 counts two hours from 01:30 to 02:30 on the day of the overlap", () => {
    expect(hoursBetween("2026-11-01T01:30:00", "2026-11-01T02:30:00", newYork)).toBe(2);
  });

  it("6.6 counts five hours for the night of the overlap", () => {
    expect(hoursBetween("2026-10-31T22:00:00", "2026-11-01T02:00:00", newYork)).toBe(5);
  });

  it("6.7 gives starts only, so that an exact duration over the gap ends at 03:30 EDT", () => {
    const [start] = expandRecurrence({
      start: { wall: "2026-03-08T01:30:00", zone: newYork },
      lines: ["RRULE:FREQ=DAILY"],
      limit: 1,
    });
    expect(new Date((start?.instant ?? 0) + 3_600_000).toISOString()).toBe("2026-03-08T07:30:00.000Z");
    expect(loadZone(newYork).toWall((start?.instant ?? 0) + 3_600_000)).toBe(parseWall("2026-03-08T03:30:00"));
  });

  it("6.8 makes the days of the change 23 and 25 hours long", () => {
    const found = [
      ...expandRecurrence({ start: { date: "2026-03-08", zone: newYork }, lines: ["RRULE:FREQ=DAILY;COUNT=2"] }),
    ];
    expect((found[1]?.instant ?? 0) - (found[0]?.instant ?? 0)).toBe(23 * 3_600_000);
    expect(hoursBetween("2026-11-01", "2026-11-02", newYork)).toBe(25);
  });

  it("6.9 begins a day without midnight at 01:00 and does not call it moved", () => {
    const start = { date: "2018-11-04", zone: "America/Sao_Paulo" };
    expect([...expandRecurrence({ start, lines: [], limit: 1 })]).toEqual([
      { wall: "2018-11-04", instant: Date.UTC(2018, 10, 4, 3), shifted: false },
    ]);
    expect(hoursBetween("2018-11-04", "2018-11-05", "America/Sao_Paulo")).toBe(23);
  });

  it("6.11 keeps the date of an all-day occurrence and places it in the owner's zone", () => {
    expect(instants({ date: "2026-01-26", zone: "Pacific/Auckland" }, ["RRULE:FREQ=DAILY;COUNT=2"])).toEqual([
      "2026-01-25T11:00Z",
      "2026-01-26T11:00Z",
    ]);
  });

  it("6.12 counts 71 hours for three days over the gap", () => {
    expect(hoursBetween("2026-03-07", "2026-03-10", newYork)).toBe(71);
  });

  it("6.13 asks for a zone, so that a floating time is never read in the server's own", () => {
    expect(() => expandRecurrence({ start: { wall: "2026-03-02T09:00:00", zone: "" }, lines: [] })).toThrow(/zone/);
  });

  it("6.14 places an evening in New York on the next day of UTC", () => {
    expect(instants({ wall: "2026-01-26T20:00:00", zone: newYork }, [])).toEqual(["2026-01-27T01:00Z"]);
  });

  it("6.36 crosses zones by the instant: 14:00 in London is 09:00, 10:00, 09:00 in New York", () => {
    const found = [
      ...expandRecurrence({
        start: { wall: "2026-03-02T14:00:00", zone: "Europe/London" },
        lines: ["RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3"],
      }),
    ];
    expect(found.map(({ instant }) => new Date(loadZone(newYork).toWall(instant)).getUTCHours())).toEqual([9, 10, 9]);
  });

  it("6.37 knows the half-hour change of Lord Howe", () => {
    const lordHowe = loadZone("Australia/Lord_Howe");
    expect(at("2026-04-05T01:45:00", "Australia/Lord_Howe")).toBe("2026-04-04T14:45Z");
    expect(lordHowe.toWall(Date.UTC(2026, 3, 4, 15, 15))).toBe(parseWall("2026-04-05T01:45:00"));
  });

  it("6.49 computes the edges of a day in its zone, also where midnight is in the gap", () => {
    expect(at("2018-11-04T00:00:00", "America/Sao_Paulo")).toBe("2018-11-04T03:00Z");
    expect(at("2026-09-06T00:00:00", "America/Santiago")).toBe("2026-09-06T04:00Z");
  });

  it("6.50 drops fractions of a second", () => {
    expect(parseWall("2026-03-02T09:00:00.1234567")).toBe(parseWall("2026-03-02T09:00:00"));
  });

  it("skips no occurrence and repeats none where a whole day is missing (Apia, 2011-12-30)", () => {
    const found = [
      ...expandRecurrence({
        start: { wall: "2011-12-29T09:00:00", zone: "Pacific/Apia" },
        lines: ["RRULE:FREQ=DAILY;COUNT=4"],
      }),
    ];
    expect(found.map(({ wall, shifted }) => wall.slice(8, 10) + (shifted ? " moved" : ""))).toEqual([
      "29",
      "30 moved",
      "31",
      "01",
    ]);
    expect(found.map(({ instant }) => instant)).toEqual(found.map(({ instant }) => instant).sort((a, b) => a - b));
  });

  it("keeps the order of instants when a time is moved past the next one", () => {
    const found = [
      ...expandRecurrence({
        start: { wall: "2026-03-08T02:30:00", zone: newYork },
        lines: ["RRULE:FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;COUNT=4"],
      }),
    ];
    const sorted = found.map(({ instant }) => instant).sort((a, b) => a - b);
    expect(found.map(({ instant }) => instant)).toEqual(sorted);
  });
});

describe("rules", () => {
  const daily = { wall: "2026-03-06T09:00:00", zone: newYork };

  it("6.18 takes UNTIL inclusively, to the second", () => {
    expect(days(walls(daily, ["RRULE:FREQ=DAILY;UNTIL=20260310T130000Z"]))).toEqual([
      "03-06",
      "03-07",
      "03-08",
      "03-09",
      "03-10",
    ]);
    expect(days(walls(daily, ["RRULE:FREQ=DAILY;UNTIL=20260310T125959Z"]))).toEqual([
      "03-06",
      "03-07",
      "03-08",
      "03-09",
    ]);
  });

  it("6.19 accepts each kind of UNTIL, a date on a timed series through that local day", () => {
    expect(days(walls(daily, ["RRULE:FREQ=DAILY;UNTIL=20260308"]))).toEqual(["03-06", "03-07", "03-08"]);
    expect(days(walls(daily, ["RRULE:FREQ=DAILY;UNTIL=20260308T090000"]))).toEqual(["03-06", "03-07", "03-08"]);
    expect(days(walls(daily, ["RRULE:FREQ=DAILY;UNTIL=20260308T085959"]))).toEqual(["03-06", "03-07"]);
    expect(walls({ date: "2026-03-06" }, ["RRULE:FREQ=DAILY;UNTIL=20260307"])).toEqual(["2026-03-06", "2026-03-07"]);
    expect(walls({ date: "2026-03-06" }, ["RRULE:FREQ=DAILY;UNTIL=20260307T235959Z"])).toEqual([
      "2026-03-06",
      "2026-03-07",
    ]);
  });

  it("6.21 counts what an EXDATE takes away", () => {
    const start = { wall: "2026-03-27T09:00:00", zone: newYork };
    expect(days(walls(start, ["RRULE:FREQ=DAILY;COUNT=5", "EXDATE;TZID=America/New_York:20260329T090000"]))).toEqual([
      "03-27",
      "03-28",
      "03-30",
      "03-31",
    ]);
  });

  it("6.22 meets 29 February in leap years only", () => {
    expect(walls({ date: "2024-02-29" }, ["RRULE:FREQ=YEARLY"], { limit: 4 })).toEqual([
      "2024-02-29",
      "2028-02-29",
      "2032-02-29",
      "2036-02-29",
    ]);
  });

  it("6.23 skips the months without a 31st", () => {
    expect(days(walls({ date: "2026-01-31" }, ["RRULE:FREQ=MONTHLY"], { limit: 6 }))).toEqual([
      "01-31",
      "03-31",
      "05-31",
      "07-31",
      "08-31",
      "10-31",
    ]);
    expect(days(walls({ date: "2026-01-31" }, ["RRULE:FREQ=MONTHLY;BYMONTHDAY=-1"], { limit: 3 }))).toEqual([
      "01-31",
      "02-28",
      "03-31",
    ]);
  });

  it("6.24 finds the last weekday of the month", () => {
    const lines = ["RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"];
    expect(days(walls({ date: "2026-01-30" }, lines, { limit: 5 }))).toEqual([
      "01-30",
      "02-27",
      "03-31",
      "04-30",
      "05-29",
    ]);
  });

  it("6.25 lets the first day of the week decide every second week", () => {
    const start = { wall: "1997-08-05T09:00:00", zone: newYork };
    const rule = "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=";
    expect(days(walls(start, [`${rule}MO`]))).toEqual(["08-05", "08-10", "08-19", "08-24"]);
    expect(days(walls(start, [`${rule}SU`]))).toEqual(["08-05", "08-17", "08-19", "08-31"]);
  });

  it("6.26 leaves out a start its rule does not name, or counts it where asked to", () => {
    const monday = { date: "2026-03-02" };
    const lines = ["RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2"];
    expect(walls(monday, lines)).toEqual(["2026-03-03", "2026-03-10"]);
    expect(walls(monday, lines, { unmatchedStart: "include" })).toEqual(["2026-03-02", "2026-03-03"]);
  });

  it("6.27 gives an RDATE that equals a date of the rule once", () => {
    const lines = ["RRULE:FREQ=DAILY;COUNT=3", "RDATE;TZID=America/New_York:20260307T090000,20260307T150000"];
    expect(walls(daily, lines)).toEqual([
      "2026-03-06T09:00:00",
      "2026-03-07T09:00:00",
      "2026-03-07T15:00:00",
      "2026-03-08T09:00:00",
    ]);
    expect(walls(daily, ["RRULE:FREQ=DAILY;COUNT=1", "RDATE:20260306T140000Z"])).toEqual(["2026-03-06T09:00:00"]);
  });

  it("6.30 takes away what EXDATE and EXRULE name, in any form", () => {
    expect(days(walls(daily, ["RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20260307T140000Z"]))).toEqual([
      "03-06",
      "03-08",
      "03-09",
    ]);
    expect(days(walls(daily, ["RRULE:FREQ=DAILY;COUNT=4", "EXDATE;VALUE=DATE:20260308"]))).toEqual([
      "03-06",
      "03-07",
      "03-09",
    ]);
    expect(days(walls(daily, ["RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=DAILY;INTERVAL=2"]))).toEqual([
      "03-07",
      "03-09",
    ]);
  });

  it("6.33 ends the first half of a split series before the second begins", () => {
    const first = walls(daily, ["RRULE:FREQ=DAILY;UNTIL=20260308T125959Z"]);
    const second = walls({ wall: "2026-03-08T09:00:00", zone: newYork }, ["RRULE:FREQ=DAILY;COUNT=2"]);
    expect(days([...first, ...second])).toEqual(["03-06", "03-07", "03-08", "03-09"]);
  });

  it("6.34 moves every instant when the zone of the series changes", () => {
    const options = { from: Date.UTC(2026, 5, 1), limit: 1 };
    expect(instants({ wall: "2026-03-02T09:00:00", zone: newYork }, ["RRULE:FREQ=DAILY"], options)).toEqual([
      "2026-06-01T13:00Z",
    ]);
    expect(
      instants({ wall: "2026-03-02T09:00:00", zone: "America/Los_Angeles" }, ["RRULE:FREQ=DAILY"], options),
    ).toEqual(["2026-06-01T16:00Z"]);
  });

  it("6.35 writes a date for all-day and a date-time for timed occurrences", () => {
    expect(walls({ date: "2026-03-02" }, ["RRULE:FREQ=DAILY;COUNT=1"])).toEqual(["2026-03-02"]);
    expect(walls(nineOClock, ["RRULE:FREQ=DAILY;COUNT=1"])).toEqual(["2026-03-02T09:00:00"]);
  });

  it("6.48 ends an unbounded series in the year 9999 and a window before its start at once", () => {
    expect(walls({ date: "9998-06-01" }, ["RRULE:FREQ=YEARLY"])).toEqual(["9998-06-01", "9999-06-01"]);
    expect(walls(nineOClock, ["RRULE:FREQ=DAILY"], { to: Date.UTC(1601, 0, 1) })).toEqual([]);
  });
});
