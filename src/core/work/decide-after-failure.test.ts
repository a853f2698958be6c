import { describe, expect, it } from "vitest";

import type { ProviderErrorKind } from "../errors/kinds";
import { ProviderError } from "../errors/provider-error";
import { decideAfterFailure, type AfterFailure } from "./decide-after-failure";

const now = new Date("2026-01-26T10:00:00Z");
const clock = { now, random: () => 0 };
const inMs = (ms: number) => new Date(now.getTime() + ms);
const failure = (kind: ProviderErrorKind, retryAfterMs?: number) =>
  new ProviderError(kind, { provider: "fake", operation: "listCalendars", retryAfterMs });

describe("work that failed", () => {
  it.each<[string, ProviderError | null, number, AfterFailure]>([
    ["backs off after a failure of our own", null, 0, { do: "again", at: inMs(1_100), counts: true }],
    ["backs off longer each time", null, 3, { do: "again", at: inMs(8_800), counts: true }],
    ["is a dead letter after its last attempt", null, 7, { do: "dead_letter" }],
    ["backs off while the provider is away", failure("unavailable"), 0, { do: "again", at: inMs(8_800), counts: true }],
    [
      "waits as long as the provider asked for, and that is no failure",
      failure("rate_limited", 180_000),
      7,
      { do: "again", at: inMs(186_000), counts: false },
    ],
    [
      "F49 waits longer than a provider asks for that asks it for the eighth time, and that is no failure",
      failure("rate_limited", 1_000),
      7,
      { do: "again", at: inMs(140_800), counts: false },
    ],
    ["is a dead letter at once when only a person can mend it", failure("grant_lost"), 0, { do: "dead_letter" }],
    ["is a dead letter at once when the provider cannot do it", failure("unsupported"), 0, { do: "dead_letter" }],
    [
      "is tried again although it was the operator's mistake, and that is no failure",
      failure("client_rejected"),
      7,
      { do: "again", at: inMs(900_000), counts: false },
    ],
  ])("%s", (_title, error, failed, expected) => {
    expect(decideAfterFailure(error, { failed, toldBefore: failed, mostAttempts: 8 }, clock)).toEqual(expected);
  });

  it("outlasts an outage of hours where somebody counts on it, and no mistake of ours", () => {
    const history = { failed: 40, toldBefore: 40, mostAttempts: 8, outlasts: 300 };
    const after = (error: ProviderError | null, failed = 40) =>
      decideAfterFailure(error, { ...history, failed }, clock).do;
    expect([after(failure("timeout")), after(failure("unavailable")), after(null)]).toEqual([
      "again",
      "again",
      "dead_letter",
    ]);
    expect(after(failure("timeout"), 299)).toBe("dead_letter");
  });

  it("F44 is given up for what is said twice in a row, and not for one refusal after other trouble", () => {
    const after = (toldBefore: number) =>
      decideAfterFailure(failure("forbidden"), { failed: 3, toldBefore, mostAttempts: 8 }, clock).do;
    expect([after(0), after(1)]).toEqual(["again", "dead_letter"]);
  });

  it("never becomes a dead letter by failing where it has its own end", () =>
    expect(decideAfterFailure(null, { failed: 900, toldBefore: 0, mostAttempts: null }, clock).do).toBe("again"));
});
