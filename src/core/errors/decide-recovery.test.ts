import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideRecovery, longestInlineWaitMs, mostRetries, type Recovery, type Situation } from "./decide-recovery";
import { errorKinds, factsOf, type ProviderErrorKind } from "./kinds";
import type { ProviderErrorFacts } from "./provider-error";

const now = new Date("2026-01-26T10:00:00Z");
const situation = (changes: Partial<Situation> = {}): Situation => ({
  now,
  random: () => 0,
  subject: "calendar",
  attempt: 1,
  failures: 1,
  mayRetry: true,
  isTokenFresh: false,
  toldBefore: 0,
  fullReadsAt: [],
  ...changes,
});
const decide = (kind: ProviderErrorKind, changes: Partial<Situation> = {}, facts: Partial<ProviderErrorFacts> = {}) =>
  decideRecovery({ kind, facts: { provider: "google", operation: "listChanges", ...facts } }, situation(changes));
const inMs = (ms: number) => new Date(now.getTime() + ms);

describe("decideRecovery", () => {
  it.each<[string, ProviderErrorKind, Partial<Situation>, Partial<ProviderErrorFacts>, Recovery]>([
    [
      "RES-2 F50 waits 1 s before the first retry, and 10 % more",
      "unavailable",
      {},
      {},
      { do: "retry", at: inMs(1_100) },
    ],
    ["RES-2 waits 2 s before the second", "unavailable", { attempt: 2 }, {}, { do: "retry", at: inMs(2_200) }],
    ["RES-2 waits 4 s before the third", "network", { attempt: 3 }, {}, { do: "retry", at: inMs(4_400) }],
    [
      "RES-2 puts the run off after the third",
      "timeout",
      { attempt: 4, failures: 1 },
      {},
      { do: "reschedule", at: inMs(8_800) },
    ],
    [
      "RES-2 puts the run off when the retry budget is used up",
      "unavailable",
      { mayRetry: false },
      {},
      { do: "reschedule", at: inMs(1_100) },
    ],
    ["F50 obeys Retry-After of a 503", "unavailable", {}, { retryAfterMs: 30_000 }, { do: "retry", at: inMs(33_000) }],
    ["F52 F53 retries what is not the API's answer", "not_the_api", {}, {}, { do: "retry", at: inMs(1_100) }],
    [
      "F56 F57 does not hurry back to somebody who is not the provider",
      "unsafe_connection",
      {},
      {},
      { do: "reschedule", at: inMs(300_000) },
    ],
    [
      "F51 looks before it repeats a write",
      "outcome_unknown",
      { subject: "event" },
      {},
      { do: "check_outcome", at: inMs(1_100) },
    ],
    ["F10 lets go when we stopped it ourselves", "aborted", {}, {}, { do: "stop" }],
    [
      "RES-2 F43 waits for a short rate limit",
      "rate_limited",
      {},
      { retryAfterMs: 10_000 },
      { do: "retry", at: inMs(11_000) },
    ],
    [
      "RES-2 F49 pauses for a long one instead of sleeping",
      "rate_limited",
      {},
      { retryAfterMs: 120_000 },
      { do: "pause", until: inMs(126_000) },
    ],
    [
      "F49 pauses for a day when asked to",
      "rate_limited",
      {},
      { retryAfterMs: 86_400_000 },
      { do: "pause", until: inMs(86_406_000) },
    ],
    [
      "RES-2 backs off when the rate limit names no time",
      "rate_limited",
      { attempt: 2 },
      {},
      { do: "retry", at: inMs(2_200) },
    ],
    [
      "F49 RES-6 pauses longer each time when the rate limit names no time and does not end",
      "rate_limited",
      { attempt: 4, toldBefore: 5 },
      {},
      { do: "pause", until: inMs(35_200) },
    ],
    [
      "F49 does not take its own limit for another refusal",
      "rate_limited",
      { attempt: 4, toldBefore: 5 },
      { retryAfterMs: 2_000, reason: "our_limit" },
      { do: "pause", until: inMs(8_800) },
    ],
    [
      "F43 pauses for more than an hour when a quota is used up",
      "quota_exhausted",
      {},
      {},
      { do: "pause", until: inMs(3_960_000) },
    ],
    ["TOK-9 F38 refreshes the token once", "unauthorized", {}, {}, { do: "refresh_token" }],
    [
      "F39 does not believe the first refusal of a fresh token",
      "unauthorized",
      { isTokenFresh: true },
      {},
      { do: "reschedule", at: inMs(20_000) },
    ],
    [
      "F39 believes the second",
      "unauthorized",
      { isTokenFresh: true, failures: 2, toldBefore: 1 },
      {},
      { do: "ask_to_reconnect", action: "reconnect" },
    ],
    [
      "F39 I13 takes no other failure for the first refusal",
      "unauthorized",
      { isTokenFresh: true, failures: 4 },
      {},
      { do: "reschedule", at: inMs(20_000) },
    ],
    [
      "TOK-6 asks to reconnect when the grant is lost",
      "grant_lost",
      {},
      {},
      { do: "ask_to_reconnect", action: "reconnect" },
    ],
    [
      "F37 names the right human action",
      "grant_lost",
      {},
      { action: "satisfy_policy" },
      { do: "ask_to_reconnect", action: "satisfy_policy" },
    ],
    [
      "TOK-6 F36 alarms the operator, and nobody else",
      "client_rejected",
      {},
      {},
      { do: "alarm_operator", until: inMs(900_000) },
    ],
    [
      "alarms the operator when the project is switched off",
      "project_misconfigured",
      {},
      {},
      { do: "alarm_operator", until: inMs(3_600_000) },
    ],
    [
      "F40 asks for the permission that is missing",
      "scope_missing",
      {},
      {},
      { do: "ask_to_reconnect", action: "consent" },
    ],
    [
      "F44 is told twice before it gives up a forbidden calendar",
      "forbidden",
      {},
      {},
      { do: "reschedule", at: inMs(300_000) },
    ],
    ["F44 then gives it up", "forbidden", { toldBefore: 1 }, {}, { do: "give_up", because: "forbidden" }],
    [
      "F44 takes no other failure for the first time",
      "forbidden",
      { failures: 4 },
      {},
      { do: "reschedule", at: inMs(300_000) },
    ],
    [
      "F45 is told thrice that a calendar is gone",
      "not_found",
      { toldBefore: 2 },
      {},
      { do: "give_up", because: "not_found" },
    ],
    [
      "F45 does not take two outages and one answer for three",
      "not_found",
      { failures: 3 },
      {},
      { do: "reschedule", at: inMs(300_000) },
    ],
    ["F45 sets one unreadable event aside", "not_found", { subject: "event" }, {}, { do: "quarantine" }],
    ["F47 takes a delete of what is deleted for done", "already_gone", { subject: "event" }, {}, { do: "accept" }],
    ["F46 compares what exists already", "already_exists", { subject: "event" }, {}, { do: "compare" }],
    ["F48 reads again when somebody was quicker", "version_conflict", { subject: "event" }, {}, { do: "refetch" }],
    [
      "SYN-1 SYN-2 F47 reads everything when the cursor is gone",
      "cursor_expired",
      {},
      {},
      { do: "resync_from_scratch", at: now },
    ],
    [
      "F76 waits when that happened twice within the hour",
      "cursor_expired",
      { fullReadsAt: [inMs(-600_000), inMs(-60_000)] },
      {},
      { do: "resync_from_scratch", at: inMs(3_600_000 - 600_000 + 2_200) },
    ],
    [
      "F76 waits ever longer when even a reading from the beginning is told so",
      "cursor_expired",
      { toldBefore: 4 },
      {},
      { do: "resync_from_scratch", at: inMs(8_800) },
    ],
    [
      "F75 keeps the cursor when pages lead in a circle",
      "endless_pages",
      {},
      {},
      { do: "reschedule", at: inMs(1_100) },
    ],
    [
      "F75 begins anew when they do so again",
      "endless_pages",
      { toldBefore: 1 },
      {},
      { do: "resync_from_scratch", at: now },
    ],
    [
      "F75 waits when a reading from the beginning leads in a circle too",
      "endless_pages",
      { toldBefore: 2 },
      {},
      { do: "resync_from_scratch", at: inMs(1_100) },
    ],
    [
      "F75 keeps the cursor after another failure",
      "endless_pages",
      { failures: 2 },
      {},
      { do: "reschedule", at: inMs(2_200) },
    ],
    ["begins anew when a cursor is not understood", "invalid_request", {}, {}, { do: "resync_from_scratch", at: now }],
    [
      "gives up when that is not understood either",
      "invalid_request",
      { toldBefore: 1 },
      {},
      { do: "give_up", because: "invalid_request" },
    ],
    [
      "RES-4 does not give up for a request that is refused once, after whatever failure",
      "invalid_request",
      { failures: 4 },
      {},
      { do: "resync_from_scratch", at: now },
    ],
    [
      "F71 sets one event aside that is not accepted",
      "invalid_request",
      { subject: "event" },
      {},
      { do: "quarantine" },
    ],
    ["F55 sets one event aside that is too large", "too_large", { subject: "event" }, {}, { do: "quarantine" }],
    ["gives up what the provider does not offer", "unsupported", {}, {}, { do: "give_up", because: "unsupported" }],
  ])("%s", (_, kind, changes, facts, recovery) => expect(decide(kind, changes, facts)).toEqual(recovery));
});

