import { expect, it } from "vitest";

import { fromClock, nextSpan, toClock, weekFrom } from "./hours";

it.each([
  ["en-GB", "1"],
  ["de", "1"],
  ["en-US", "7"],
  ["ar-EG", "6"],
])("UI-2 a week of %s begins on day %s and has seven days", (locale, first) => {
  expect(weekFrom(locale)[0]).toBe(first);
  expect(weekFrom(locale).toSorted()).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
});

it("offers hours after those of the day, and midnight as its end", () => {
  expect(nextSpan([])).toEqual({ from: "09:00", until: "17:00" });
  expect(nextSpan([{ from: "08:00", until: "12:00" }])).toEqual({ from: "17:00", until: "18:00" });
  expect([toClock("24:00"), fromClock("00:00")]).toEqual(["00:00", "24:00"]);
});
