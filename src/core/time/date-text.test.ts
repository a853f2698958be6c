import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atOffset, readDay, readTime } from "./date-text";

describe("readDay", () => {
  it.each(["2026-03-08", "2024-02-29", "0001-01-01", "9999-12-31"])("reads %s", (text) =>
    expect(readDay(text)).toBe(text),
  );
  it.each([
    "2026-02-30",
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "2026-1-1",
    "294277-01-01",
    "",
    "2026-03-08T00:00:00",
  ])("F66 refuses %j", (text) => expect(readDay(text)).toBeNull());
});

describe("readTime", () => {
  it.each([
    ["2026-03-08T02:30:00", "2026-03-08T02:30:00", null],
    ["2026-03-08T02:30:00.0000000", "2026-03-08T02:30:00", null],
    ["2026-03-08T02:30:59.999Z", "2026-03-08T02:30:59", 0],
    ["2026-03-08T02:30:00-05:00", "2026-03-08T02:30:00", -300],
    ["2026-03-08T02:30:00+0545", "2026-03-08T02:30:00", 345],
    ["2026-03-08T02:30:00-00:00", "2026-03-08T02:30:00", 0],
    ["2026-03-08 02:30", "2026-03-08T02:30:00", null],
    ["2026-03-08t02:30:00z", "2026-03-08T02:30:00", 0],
  ])("reads %s", (text, wall, offsetMinutes) => expect(readTime(text)).toEqual({ wall, offsetMinutes }));

  it.each([
    "2026-02-30T10:00:00",
    "2026-03-08T25:10:00",
    "2026-03-08T24:00:00",
    "2026-03-08T10:60:00",
    "2026-03-08T10:00:60",
    "+294277-01-01T00:00:00",
    "2026-03-08",
    "2026-03-08T10:00:00+25:00",
    "tomorrow",
    "",
  ])("F66 refuses %j", (text) => expect(readTime(text)).toBeNull());

  it("agrees with the platform about every instant with an offset", () => {
    const wall = fc
      .date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 19));
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(wall, offset, (text, minutes) => {
        const two = (value: number) => String(Math.abs(value)).padStart(2, "0");
        const written = `${text}${minutes < 0 ? "-" : "+"}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
        const time = readTime(written);
        expect(time && atOffset(time.wall, time.offsetMinutes ?? NaN).getTime()).toBe(Date.parse(written));
      }),
    );
  });

  it("never throws, whatever the text", () => {
    fc.assert(fc.property(fc.string(), (text) => void [readDay(text), readTime(text)]));
  });
});
