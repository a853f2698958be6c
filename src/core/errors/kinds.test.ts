import { describe, expect, it } from "vitest";
import { errorKinds, factsOf, type ProviderErrorKind } from "./kinds";
import { isProviderError, ProviderError } from "./provider-error";

const all = Object.keys(errorKinds) as ProviderErrorKind[];
const where = (test: (kind: ProviderErrorKind) => boolean) => all.filter(test);

describe("kinds of failures", () => {
  it("RES-1 covers every class", () => {
    expect(new Set(all.map((kind) => factsOf(kind).is))).toEqual(
      new Set([
        "transient",
        "rate_limit",
        "auth",
        "permission",
        "not_found",
        "gone",
        "conflict",
        "invalid",
        "permanent",
      ]),
    );
  });

  it("RES-3 only trouble at the other side opens a breaker", () => {
    expect(where((kind) => factsOf(kind).opensBreaker)).toEqual([
      "network",
      "timeout",
      "unavailable",
      "malformed_answer",
      "not_the_api",
      "unsafe_connection",
      "outcome_unknown",
    ]);
  });

  it("RES-4 refusals of our whole application, rate limits, lost grants and our own stop never count against a calendar", () => {
    expect(where((kind) => !factsOf(kind).countsAsFailure)).toEqual([
      "aborted",
      "rate_limited",
      "quota_exhausted",
      "grant_lost",
      "client_rejected",
      "scope_missing",
      "already_gone",
      "cursor_expired",
      "already_exists",
      "version_conflict",
      "unsupported",
      "project_misconfigured",
    ]);
  });
});

describe("ProviderError", () => {
  const error = new ProviderError("rate_limited", {
    provider: "google",
    operation: "listChanges",
    status: 403,
    reason: "rateLimitExceeded",
    retryAfterMs: 5_000,
    claims: "secret",
    missingScopes: ["a"],
  });
  it("says who, what and why, and no more", () =>
    expect(error.message).toBe("google listChanges: rate_limited (403 rateLimitExceeded)"));
  it("is recognised", () =>
    expect([isProviderError(error), isProviderError(new Error("x")), isProviderError(null)]).toEqual([
      true,
      false,
      false,
    ]));
  it("keeps its cause for the log", () =>
    expect(
      new ProviderError("network", { provider: "google", operation: "listChanges" }, { cause: "ECONNRESET" }).cause,
    ).toBe("ECONNRESET"));
});
