import { describe, expect, it } from "vitest";
import { expandRecurrence } from "./expand-recurrence";
import { makeRandom } from "./generated-rules";
import { InvalidRecurrence } from "./rule";
import { InvalidWallTime } from "./wall-time";
import { UnknownZone } from "./zone";

const start = { wall: "2026-01-01T09:00:00", zone: "America/New_York" };

function count(rule: string, options: { from?: number; limit?: number } = {}): number {
  return [...expandRecurrence({ start, lines: [`RRULE:${rule}`], ...options })].length;
}

describe("hostile rules", () => {
  it.each([
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=7;BYDAY=MO",
    "FREQ=MINUTELY;BYHOUR=3;BYDAY=MO;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=MONTHLY;INTERVAL=9999999999",
    "FREQ=SECONDLY;INTERVAL=9999999999;BYMONTH=2;BYMONTHDAY=30",
  ])("end soon when they name nothing: %s", (rule) => {
    expect(count(rule, { from: Date.UTC(2026, 6, 1) })).toBe(0);
  });

  it.each([
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=1000000000",
    `FREQ=DAILY;BYHOUR=${[...Array(24).keys()].join(",")};BYMINUTE=${[...Array(60).keys()].join(",")}`,
  ])("end at the limit when they name too much: %s", (rule) => expect(count(rule, { limit: 5000 })).toBe(5000));

  it("end by work when the window lies a billion steps after a counted start", () => {
    expect(count("FREQ=SECONDLY;COUNT=1000000000", { from: Date.UTC(2090, 0, 1) })).toBe(0);
  });

  it.each([
    "",
    "RRULE",
    "RRULE:",
    "RRULE:FREQ=NEVER",
    "RRULE:INTERVAL=1",
    "RRULE:FREQ=DAILY;FREQ=DAILY",
    "RRULE:FREQ=DAILY;COUNT=0",
    "RRULE:FREQ=DAILY;COUNT=1;UNTIL=20270101",
    "RRULE:FREQ=DAILY;UNTIL=20261341",
    "RRULE:FREQ=DAILY;UNTIL=soon",
    "RRULE:FREQ=WEEKLY;BYDAY=1MO",
    "RRULE:FREQ=MONTHLY;BYDAY=XX",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=32",
    "RRULE:FREQ=DAILY;BYWEEKNO=1",
    "RRULE:FREQ=DAILY;BYSETPOS=1",
    "RRULE:FREQ=DAILY;__proto__=1",
    "RRULE:FREQ=DAILY;INTERVAL=1e3",
    "DTSTART:20260101T090000",
    "EXDATE;TZID=Mars/Phobos:20260101T090000",
    "RDATE;VALUE=PERIOD:20260101T090000Z/PT1H",
    "EXDATE:20260230",
  ])("are refused at once: %j", (line) => {
    expect(() => expandRecurrence({ start, lines: [line] })).toThrow(InvalidRecurrence);
  });

  it("name what is wrong with the start", () => {
    expect(() => expandRecurrence({ start: { wall: "2026-02-30T09:00:00", zone: "UTC" }, lines: [] })).toThrow(
      InvalidWallTime,
    );
    expect(() => expandRecurrence({ start: { wall: "2026-01-01T25:00:00", zone: "UTC" }, lines: [] })).toThrow(
      InvalidWallTime,
    );
    expect(() => expandRecurrence({ start: { wall: "2026-01-01T09:00:00", zone: "Mars/Phobos" }, lines: [] })).toThrow(
      UnknownZone,
    );
    expect(() => expandRecurrence({ start: { wall: "2026-01-01T09:00:00", zone: "+02:00" }, lines: [] })).toThrow(
      UnknownZone,
    );
    expect(() => expandRecurrence({ start: { date: "2026-01-01" }, lines: ["RRULE:FREQ=HOURLY"] })).toThrow(
      InvalidRecurrence,
    );
  });

  it("never break it, whatever the letters", () => {
    const random = makeRandom(7);
    const words = [
      "FREQ=",
      "DAILY",
      "MONTHLY",
      ";",
      "=",
      ",",
      "BYDAY=",
      "-1",
      "MO",
      "99999999999",
      "UNTIL=",
      "20260101T000000Z",
      ":",
      "RRULE:",
      "EXDATE",
      "\u0000",
      "é",
      "BYSETPOS=",
      "COUNT=",
    ];
    for (let round = 0; round < 2000; round++) {
      const line = Array.from(
        { length: 1 + Math.floor(random() * 8) },
        () => words[Math.floor(random() * words.length)],
      ).join("");
      try {
        for (const occurrence of expandRecurrence({ start, lines: [line], limit: 5 }))
          expect(occurrence.instant).toBeTypeOf("number");
      } catch (error) {
        expect(error, line).toBeInstanceOf(InvalidRecurrence);
      }
    }
  });
});
