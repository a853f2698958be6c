import { describe, expect, it } from "vitest";

import { toWall } from "../time/wall-time";
import { openingSpans } from "./opening-hours";
import { startsIn, type SlotRules } from "./open-slots";

const everyDay = (from: string, until: string) =>
  Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ from, until }]]));
const rules = (zone: string, from: string, until: string): SlotRules => ({
  hours: { zone, weekly: everyDay(from, until), exceptions: [] },
  ...{ durationMinutes: 30, stepMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
  ...{ noticeMinutes: 0, horizonDays: 365, dailyCap: null, weeklyCap: null },
});

/** The slots between midnight and four on the night in which the clock is changed. */
function nightOf(zone: string, day: string, until = "04:00"): string[] {
  const around = {
    from: Date.parse(`${day}T00:00:00Z`) - 86_400_000,
    to: Date.parse(`${day}T00:00:00Z`) + 172_800_000,
  };
  return startsIn(rules(zone, "00:00", until), around)
    .map((from) => [toWall(new Date(from), zone), new Date(from).toISOString().slice(11, 16)] as const)
    .filter(([wall]) => wall.startsWith(day))
    .map(([wall, utc]) => `${wall.slice(11, 16)}=${utc}`);
}

const list = (text: string) => text.split(" ");

describe("F84 the slots of a night in which the clock changes", () => {
  it.each([
    ["Europe/Berlin", "2026-03-29", "00:00=23:00 00:30=23:30 01:00=00:00 01:30=00:30 03:00=01:00 03:30=01:30"],
    [
      "Europe/Berlin",
      "2026-10-25",
      "00:00=22:00 00:30=22:30 01:00=23:00 01:30=23:30 02:00=00:00 02:30=00:30 02:00=01:00 02:30=01:30 03:00=02:00 03:30=02:30",
    ],
    ["Europe/London", "2026-03-29", "00:00=00:00 00:30=00:30 02:00=01:00 02:30=01:30 03:00=02:00 03:30=02:30"],
    [
      "Europe/London",
      "2026-10-25",
      "00:00=23:00 00:30=23:30 01:00=00:00 01:30=00:30 01:00=01:00 01:30=01:30 02:00=02:00 02:30=02:30 03:00=03:00 03:30=03:30",
    ],
    ["America/New_York", "2026-03-08", "00:00=05:00 00:30=05:30 01:00=06:00 01:30=06:30 03:00=07:00 03:30=07:30"],
    [
      "America/New_York",
      "2026-11-01",
      "00:00=04:00 00:30=04:30 01:00=05:00 01:30=05:30 01:00=06:00 01:30=06:30 02:00=07:00 02:30=07:30 03:00=08:00 03:30=08:30",
    ],
    ["America/Los_Angeles", "2026-03-08", "00:00=08:00 00:30=08:30 01:00=09:00 01:30=09:30 03:00=10:00 03:30=10:30"],
    ["America/St_Johns", "2026-03-08", "00:00=03:30 00:30=04:00 01:00=04:30 01:30=05:00 03:00=05:30 03:30=06:00"],
    ["Australia/Sydney", "2026-10-04", "00:00=14:00 00:30=14:30 01:00=15:00 01:30=15:30 03:00=16:00 03:30=16:30"],
    [
      "Australia/Sydney",
      "2026-04-05",
      "00:00=13:00 00:30=13:30 01:00=14:00 01:30=14:30 02:00=15:00 02:30=15:30 02:00=16:00 02:30=16:30 03:00=17:00 03:30=17:30",
    ],
    [
      "Australia/Lord_Howe",
      "2026-10-04",
      "00:00=13:30 00:30=14:00 01:00=14:30 01:30=15:00 02:30=15:30 03:00=16:00 03:30=16:30",
    ],
    [
      "Australia/Lord_Howe",
      "2026-04-05",
      "00:00=13:00 00:30=13:30 01:00=14:00 01:30=14:30 01:30=15:00 02:00=15:30 02:30=16:00 03:00=16:30 03:30=17:00",
    ],
    ["Pacific/Auckland", "2026-09-27", "00:00=12:00 00:30=12:30 01:00=13:00 01:30=13:30 03:00=14:00 03:30=14:30"],
    [
      "Pacific/Auckland",
      "2026-04-05",
      "00:00=11:00 00:30=11:30 01:00=12:00 01:30=12:30 02:00=13:00 02:30=13:30 02:00=14:00 02:30=14:30 03:00=15:00 03:30=15:30",
    ],
    ["Pacific/Chatham", "2026-09-27", "00:00=11:15 00:30=11:45 01:00=12:15 01:30=12:45 02:00=13:15 02:30=13:45"],
    ["America/Santiago", "2026-09-06", "01:00=04:00 01:30=04:30 02:00=05:00 02:30=05:30 03:00=06:00 03:30=06:30"],
    ["Africa/Cairo", "2026-04-24", "01:00=22:00 01:30=22:30 02:00=23:00 02:30=23:30 03:00=00:00 03:30=00:30"],
    ["Asia/Beirut", "2026-03-29", "01:00=22:00 01:30=22:30 02:00=23:00 02:30=23:30 03:00=00:00 03:30=00:30"],
    ["Africa/Casablanca", "2026-03-22", "00:00=00:00 00:30=00:30 01:00=01:00 01:30=01:30 03:00=02:00 03:30=02:30"],
    [
      "Asia/Kolkata",
      "2026-03-29",
      "00:00=18:30 00:30=19:00 01:00=19:30 01:30=20:00 02:00=20:30 02:30=21:00 03:00=21:30 03:30=22:00",
    ],
    [
      "Pacific/Apia",
      "2011-12-31",
      "00:00=10:00 00:30=10:30 01:00=11:00 01:30=11:30 02:00=12:00 02:30=12:30 03:00=13:00 03:30=13:30",
    ],
    [
      "America/Sao_Paulo",
      "2026-10-18",
      "00:00=03:00 00:30=03:30 01:00=04:00 01:30=04:30 02:00=05:00 02:30=05:30 03:00=06:00 03:30=06:30",
    ],
  ])("%s %s", (zone, day, expected) => {
    expect(nightOf(zone, day)).toEqual(list(expected));
  });

  it("are none on the day that Samoa skipped, nor doubled on the next", () => {
    expect(nightOf("Pacific/Apia", "2011-12-30")).toEqual([]);
    expect(new Set(nightOf("Pacific/Apia", "2011-12-31")).size).toBe(8);
  });
});

describe("opening hours", () => {
  const window = { from: Date.parse("2026-03-27T00:00:00Z"), to: Date.parse("2026-04-01T00:00:00Z") };
  it("stay on the wall when the clock is put forward", () => {
    const spans = openingSpans({ zone: "Europe/Berlin", weekly: everyDay("09:00", "17:00"), exceptions: [] }, window);
    expect(spans.map(({ from }) => new Date(from).toISOString().slice(5, 16))).toEqual([
      "03-27T08:00",
      "03-28T08:00",
      "03-29T07:00",
      "03-30T07:00",
      "03-31T07:00",
    ]);
  });
  it("open and close for an exception", () => {
    const weekly = { 1: [{ from: "09:00", until: "10:00" }] };
    const exceptions = [
      { date: "2026-03-30", hours: [] },
      { date: "2026-03-28", hours: [{ from: "22:00", until: "24:00" }] },
    ];
    const spans = openingSpans({ zone: "UTC", weekly, exceptions }, window);
    expect(spans.map(({ from, to }) => [new Date(from).toISOString(), (to - from) / 3_600_000])).toEqual([
      ["2026-03-28T22:00:00.000Z", 2],
    ]);
  });
  it("are cut where the clock jumps over their end or their beginning", () => {
    const open = (from: string, until: string) =>
      openingSpans({ zone: "Europe/Berlin", weekly: { 7: [{ from, until }] }, exceptions: [] }, window).map(
        ({ from: a, to }) => (to - a) / 60_000,
      );
    expect(open("02:30", "04:00")).toEqual([60]);
    expect(open("01:00", "02:30")).toEqual([60]);
    expect(open("02:15", "02:45")).toEqual([]);
  });
});
