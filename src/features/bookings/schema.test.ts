import { expect, it } from "vitest";

import { causeWord, readView } from "./schema";

it("takes a view it does not know for the first", () => {
  expect([readView("past"), readView("nothing"), readView(undefined)]).toEqual(["past", "upcoming", "upcoming"]);
});

it("has words for a cause it does not know", () => {
  expect([causeWord("token"), causeWord("new")]).toEqual(["token", "other"]);
});
