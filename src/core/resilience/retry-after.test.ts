import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absurdRetryAfterMs, longestRetryAfterMs, readRetryAfter } from "./retry-after";

const now = new Date("2026-11-21T10:00:00Z");
const read = (retryAfter: string | null, date: string | null = null) => readRetryAfter({ retryAfter, date }, now);

describe("readRetryAfter", () => {
  it.each([
    ["seconds", "120", 120_000],
    ["no wait", "0", 0],
    ["parts of a second", "1.5", 1_500],
    ["a day", "86400", longestRetryAfterMs],
    ["blanks", " 7 ", 7_000],
    ["a date", "Sat, 21 Nov 2026 10:02:00 GMT", 120_000],
    ["an old form of a date", "Saturday, 21-Nov-26 10:02:00 GMT", 120_000],
    ["an older form of a date", "Sat Nov 21 10:02:00 2026", 120_000],
    ["a date that has passed", "Sat, 21 Nov 2026 09:00:00 GMT", 0],
  ])("RES-2 F49 obeys %s", (_, header, ms) => expect(read(header)).toBe(ms));

  it.each([
    "86401",
    "-5",
    "soon",
    "2026-11-21",
    "Sun, 22 Nov 2026 10:00:01 GMT",
    "1e3",
    "0x10",
    "12 monkeys",
    "Infinity",
    "NaN",
    "99999999999999",
  ])("RES-2 F49 takes %j for absurd: 1 h", (header) => {
    expect(read(header)).toBe(absurdRetryAfterMs);
  });

  it("says nothing when the header is absent or empty", () =>
    expect([read(null), read(""), read("  ")]).toEqual([null, null, null]));

  it("F83 counts a date from the answer's own clock", () => {
    expect(read("Sat, 21 Nov 2026 10:12:00 GMT", "Sat, 21 Nov 2026 10:10:00 GMT")).toBe(120_000);
    expect(read("Sat, 21 Nov 2026 09:52:00 GMT", "Sat, 21 Nov 2026 09:50:00 GMT")).toBe(120_000);
    expect(read("Sat, 21 Nov 2026 10:02:00 GMT", "yesterday")).toBe(120_000);
  });

  it("always answers null or between 0 and a day", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.double().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        fc.string(),
        (header, date) => {
          const wait = readRetryAfter({ retryAfter: header, date }, now);
          expect(wait === null || (wait >= 0 && wait <= longestRetryAfterMs)).toBe(true);
        },
      ),
    );
  });
});
