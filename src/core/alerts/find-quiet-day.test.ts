import { describe, expect, it } from "vitest";

import { findQuietDay, type WeekdayFacts } from "./find-quiet-day";
import { workingHours } from "./working-hours";

const empty: WeekdayFacts = {
  today: "2026-11-26",
  meetings: 0,
  before: [3, 2, 4, 3, 2, 3, 5, 2],
  isAway: false,
  others: { usual: 0, quiet: 0 },
};

describe("findQuietDay (MON-4)", () => {
  it("MON-4 names a day that is empty where the weekday is usually full, with what it knows that from", () => {
    expect(findQuietDay(empty)).toEqual({ date: "2026-11-26", usual: 3, weeks: 8 });
    expect(findQuietDay({ ...empty, before: [2, 2, 2, 2] })).toEqual({ date: "2026-11-26", usual: 2, weeks: 4 });
  });

  it.each<[string, Partial<WeekdayFacts>]>([
    ["there is a meeting", { meetings: 1 }],
    ["an absence stands there", { isAway: true }],
    ["too few weeks were counted", { before: [3, 3, 3] }],
    ["too many of the weeks were empty", { before: [3, 3, 0, 3, 0, 3, 0, 3] }],
    ["most of the others are empty too", { others: { usual: 3, quiet: 2 } }],
  ])("MON-4 says nothing when %s", (_, change) => {
    expect(findQuietDay({ ...empty, ...change })).toBeNull();
  });

  it("MON-4 is not led astray by one full day, by a fortnight of leave, or by two colleagues", () => {
    expect(findQuietDay({ ...empty, before: [1, 1, 40, 1] })?.usual).toBe(1);
    expect(findQuietDay({ ...empty, before: [3, 3, 3, 0, 0, 3, 3, 3] })?.usual).toBe(3);
    expect(findQuietDay({ ...empty, others: { usual: 2, quiet: 2 } })).not.toBeNull();
    expect(findQuietDay({ ...empty, others: { usual: 10, quiet: 5 } })).not.toBeNull();
  });

  it("takes the hours of an office for somebody who never said theirs, and no weekend", () => {
    expect(Object.keys(workingHours("Europe/Oslo", null).weekly)).toEqual(["1", "2", "3", "4", "5"]);
    expect(workingHours("Europe/Oslo", { "6": [{ from: "10:00", until: "12:00" }] }).weekly).not.toHaveProperty("1");
  });
});
