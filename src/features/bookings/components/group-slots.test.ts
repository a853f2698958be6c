import { expect, it } from "vitest";

import { groupSlots, laterDay, startsTwice } from "./group-slots";

it("puts a slot on the day on which the visitor lives it", () => {
  const slots = [{ start: "2026-03-28T23:30:00Z" }, { start: "2026-03-29T08:00:00Z" }];
  expect(groupSlots(slots, "Europe/Berlin").map(({ day }) => day)).toEqual(["2026-03-29"]);
  expect(groupSlots(slots, "America/New_York").map(({ day }) => day)).toEqual(["2026-03-28", "2026-03-29"]);
});

it("counts days over the end of a month", () => expect(laterDay("2026-02-27", 2)).toBe("2026-03-01"));

it("F84 tells the two halves past two of the night apart in which clocks go back, in either hemisphere", () => {
  const berlin = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"];
  expect([...startsTwice(berlin, "Europe/Berlin")]).toEqual(berlin.slice(0, 2));
  const sydney = ["2026-04-04T15:30:00Z", "2026-04-04T16:30:00Z"];
  expect([...startsTwice(sydney, "Australia/Sydney")]).toEqual(sydney);
  expect(startsTwice(berlin, "Asia/Kolkata").size).toBe(0);
});
