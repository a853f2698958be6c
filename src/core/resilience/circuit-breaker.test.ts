import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askBreaker, breakerLimits, closedBreaker, nextBreakerState, type Breaker } from "./circuit-breaker";

const start = new Date("2026-01-26T10:00:00Z");
const at = (ms: number) => new Date(start.getTime() + ms);
const end = (breaker: Breaker, how: "success" | "failure" | "neither", ms = 0) =>
  nextBreakerState(breaker, how, { now: at(ms) });
const opened = [1, 2, 3].reduce<Breaker>((breaker) => end(breaker, "failure"), closedBreaker);
const minutes = (count: number) => count * 60_000;

describe("circuit breaker", () => {
  it("RES-3 opens for 5 min after 3 failures, not after 2", () => {
    expect(end(end(closedBreaker, "failure"), "failure")).toEqual({ state: "closed", failures: 2 });
    expect(opened).toEqual({ state: "open", openedAt: start, until: at(minutes(5)) });
  });

  it("RES-3 forgets failures after a success, and does not count what says nothing", () => {
    const two = end(end(closedBreaker, "failure"), "failure");
    expect(end(end(two, "success"), "failure")).toEqual({ state: "closed", failures: 1 });
    expect(end(two, "neither")).toEqual(two);
  });

  it("RES-3 refuses while open and says until when", () => {
    expect(askBreaker(opened, at(minutes(4)))).toMatchObject({ allowed: false, retryAt: at(minutes(5)) });
  });

  it("RES-3 lets one probe through after 5 min, and only one", () => {
    const first = askBreaker(opened, at(minutes(5)));
    expect(first).toMatchObject({ allowed: true, isProbe: true });
    expect(askBreaker(first.breaker, at(minutes(5) + 1))).toMatchObject({ allowed: false });
  });

  it("RES-3 closes when the probe succeeds, and opens for 5 min more when it fails, remembering since when", () => {
    const { breaker } = askBreaker(opened, at(minutes(5)));
    expect(end(breaker, "success", minutes(5))).toEqual(closedBreaker);
    expect(end(breaker, "failure", minutes(6))).toEqual({ state: "open", openedAt: start, until: at(minutes(11)) });
  });

  it("lets another probe when the first one's process died, or ended without a word", () => {
    const { breaker } = askBreaker(opened, at(minutes(5)));
    expect(askBreaker(breaker, at(minutes(5) + breakerLimits.probeMs))).toMatchObject({ allowed: true, isProbe: true });
    expect(askBreaker(end(breaker, "neither", minutes(5) + 10), at(minutes(5) + 10))).toMatchObject({
      allowed: true,
      isProbe: true,
    });
  });

  it("is not opened again by those who had begun before", () =>
    expect(end(opened, "failure", minutes(4))).toEqual(opened));

  it("RES-3 a provider that never answers is asked at most 3 times, then once in 5 min", () => {
    const waits = fc.array(fc.integer({ min: 0, max: minutes(2) }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(waits, (gaps) => {
        let breaker = closedBreaker;
        let clock = 0;
        const calls: number[] = [];
        for (const gap of gaps) {
          clock += gap;
          const answer = askBreaker(breaker, at(clock));
          breaker = answer.breaker;
          if (!answer.allowed) continue;
          calls.push(clock);
          breaker = end(breaker, "failure", clock);
        }
        const later = calls.slice(3);
        later.forEach((call, index) => expect(call - (calls[index + 2] ?? 0)).toBeGreaterThanOrEqual(minutes(5)));
      }),
    );
  });
});
