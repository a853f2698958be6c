import { expect, it } from "vitest";

import { bookingsPath, causeWord, exportPath, readFilters } from "./schema";

it("takes a view it does not know for the first, and leaves out what is no filter", () => {
  const views = ["past", "nothing", undefined].map((view) => readFilters({ view }).view);
  expect(views).toEqual(["past", "upcoming", "upcoming"]);
  expect(readFilters({ host: "somebody", state: "eaten", from: "2026-02-30", more: "1" })).toEqual({
    view: "upcoming",
  });
});

it("keeps what is chosen in the address, of the page as of the table for spreadsheets", () => {
  const chosen = { view: "past", state: "cancelled", from: "2026-11-01" } as const;
  const address = bookingsPath(chosen);
  expect(readFilters(Object.fromEntries(new URLSearchParams(address.slice(address.indexOf("?")))))).toEqual(chosen);
  expect(exportPath(chosen)).toBe("/api/v1/bookings/export?view=past&state=cancelled&from=2026-11-01");
});

it("has words for a cause it does not know", () => {
  expect([causeWord("token"), causeWord("new")]).toEqual(["token", "other"]);
});
