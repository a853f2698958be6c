import { expect, it } from "vitest";

import { groupSlots, laterDay } from "./group-slots";

it("puts a slot on the day on which the visitor lives it", () => {
  const slots = [{ start: "2026-03-28T23:30:00Z" }, { start: "2026-03-29T08:00:00Z" }];
  expect(groupSlots(slots, "Europe/Berlin").map(({ day }) => day)).toEqual(["2026-03-29"]);
  expect(groupSlots(slots, "America/New_York").map(({ day }) => day)).toEqual(["2026-03-28", "2026-03-29"]);
});

it("counts days over the end of a month", () => expect(laterDay("2026-02-27", 2)).toBe("2026-03-01"));
