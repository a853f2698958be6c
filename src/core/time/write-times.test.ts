import { describe, expect, it } from "vitest";

import { writerFor } from "./write-times";

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Pacific/Apia",
];
const written = (ms: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toString({
    smallestUnit: "second",
    timeZoneName: "never",
  });

const year = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) };
const dayMs = 86_400_000;

/** The changes of a year, and its first day for those that know none. */
function changesIn(zone: string): number[] {
  const changes = [year.from + dayMs];
  let at = Temporal.Instant.fromEpochMilliseconds(year.from).toZonedDateTimeISO(zone).getTimeZoneTransition("next");
  while (at !== null && at.epochMilliseconds < year.to) {
    changes.push(at.epochMilliseconds);
    at = at.getTimeZoneTransition("next");
  }
  return changes;
}

describe("F84 instants as a clock shows them", () => {
  it.each(zones)("are what each would be alone, over every change of a year in %s", (zone) => {
    const write = writerFor(zone);
    for (const change of changesIn(zone))
      // The way slots come: each with its end, so that it goes a little back now and then.
      for (let ms = change - dayMs; ms < change + dayMs; ms += 900_000)
        for (const instant of [ms, ms + 1_800_000]) expect(write(instant)).toBe(written(instant, zone));
    expect(write(year.from)).toBe(written(year.from, zone));
  });
});
