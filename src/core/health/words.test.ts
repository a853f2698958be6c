import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summariseStates, toLevel, toStatus, words, type HealthState } from "./words";

const all = Object.keys(words) as HealthState[];
const states = fc.array(fc.constantFrom(...all), { maxLength: 12 });

describe("words", () => {
  it.each<[HealthState, string, boolean, string, string]>([
    ["healthy", "healthy", true, "working", "Active"],
    ["catching_up", "healthy", true, "working", "Catching up"],
    ["late", "degraded", true, "failing", "Late"],
    ["provider_outage", "degraded", true, "failing", "Provider trouble"],
    ["needs_reconnecting", "degraded", false, "failing", "Needs reconnecting"],
    ["disabled", "degraded", false, "failing", "Disabled"],
    ["paused", "healthy", false, "left_out", "Paused"],
    ["unknown", "degraded", true, "failing", "Unknown"],
  ])("MON-1 OPS-2 %s is %s", (state, status, isActive, counts, badge) =>
    expect(words[state]).toEqual({ status, isActive, counts, badge }),
  );
});

describe("toLevel", () => {
  it.each<[string, HealthState[], string]>([
    ["all work", ["healthy", "catching_up"], "healthy"],
    ["there is none", [], "healthy"],
    ["all are paused", ["paused"], "healthy"],
    ["one of three fails", ["healthy", "healthy", "late"], "partial"],
    ["half fail", ["healthy", "late"], "partial"],
    ["more than half fail", ["healthy", "late", "disabled"], "critical"],
    ["the only one that is not paused fails", ["paused", "paused", "unknown"], "critical"],
  ])("OPS-2 when %s", (_, given, level) => expect(toLevel(given)).toBe(level));

  it("OPS-2 paused ones change nothing", () =>
    fc.assert(fc.property(states, (given) => toLevel([...given, "paused"]) === toLevel(given))));
  it("MON-1 healthy as one word means that every one is", () => {
    fc.assert(
      fc.property(
        states,
        (given) => (toStatus(given) === "healthy") === !given.some((state) => words[state].status === "degraded"),
      ),
    );
  });
});

describe("summariseStates", () => {
  it.each<[HealthState[], HealthState]>([
    [["healthy", "late"], "late"],
    [["late", "needs_reconnecting", "disabled"], "needs_reconnecting"],
    [["healthy", "catching_up"], "catching_up"],
    [["healthy", "paused"], "healthy"],
    [["paused", "paused"], "paused"],
    [[], "unknown"],
  ])("of %j is %s", (given, summary) => expect(summariseStates(given)).toBe(summary));

  it("I11 is healthy only when there is a calendar and every one that counts is", () => {
    fc.assert(
      fc.property(states, (given) => {
        if (summariseStates(given) === "healthy")
          expect(given.includes("healthy") && given.every((state) => state === "healthy" || state === "paused")).toBe(
            true,
          );
      }),
    );
  });
});
