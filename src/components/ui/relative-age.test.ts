import { describe, expect, it } from "vitest";
import { describeAge } from "./relative-age";

const now = new Date("2026-11-12T10:42:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);

describe("the age of an instant", () => {
  it.each([
    [0, { kind: "now" }],
    [14_000, { kind: "seconds", seconds: 14, past: true }],
    [59_999, { kind: "seconds", seconds: 59, past: true }],
    [60_000, { kind: "minutes", minutes: 1, past: true }],
    [22 * 60_000, { kind: "minutes", minutes: 22, past: true }],
    [(2 * 60 + 48) * 60_000, { kind: "hours", hours: 2, minutes: 48, past: true }],
    [24 * 3_600_000 - 1, { kind: "hours", hours: 23, minutes: 59, past: true }],
    [24 * 3_600_000, { kind: "date" }],
  ])("is said in words that fit %i ms", (distance, expected) => {
    expect(describeAge(ago(distance), now)).toEqual(expected);
  });

  it("tells what is still to come from what is past", () => {
    expect(describeAge(ago(-90_000), now)).toEqual({ kind: "minutes", minutes: 1, past: false });
  });
});
