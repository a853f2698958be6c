import { expect, it } from "vitest";

import type { Meeting } from "../schema";
import { groupDays } from "./group-days";

const at = (startsAt: string): Meeting => ({
  ...{ id: startsAt, startsAt, endsAt: startsAt, state: "scheduled", outcome: null, content: null },
});

it("MTG-3 puts a meeting on the day it begins where the person is", () => {
  const meetings = [at("2026-11-20T22:30:00.000Z"), at("2026-11-20T23:30:00.000Z"), at("2026-11-21T09:00:00.000Z")];
  const days = groupDays(meetings, "Europe/Berlin").map(({ key, meetings: own }) => [key, own.length]);
  expect(days).toEqual([
    ["2026-11-20", 1],
    ["2026-11-21", 2],
  ]);
});
