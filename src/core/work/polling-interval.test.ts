import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  choosePollingInterval,
  explainPolling,
  longestPollingMs,
  shortestPollingMs,
  type PollingFacts,
  type PollingReason,
} from "./polling-interval";

const now = new Date("2026-01-26T10:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const ago = (ms: number) => new Date(now.getTime() - ms);
const usual: PollingFacts = {
  isPushHealthy: false,
  personSeenAt: ago(5 * hour),
  lastChangeAt: ago(5 * hour),
  changesPerDay: 2,
  nextMeetingAt: null,
};

describe("choosePollingInterval", () => {
  it.each<[string, Partial<PollingFacts>, number, PollingReason]>([
    ["nothing is special", {}, 15, "usual"],
    ["the person looks", { personSeenAt: ago(2 * minute) }, 1, "watching"],
    ["a meeting begins in 20 min", { nextMeetingAt: ago(-20 * minute) }, 2, "meeting_soon"],
    ["a meeting begins in 3 h", { nextMeetingAt: ago(-3 * hour) }, 10, "meeting_today"],
    ["a meeting is over", { nextMeetingAt: ago(20 * minute) }, 15, "usual"],
    ["it changes every hour", { changesPerDay: 24 }, 5, "changes_often"],
    ["nothing happened for 8 days", { personSeenAt: ago(8 * day), lastChangeAt: ago(9 * day) }, 60, "quiet"],
    [
      "nothing happened for 8 days, but a meeting begins soon",
      { personSeenAt: null, lastChangeAt: ago(9 * day), nextMeetingAt: ago(-10 * minute) },
      2,
      "meeting_soon",
    ],
    ["nothing happened for 31 days", { personSeenAt: ago(31 * day), lastChangeAt: ago(40 * day) }, 360, "asleep"],
    ["nothing ever happened", { personSeenAt: ago(31 * day), lastChangeAt: null, changesPerDay: 0 }, 360, "asleep"],
    ["it was connected a moment ago", { personSeenAt: null, lastChangeAt: null, changesPerDay: 0 }, 15, "usual"],
    ["a webhook delivers", { isPushHealthy: true, personSeenAt: now }, 360, "push_delivers"],
    [
      "F31 a webhook delivers, and something changed half an hour ago",
      { isPushHealthy: true, lastChangeAt: ago(30 * minute) },
      15,
      "push_under_watch",
    ],
  ])("SYN-9 when %s: every %i min", (_, changes, minutes, because) => {
    const interval = choosePollingInterval({ ...usual, ...changes }, now);
    expect(interval).toEqual({ intervalMs: minutes * minute, because });
    expect(explainPolling(interval)).toMatch(/^[A-Z].*\.$/);
  });

  const when = fc.option(fc.integer({ min: -100 * day, max: 100 * day }).map(ago));
  const facts = fc.record({
    isPushHealthy: fc.boolean(),
    personSeenAt: when,
    lastChangeAt: when,
    changesPerDay: fc.integer({ min: 0, max: 500 }),
    nextMeetingAt: when,
  });

  it("SYN-9 is always between a minute and six hours", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { intervalMs } = choosePollingInterval(given, now);
        expect(intervalMs >= shortestPollingMs && intervalMs <= longestPollingMs).toBe(true);
      }),
    );
  });

  it("SYN-9 a person who comes to look, and a nearer meeting, never make it slower", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const before = choosePollingInterval(given, now).intervalMs;
        expect(choosePollingInterval({ ...given, personSeenAt: now }, now).intervalMs).toBeLessThanOrEqual(before);
        expect(choosePollingInterval({ ...given, nextMeetingAt: now }, now).intervalMs).toBeLessThanOrEqual(before);
      }),
    );
  });
});
