import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorKinds, type ProviderErrorKind } from "@/core/errors/kinds";
import { failure, outcome, type ErrorCase } from "@/testing/provider-conformance-answers";
import { mapError } from "./map-error";

const api = (status: number, reason: string, more: object = {}) => ({
  status,
  json: {
    error: {
      errors: [{ domain: "global", reason, message: "Title of a secret event" }],
      code: status,
      message: "Title of a secret event",
      ...more,
    },
  },
});
const signIn = (status: number, error: string, more: object = {}) => ({
  status,
  operation: "refresh",
  json: { error, error_description: "Bad Request", ...more },
});
const row = (name: string, kind: ProviderErrorKind, answer: Omit<ErrorCase, "name" | "kind">): ErrorCase => ({
  name,
  kind,
  ...answer,
});
const lacksScope = {
  status: "PERMISSION_DENIED",
  details: [{ reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT", domain: "googleapis.com" }],
};

/** Every documented body: provider-facts 2.10, 2.8 and 1.5. */
const cases: readonly ErrorCase[] = [
  row("an empty time range", "invalid_request", api(400, "timeRangeEmpty")),
  row("an invalid value", "invalid_request", api(400, "invalid")),
  row("a missing value", "invalid_request", api(400, "required")),
  row("a bad request", "invalid_request", api(400, "badRequest")),
  row("a range that is too long", "invalid_request", api(400, "timeRangeTooLong")),
  row("F38 a token that is not accepted", "unauthorized", api(401, "authError")),
  row("F43 the person's rate limit", "rate_limited", api(403, "userRateLimitExceeded")),
  row("F43 the project's rate limit", "rate_limited", api(403, "rateLimitExceeded")),
  row("F43 the calendar's use limit", "quota_exhausted", api(403, "quotaExceeded")),
  row("F43 a use limit under 429", "quota_exhausted", api(429, "quotaExceeded")),
  row("the project's daily limit", "project_misconfigured", api(403, "dailyLimitExceeded")),
  row("an API that is switched off", "project_misconfigured", api(403, "accessNotConfigured")),
  row("F44 shared fields of another's event", "forbidden", api(403, "forbiddenForNonOrganizer")),
  row("F40 a scope that is missing", "scope_missing", {
    ...api(403, "insufficientPermissions", lacksScope),
    facts: { action: "consent" },
  }),
  row("F40 a scope that is missing, told by the details alone", "scope_missing", api(403, "forbidden", lacksScope)),
  row("F44 a calendar that may only be read", "forbidden", api(403, "requiredAccessLevel")),
  row("F44 no right", "forbidden", api(403, "forbidden")),
  row("a reason that is new", "forbidden", api(403, "somethingNew")),
  row("F45 not there", "not_found", api(404, "notFound")),
  row("F46 an id that is taken", "already_exists", api(409, "duplicate")),
  row("a conflict in a batch", "version_conflict", api(409, "conflict")),
  row("F47 an expired sync token", "cursor_expired", api(410, "fullSyncRequired")),
  row("F47 a change too long ago", "cursor_expired", api(410, "updatedMinTooLongAgo")),
  row("F47 deleted already", "already_gone", api(410, "deleted")),
  row("F47 a 410 without a reason, when listing", "cursor_expired", { status: 410, operation: "listChanges" }),
  row("F47 a 410 without a reason, when removing", "already_gone", { status: 410, operation: "removeEvent" }),
  row("F48 another version", "version_conflict", api(412, "conditionNotMet")),
  row("a body that is too large", "too_large", api(413, "uploadTooLarge")),
  row("F49 too many requests", "rate_limited", {
    ...api(429, "rateLimitExceeded"),
    headers: { "retry-after": "7" },
    facts: { retryAfterMs: 7_000 },
  }),
  row("F50 their mistake", "unavailable", api(500, "backendError")),
  row("F50 their mistake while writing", "outcome_unknown", { ...api(500, "backendError"), isWrite: true }),
  row("F50 no service", "unavailable", {
    ...api(503, "backendError"),
    headers: { "retry-after": "120" },
    facts: { retryAfterMs: 120_000 },
  }),
  row("F53 a page of a proxy", "not_the_api", { status: 403, text: "<html>Sign in</html>" }),
  row("F53 an error page of Google's front", "unavailable", { status: 502, text: "<!DOCTYPE html><title>502</title>" }),
  row("a channel id that was used", "already_exists", api(400, "channelIdNotUnique")),
  row("a callback without https", "project_misconfigured", api(400, "push.webhookUrlNotHttps")),
  row("a callback that is not ours", "project_misconfigured", api(401, "push.webhookUrlUnauthorized")),
  row("a calendar without push", "unsupported", api(400, "pushNotSupportedForRequestedResource")),
  row("TOK-6 a dead grant", "grant_lost", {
    ...signIn(400, "invalid_grant"),
    facts: { action: "reconnect", reason: "invalid_grant" },
  }),
  row("TOK-6 a session policy", "grant_lost", {
    ...signIn(400, "invalid_grant", { error_subtype: "invalid_rapt" }),
    facts: { action: "reconnect", reason: "invalid_rapt" },
  }),
  row("TOK-6 a policy of the company", "grant_lost", {
    ...signIn(400, "admin_policy_enforced"),
    facts: { action: "ask_admin_to_consent" },
  }),
  row("TOK-6 declined", "grant_lost", { ...signIn(400, "access_denied"), facts: { action: "consent" } }),
  row("F36 a wrong secret", "client_rejected", signIn(401, "invalid_client")),
  row("F36 a client that was deleted", "client_rejected", signIn(401, "deleted_client")),
  row("F36 a client without the right", "client_rejected", signIn(400, "unauthorized_client")),
  row("a redirect address that is not ours", "client_rejected", signIn(400, "redirect_uri_mismatch")),
  row("a request that makes no sense", "invalid_request", signIn(400, "invalid_request")),
  row("a grant type nobody knows", "invalid_request", signIn(400, "unsupported_grant_type")),
  row("F34 a token endpoint in trouble", "unavailable", signIn(500, "internal_failure")),
  row("a revoked token", "already_gone", signIn(400, "invalid_token")),
  row("a body of prototypes", "invalid_request", {
    status: 400,
    json: JSON.parse('{"error":{"__proto__":{"errors":[{"reason":"duplicate"}]},"errors":[{"reason":"constructor"}]}}'),
  }),
];

describe("errors of Google", () => {
  it.each(cases)("$name is $kind", (each) => {
    const { kind, facts } = outcome(mapError, each);
    expect(kind).toBe(each.kind);
    expect(facts).toMatchObject({ status: each.status, ...each.facts });
  });

  it("RES-1 classifies whatever is answered, from its status and reason, and never throws", () => {
    const texts = fc.constantFrom(
      ...cases.flatMap(({ json }) => JSON.stringify(json ?? null).match(/[A-Za-z_]{3,}/g) ?? []),
    );
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record({
        error: fc.oneof(
          texts,
          fc.jsonValue(),
          fc.record({ code: fc.oneof(texts, fc.integer()), errors: fc.jsonValue() }),
        ),
      }),
    );
    const answers = fc.record({
      status: fc.integer({ min: 300, max: 599 }),
      json: body,
      operation: fc.constantFrom("listChanges", "refresh", "removeEvent"),
    });
    fc.assert(
      fc.property(answers, (answer) => {
        const { kind } = outcome(mapError, { name: "any", kind: "unavailable", ...answer });
        expect(Object.keys(errorKinds)).toContain(kind);
      }),
      { numRuns: 300 },
    );
  });

  it("S42 nothing of a message gets into an error", () => {
    for (const each of cases) expect(JSON.stringify(outcome(mapError, each))).not.toContain("secret event");
  });

  it.each([
    { reason: "network", isWrite: false, kind: "network" },
    { reason: "network", isWrite: true, kind: "outcome_unknown" },
    { reason: "timeout", isWrite: true, kind: "outcome_unknown" },
    { reason: "aborted", isWrite: true, kind: "aborted" },
    { reason: "unsafe", isWrite: true, kind: "unsafe_connection" },
    { reason: "redirect", isWrite: false, kind: "unsafe_connection" },
    { reason: "off_host", isWrite: false, kind: "unsafe_connection" },
    { reason: "too_large", isWrite: false, kind: "too_large" },
    { reason: "not_utf8", isWrite: true, kind: "outcome_unknown" },
    { reason: "compressed", isWrite: false, kind: "malformed_answer" },
  ] as const)("F51 $reason, write: $isWrite, is $kind", ({ reason, isWrite, kind }) => {
    expect(mapError(failure(reason, { isWrite })).kind).toBe(kind);
  });

  it("F51 a write that was never sent has not happened", () => {
    expect(mapError(failure("network", { isWrite: true, wasSent: false, code: "ECONNREFUSED" }))).toMatchObject({
      kind: "network",
      facts: { reason: "ECONNREFUSED" },
    });
  });
});
