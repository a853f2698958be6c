import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorKinds, type ProviderErrorKind } from "../errors/kinds";
import type { ProviderErrorFacts } from "../errors/provider-error";
import { decideAfterRefresh, type AfterRefresh, type RefreshSituation } from "./decide-after-refresh";

const now = new Date("2026-01-26T10:00:00Z");
const inMs = (ms: number) => new Date(now.getTime() + ms);
const decide = (
  kind: ProviderErrorKind,
  changes: Partial<RefreshSituation> = {},
  facts: Partial<ProviderErrorFacts> = {},
) =>
  decideAfterRefresh(
    { kind, facts: { provider: "google", operation: "refresh", ...facts } },
    { now, random: () => 0, triedGeneration: 4, storedGeneration: 4, timesLost: 1, failures: 1, ...changes },
  );

describe("decideAfterRefresh", () => {
  it.each<[string, ProviderErrorKind, Partial<RefreshSituation>, Partial<ProviderErrorFacts>, AfterRefresh]>([
    [
      "F35 uses what somebody else has stored meanwhile",
      "grant_lost",
      { storedGeneration: 5, timesLost: 2 },
      {},
      { do: "use_stored" },
    ],
    ["F35 asks once more before a grant is declared dead", "grant_lost", {}, {}, { do: "confirm", at: inMs(11_000) }],
    ["F35 then asks the person", "grant_lost", { timesLost: 2 }, {}, { do: "ask_to_reconnect", action: "reconnect" }],
    [
      "F37 for what is needed",
      "grant_lost",
      { timesLost: 2 },
      { action: "ask_admin_to_consent" },
      { do: "ask_to_reconnect", action: "ask_admin_to_consent" },
    ],
    [
      "F40 for a missing permission",
      "scope_missing",
      { timesLost: 2 },
      {},
      { do: "ask_to_reconnect", action: "consent" },
    ],
    [
      "F36 tells the operator alone",
      "client_rejected",
      { timesLost: 9 },
      {},
      { do: "alarm_operator", at: inMs(900_000) },
    ],
    ["F34 tries again after a 503", "unavailable", {}, {}, { do: "retry", at: inMs(1_100) }],
    ["F34 and again, later", "unavailable", { failures: 5 }, {}, { do: "retry", at: inMs(17_600) }],
    ["obeys Retry-After", "rate_limited", {}, { retryAfterMs: 60_000 }, { do: "retry", at: inMs(60_000) }],
    ["tries again when the answer was not sound", "malformed_answer", {}, {}, { do: "retry", at: inMs(1_100) }],
  ])("%s", (_, kind, changes, facts, after) => expect(decide(kind, changes, facts)).toEqual(after));

  it("F34 a refresh that fails with 5xx for 40 minutes asks nobody to reconnect", () => {
    for (let failures = 1, clock = 0; clock < 40 * 60_000; failures += 1) {
      const after = decide("unavailable", { failures });
      if (after.do !== "retry") throw new Error(after.do);
      clock += after.at.getTime() - now.getTime();
    }
  });

  it("TOK-6 nothing but a lost grant or a missing permission, told twice, asks the person", () => {
    const kinds = fc.constantFrom(...(Object.keys(errorKinds) as ProviderErrorKind[]));
    fc.assert(
      fc.property(kinds, fc.nat(5), fc.nat(50), (kind, timesLost, failures) => {
        const after = decide(kind, { timesLost, failures });
        expect(
          after.do !== "ask_to_reconnect" || (["grant_lost", "scope_missing"].includes(kind) && timesLost >= 2),
        ).toBe(true);
      }),
    );
  });
});
