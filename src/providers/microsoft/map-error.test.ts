import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorKinds, type ProviderErrorKind } from "@/core/errors/kinds";
import { outcome, type ErrorCase } from "@/testing/provider-conformance-answers";
import { mapError } from "./map-error";

const graph = (status: number, code: string, more: object = {}) => ({
  status,
  json: {
    error: {
      code,
      message: "Title of a secret event",
      innerError: { "request-id": "r", date: "2026-01-01T00:00:00" },
      ...more,
    },
  },
});
const signIn = (number: number, error: string, more: object = {}) => ({
  status: 400,
  operation: "refresh",
  json: { error, error_description: `AADSTS${number}: of alice@contoso.example`, error_codes: [number], ...more },
});
const row = (name: string, kind: ProviderErrorKind, answer: Omit<ErrorCase, "name" | "kind">): ErrorCase => ({
  name,
  kind,
  ...answer,
});
const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
const challenge = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${btoa(claims)}"`;

/** Every documented body: provider-facts 4.10, 4.3, 4.6, 4.7 and 3.3. */
const cases: readonly ErrorCase[] = [
  row("a malformed id", "not_found", graph(400, "ErrorInvalidIdMalformed")),
  row("a bad request", "invalid_request", graph(400, "ErrorInvalidRequest")),
  row("a body that cannot be read", "invalid_request", graph(400, "RequestBodyRead")),
  row("a property that is wrong", "invalid_request", graph(400, "ErrorPropertyValidationFailure")),
  row("an occurrence that crosses another", "invalid_request", graph(400, "ErrorOccurrenceCrossingBoundary")),
  row("too many schedules", "too_large", graph(400, "ErrorMailboxDataArrayTooBig")),
  row("a callback that does not answer", "project_misconfigured", {
    ...graph(400, "ValidationError"),
    operation: "openChannel",
  }),
  row("F38 a token that has expired", "unauthorized", graph(401, "InvalidAuthenticationToken")),
  row("F37 a claims challenge", "unauthorized", {
    ...graph(401, "InvalidAuthenticationToken"),
    headers: { "www-authenticate": challenge },
    facts: { claims },
  }),
  row("F37 a claims challenge under 403", "unauthorized", {
    ...graph(403, "accessDenied"),
    headers: { "www-authenticate": challenge },
    facts: { claims },
  }),
  row("a challenge that cannot be read", "unauthorized", {
    ...graph(401, "InvalidAuthenticationToken"),
    headers: { "www-authenticate": 'Bearer error="insufficient_claims", claims="!!"' },
    facts: { claims: undefined },
  }),
  row("F44 no right", "forbidden", graph(403, "ErrorAccessDenied")),
  row("F40 a scope that is missing", "scope_missing", {
    ...graph(403, "Authorization_RequestDenied"),
    facts: { action: "consent" },
  }),
  row("F45 not there", "not_found", graph(404, "ErrorItemNotFound")),
  row("F47 not there when removing", "already_gone", { ...graph(404, "ErrorItemNotFound"), operation: "removeEvent" }),
  row("a mailbox without an API", "account_unusable", graph(404, "MailboxNotEnabledForRESTAPI")),
  row("a mailbox that is elsewhere", "account_unusable", graph(404, "MailboxNotSupportedForRESTAPI")),
  row("a conflict of writes", "version_conflict", graph(409, "ErrorIrresolvableConflict")),
  row("a subscription that is there", "already_exists", { ...graph(409, "ExtensionError"), operation: "openChannel" }),
  row("a subscription that is not allowed", "forbidden", { ...graph(403, "ExtensionError"), operation: "openChannel" }),
  row("F48 another version", "version_conflict", graph(412, "ErrorIrresolvableConflict")),
  row("F47 a lost sync state", "cursor_expired", graph(410, "SyncStateNotFound")),
  row("F47 a lost sync state in other letters", "cursor_expired", graph(404, "syncStateNotFound")),
  row("F47 a lost sync state under 400", "cursor_expired", graph(400, "SyncStateInvalid")),
  row(
    "F47 a resync inside an inner error",
    "cursor_expired",
    graph(410, "resyncRequired", { innerError: { code: "ResyncRequired" } }),
  ),
  row(
    "an inner code that says more",
    "account_unusable",
    graph(404, "UnknownError", { innerError: { code: "MailboxNotEnabledForRESTAPI" } }),
  ),
  row("F49 throttled", "rate_limited", {
    ...graph(429, "ApplicationThrottled"),
    headers: { "retry-after": "10" },
    facts: { retryAfterMs: 10_000 },
  }),
  row("F49 throttled until a date", "rate_limited", {
    ...graph(429, "TooManyRequests"),
    headers: { "retry-after": "Sun, 01 Mar 2026 00:01:00 GMT", date: "Sun, 01 Mar 2026 00:00:00 GMT" },
    facts: { retryAfterMs: 60_000 },
  }),
  row("F50 their mistake", "unavailable", graph(500, "ErrorInternalServerError")),
  row("F50 their mistake while writing", "outcome_unknown", { ...graph(500, "generalException"), isWrite: true }),
  row("F50 busy", "unavailable", graph(503, "ErrorServerBusy")),
  row("F50 a mailbox that moves", "unavailable", graph(503, "ErrorMailboxMoveInProgress")),
  row("F50 a gateway", "unavailable", graph(504, "UnknownError")),
  row("a mailbox that is full", "quota_exhausted", graph(507, "quotaLimitReached")),
  row("bandwidth used up", "quota_exhausted", graph(509, "UnknownError")),
  row("F53 a page of a proxy", "not_the_api", { status: 404, text: "<html></html>" }),
  ...[70_008, 700_082, 700_084, 70_043, 50_173, 54_005, 501_481, 700_005].map((number) =>
    row(`TOK-6 AADSTS${number}`, "grant_lost", {
      ...signIn(number, "invalid_grant"),
      facts: { action: "reconnect", reason: `AADSTS${number}` },
    }),
  ),
  ...[50_076, 50_079, 50_074, 50_072, 50_078, 53_003, 53_000, 53_001, 53_002, 530_032, 50_131].map((number) =>
    row(`F37 AADSTS${number}`, "grant_lost", {
      ...signIn(number, "interaction_required", { claims, suberror: "basic_action" }),
      facts: { action: "satisfy_policy", claims },
    }),
  ),
  row("F37 consent taken back", "grant_lost", {
    ...signIn(65_001, "invalid_grant", { suberror: "consent_required" }),
    facts: { action: "consent" },
  }),
  row("F37 consent asked for, without a number we know", "grant_lost", {
    ...signIn(1, "invalid_grant", { suberror: "consent_required" }),
    facts: { action: "consent" },
  }),
  row("F37 declined", "grant_lost", { ...signIn(65_004, "access_denied"), facts: { action: "consent" } }),
  ...[90_094, 90_095].map((number) =>
    row(`F37 AADSTS${number}`, "grant_lost", {
      ...signIn(number, "access_denied"),
      facts: { action: "ask_admin_to_consent" },
    }),
  ),
  ...[50_057, 50_105, 50_034, 50_020, 51_004].map((number) =>
    row(`F37 AADSTS${number}`, "grant_lost", {
      ...signIn(number, "invalid_grant"),
      facts: { action: "ask_admin_about_account" },
    }),
  ),
  ...[7_000_215, 7_000_222, 7_000_218].map((number) =>
    row(`F36 AADSTS${number}`, "client_rejected", { ...signIn(number, "invalid_client"), status: 401 }),
  ),
  ...[700_016, 70_001, 7_000_112].map((number) =>
    row(`F36 AADSTS${number}`, "client_rejected", signIn(number, "unauthorized_client")),
  ),
  row("F36 a tenant that is not there", "client_rejected", signIn(90_002, "invalid_request")),
  row("a scope nobody knows", "invalid_request", signIn(70_011, "invalid_scope")),
  row("a loop of ours", "rate_limited", signIn(50_196, "invalid_grant")),
  row("F34 sign-in in trouble", "unavailable", { ...signIn(90_033, "temporarily_unavailable"), status: 503 }),
  row("F34 sign-in in trouble, told under 400", "unavailable", signIn(90_024, "temporarily_unavailable")),
];

describe("errors of Microsoft", () => {
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
    for (const each of cases) expect(JSON.stringify(outcome(mapError, each))).not.toMatch(/secret event|alice@/);
  });
});
