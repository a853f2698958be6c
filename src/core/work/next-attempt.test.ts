import { describe, expect, it } from "vitest";
import { nextAttempt, type AttemptEnd, type Attempts, type NextAttempt } from "./next-attempt";

const now = new Date("2026-01-26T10:00:00Z");
const inMs = (ms: number) => new Date(now.getTime() + ms);
const failed: AttemptEnd = { kind: "failed", notBefore: null };
const crashed: AttemptEnd = { kind: "crashed" };

describe("nextAttempt", () => {
  it.each<[string, Attempts, AttemptEnd, NextAttempt]>([
    [
      "waits a second after the first failure",
      { failed: 1, crashed: 0, mostAttempts: 8 },
      failed,
      { do: "again", at: inMs(1_100) },
    ],
    ["waits longer after more", { failed: 4, crashed: 0, mostAttempts: 8 }, failed, { do: "again", at: inMs(8_800) }],
    [
      "waits as long as it was asked to",
      { failed: 1, crashed: 0, mostAttempts: 8 },
      { kind: "failed", notBefore: inMs(60_000) },
      { do: "again", at: inMs(60_000) },
    ],
    [
      "becomes a dead letter after its last attempt",
      { failed: 8, crashed: 0, mostAttempts: 8 },
      failed,
      { do: "dead_letter", because: "failed" },
    ],
    [
      "never becomes one by failing when it has its own end",
      { failed: 500, crashed: 0, mostAttempts: null },
      failed,
      { do: "again", at: inMs(253_846) },
    ],
    [
      "F11 is tried again after a crash",
      { failed: 0, crashed: 1, mostAttempts: null },
      crashed,
      { do: "again", at: inMs(1_100) },
    ],
    [
      "F11 is set aside after the third crash, whatever it is",
      { failed: 0, crashed: 3, mostAttempts: null },
      crashed,
      { do: "dead_letter", because: "crashed" },
    ],
  ])("%s", (_, attempts, end, next) => expect(nextAttempt(attempts, end, { now, random: () => 0 })).toEqual(next));
});