describe("laws of recovery", () => {
  const kinds = fc.constantFrom(...(Object.keys(errorKinds) as ProviderErrorKind[]));
  const situations = fc.record({
    now: fc.constant(now),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((value) => () => value),
    subject: fc.constantFrom("event" as const, "calendar" as const, "connection" as const),
    attempt: fc.integer({ min: 1, max: 10 }),
    failures: fc.integer({ min: 1, max: 50 }),
    mayRetry: fc.boolean(),
    isTokenFresh: fc.boolean(),
    toldBefore: fc.integer({ min: 0, max: 5 }),
    fullReadsAt: fc.array(
      fc.integer({ min: 0, max: 7_200_000 }).map((ms) => inMs(-ms)),
      { maxLength: 5 },
    ),
  });
  const facts = fc.record({
    provider: fc.constant("p"),
    operation: fc.constant("o"),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 86_400_000 }), { nil: undefined }),
  });
  const check = (
    law: (kind: ProviderErrorKind, recovery: Recovery, given: Situation, about: ProviderErrorFacts) => boolean,
  ) =>
    fc.assert(
      fc.property(kinds, situations, facts, (kind, given, about) =>
        law(kind, decideRecovery({ kind, facts: about }, given), given, about),
      ),
      { numRuns: 500 },
    );
  const whenOf = (recovery: Recovery) => ("at" in recovery ? recovery.at : "until" in recovery ? recovery.until : null);

  it("TOK-6 F34 nobody is asked to reconnect but for a lost grant, a missing permission or a key refused while fresh", () => {
    check(
      (kind, recovery) =>
        recovery.do !== "ask_to_reconnect" || ["grant_lost", "scope_missing", "unauthorized"].includes(kind),
    );
  });
  it("RES-2 F49 nothing is called again before the time that the provider asked for", () => {
    check((kind, recovery, _, { retryAfterMs = 0 }) => {
      const asks = ["rate_limited", "quota_exhausted", "unavailable"].includes(kind);
      return !asks || (whenOf(recovery)?.getTime() ?? 0) >= now.getTime() + retryAfterMs;
    });
  });
  it("RES-2 no more than 3 retries, none without budget, and no wait of more than a minute inside a run", () => {
    check(
      (_, recovery, { attempt, mayRetry }) =>
        recovery.do !== "retry" ||
        (attempt <= mostRetries && mayRetry && recovery.at.getTime() - now.getTime() <= longestInlineWaitMs),
    );
  });
  it("RES-2 nothing that is not passing is retried", () => {
    check(
      (kind, recovery) =>
        recovery.do !== "retry" || factsOf(kind).is === "transient" || factsOf(kind).is === "rate_limit",
    );
  });
  it("never plans into the past", () => check((_, recovery) => (whenOf(recovery) ?? now) >= now));
  it("F71 trouble with one event never disables a calendar", () => {
    check((kind, recovery, { subject }) => subject !== "event" || recovery.do !== "give_up" || kind === "unsupported");
  });
});
