import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assessToken,
  endOfGrant,
  needsRefresh,
  refreshDueAt,
  type TokenFacts,
  type TokenHealth,
  refreshMarginMs,
  sweepIntervalMs,
} from "./token-lifecycle";

const now = new Date("2026-01-26T10:00:00Z");
const inMs = (ms: number) => new Date(now.getTime() + ms);
const minutes = (count: number) => count * 60_000;
const days = (count: number) => count * 86_400_000;
const renewing: TokenFacts = {
  accessExpiresAt: inMs(minutes(40)),
  hasRefreshToken: true,
  authStatus: "active",
  refreshFailures: 0,
  grantedAt: inMs(-days(100)),
  lastUsedAt: inMs(-minutes(20)),
  refreshExpiresAt: null,
  grantIdleMs: days(90),
};

describe("needsRefresh", () => {
  it("TOK-1 TOK-2 looks 5 min ahead, every 5 min", () =>
    expect([refreshMarginMs, sweepIntervalMs]).toEqual([300_000, 300_000]));

  it.each([
    ["an hour is left", minutes(60), false],
    ["just over 5 min are left", minutes(5) + 1, false],
    ["5 min are left", minutes(5), true],
    ["a second is left", 1_000, true],
    ["it has ended", -1, true],
  ])("TOK-1 when %s: %o", (_, leftMs, needs) => expect(needsRefresh(inMs(leftMs), now)).toBe(needs));

  it("TOK-2 a sweep takes a token up before a use would have to wait for it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: minutes(60) }), (sweepMs) => {
        const dueAt = refreshDueAt(inMs(minutes(60)), sweepMs);
        expect(needsRefresh(inMs(minutes(60)), dueAt)).toBe(sweepMs === 0);
        expect(inMs(minutes(60)).getTime() - dueAt.getTime()).toBe(minutes(5) + sweepMs);
      }),
    );
  });
});

describe("assessToken", () => {
  it.each<[string, Partial<TokenFacts>, TokenHealth]>([
    ["it renews itself", {}, "healthy"],
    ["an hourly token is in its last minute", { accessExpiresAt: inMs(minutes(1)) }, "healthy"],
    ["it ended a minute ago and nobody needed it", { accessExpiresAt: inMs(-minutes(1)) }, "healthy"],
    ["it ended long ago and nothing renews it", { accessExpiresAt: inMs(-minutes(11)) }, "expired"],
    ["renewing failed once and it is still valid", { refreshFailures: 1 }, "healthy"],
    ["renewing failed once and it has ended", { refreshFailures: 1, accessExpiresAt: inMs(-1) }, "refresh_failing"],
    ["renewing fails", { refreshFailures: 2 }, "refresh_failing"],
    ["it cannot be renewed", { hasRefreshToken: false }, "expiring_soon"],
    ["it cannot be renewed and has ended", { hasRefreshToken: false, accessExpiresAt: inMs(0) }, "expired"],
    ["the access was ended", { authStatus: "needs_reauth", refreshFailures: 3 }, "needs_reauth"],
    ["there is none", { accessExpiresAt: null }, "missing"],
    ["TOK-11 it has not been used for 77 of 90 days", { lastUsedAt: inMs(-days(77)) }, "expiring_soon"],
    ["TOK-11 it has not been used for 75 of 90 days", { lastUsedAt: inMs(-days(75)) }, "healthy"],
    [
      "TOK-11 an application in testing has 2 of 7 days left",
      { grantedAt: inMs(-days(5)), lastUsedAt: null, refreshExpiresAt: inMs(days(2)), grantIdleMs: null },
      "expiring_soon",
    ],
    [
      "TOK-11 an application in testing has 5 of 7 days left",
      { grantedAt: inMs(-days(2)), lastUsedAt: null, refreshExpiresAt: inMs(days(5)), grantIdleMs: null },
      "healthy",
    ],
  ])("TOK-4 when %s", (_, changes, health) =>
    expect(assessToken({ ...renewing, ...changes }, now).health).toBe(health),
  );

  it("TOK-4 says how much time is left of what it warns of", () => {
    expect(assessToken(renewing, now).timeLeftMs).toBe(minutes(40));
    expect(assessToken({ ...renewing, lastUsedAt: inMs(-days(88)) }, now).timeLeftMs).toBe(days(2));
  });

  it("TOK-11 the grant ends of age or of not being used, whichever is first", () => {
    expect(endOfGrant({ ...renewing, refreshExpiresAt: inMs(days(3)) })).toEqual(inMs(days(3)));
    expect(endOfGrant({ ...renewing, refreshExpiresAt: inMs(days(300)), lastUsedAt: now })).toEqual(inMs(days(90)));
    expect(endOfGrant({ ...renewing, grantIdleMs: null })).toBeNull();
  });

  it("never says healthy of what is missing, ended by the provider, or cannot be renewed", () => {
    const facts = fc.record({
      accessExpiresAt: fc.option(fc.integer({ min: -days(1), max: days(1) }).map(inMs)),
      hasRefreshToken: fc.boolean(),
      authStatus: fc.constantFrom("active" as const, "needs_reauth" as const),
      refreshFailures: fc.nat(5),
      grantedAt: fc.constant(inMs(-days(1))),
      lastUsedAt: fc.constant(null),
      refreshExpiresAt: fc.constant(null),
      grantIdleMs: fc.constant(null),
    });
    fc.assert(
      fc.property(facts, (given) => {
        if (assessToken(given, now).health !== "healthy") return;
        expect(
          given.accessExpiresAt !== null &&
            given.hasRefreshToken &&
            given.authStatus === "active" &&
            given.refreshFailures < 2,
        ).toBe(true);
      }),
    );
  });
});
