import { expect, it } from "vitest";

import { chooseWay } from "./choose-way";

const push = { by: "push" } as const;
const polling = { by: "polling" } as const;

it.each([
  ["told", [push, push], true],
  ["both", [push, polling], true],
  ["asking", [polling, polling], true],
  ["unreachable", [polling], false],
  ["unreachable", [push, push], false],
] as const)("WHK-7 a card says %s of %j where providers can reach us: %s", (way, deliveries, isReachable) => {
  expect(chooseWay(deliveries, isReachable)).toBe(way);
});
