import { describe, expect, it } from "vitest";
import { explain, explainAction, toTokenUnavailable } from "./explain";
import { errorKinds, factsOf, type ProviderErrorKind } from "./kinds";
import type { HumanAction } from "./provider-error";

const names = { party: "Google", product: "Google Calendar" };
const all = Object.keys(errorKinds) as ProviderErrorKind[];
const everything = all.map((kind) => explain(kind, names));
const actions: readonly HumanAction[] = [
  "reconnect",
  "consent",
  "ask_admin_to_consent",
  "satisfy_policy",
  "ask_admin_about_account",
];
const forPeople = [...everything.map(({ person }) => person), ...actions.map((action) => explainAction(action, names))];

describe("explain", () => {
  it("RES-8 gives every failure a code, a status that is no generic 500, and sentences", () => {
    for (const { code, httpStatus, person, operator } of everything) {
      expect(all).toContain(code);
      expect([401, 403, 404, 409, 422, 429, 502, 503]).toContain(httpStatus);
      expect([person, operator].every((sentence) => /^[A-Z0-9].*\.$/.test(sentence))).toBe(true);
    }
  });

  it.each(forPeople)("speaks in our voice: %s", (sentence) => {
    expect(sentence).not.toMatch(
      /oops|please|successful|something went wrong|!|undefined|\b[45]\d\d\b|invalid_|token|scope|API/i,
    );
    expect(sentence.length).toBeLessThan(200);
  });

  it("OPS-1 sorts into the operator's categories", () => {
    expect(explain("grant_lost", names).operationsCategory).toBe("expired_tokens");
    expect(explain("scope_missing", names).operationsCategory).toBe("permission_errors");
    expect(explain("timeout", names).operationsCategory).toBe("connection_errors");
  });

  it("names the customer's category for each", () => {
    expect(everything.map(({ category }) => category)).toEqual(all.map((kind) => factsOf(kind).category));
  });

  it("answers 401 for what only a reconnection mends, and never for what is not the person's", () => {
    expect(everything.filter(({ httpStatus }) => httpStatus === 401).map(({ code }) => code)).toEqual([
      "unauthorized",
      "grant_lost",
    ]);
  });

  it("says what the customer's document says, word for word", () => {
    expect(toTokenUnavailable(names)).toEqual({
      status: "token_unavailable",
      message: "Your Google Calendar connection has expired. Please reconnect your account.",
      error_type: "authentication_expired",
    });
  });
});
