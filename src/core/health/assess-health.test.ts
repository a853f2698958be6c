import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorKinds, type ProviderErrorKind } from "../errors/kinds";
import { assessHealth, type CalendarEvidence, type HealthReason } from "./assess-health";
import { explainHealth } from "./explain-health";
import { freshnessMs, staleAt } from "./stale-after";
import type { HealthState } from "./words";

const now = new Date("2026-01-26T10:00:00Z");
const minute = 60_000;
const ago = (minutes: number) => new Date(now.getTime() - minutes * minute);
const fine: CalendarEvidence = {
  pausedAt: null,
  disabledAt: null,
  isSetAside: false,
  token: "healthy",
  provenAt: ago(2),
  freshnessMs: 30 * minute,
  gapSince: null,
  lastProgressAt: ago(2),
  lastTriedAt: ago(2),
  lastFailure: null,
  providerTroubleSince: null,
  deletionHeldSince: null,
};
const never = { provenAt: null, gapSince: ago(5), lastProgressAt: null, lastTriedAt: null };
const failed = (minutes: number, kind: ProviderErrorKind = "unavailable") => ({
  lastFailure: { at: ago(minutes), kind },
  lastTriedAt: ago(minutes),
});

describe("assessHealth", () => {
  it.each<[string, Partial<CalendarEvidence>, HealthState, HealthReason]>([
    ["it was read 2 min ago", {}, "healthy", "proven"],
    ["it was read just within its bound", { provenAt: ago(30) }, "healthy", "proven"],
    ["the last try failed, and the proof before it still holds", failed(1), "healthy", "proven"],
    [
      "it was read just beyond its bound",
      { provenAt: ago(31), lastTriedAt: ago(31), lastProgressAt: ago(31) },
      "late",
      "overdue",
    ],
    ["it is beyond its bound and fails", { provenAt: ago(40), ...failed(1, "timeout") }, "late", "failing"],
    [
      "it is beyond its bound, and nobody has tried for hours",
      { provenAt: ago(300), lastTriedAt: ago(300) },
      "unknown",
      "nobody_tried",
    ],
    [
      "R6 a read that took longer than its bound has just ended",
      { provenAt: ago(180), lastProgressAt: ago(1), lastTriedAt: ago(1) },
      "catching_up",
      "closing_gap",
    ],
    [
      "it is beyond its bound and fails, though a page came in",
      { provenAt: ago(40), lastProgressAt: ago(2), ...failed(1, "timeout") },
      "late",
      "failing",
    ],
    [
      "F75 its pages lead in a circle while a gap is closed: that is no progress",
      { gapSince: ago(40), provenAt: ago(40), lastProgressAt: ago(1), ...failed(1, "endless_pages") },
      "late",
      "failing",
    ],
    [
      "the provider stumbles while a gap is closed: that goes on",
      { gapSince: ago(40), provenAt: ago(40), lastProgressAt: ago(1), ...failed(1) },
      "catching_up",
      "closing_gap",
    ],
    ["it was just connected", never, "unknown", "never_read"],
    ["it was just tried and has said nothing yet", { ...never, lastTriedAt: ago(1) }, "unknown", "never_read"],
    [
      "it is read for the first time",
      { ...never, lastProgressAt: ago(1), lastTriedAt: ago(2) },
      "catching_up",
      "first_read",
    ],
    [
      "its first read stands still",
      { ...never, lastProgressAt: ago(11), lastTriedAt: ago(12) },
      "unknown",
      "never_read",
    ],
    ["its gap is being closed", { gapSince: ago(3), lastProgressAt: ago(1) }, "catching_up", "closing_gap"],
    [
      "its gap is not being closed",
      { gapSince: ago(20), lastProgressAt: ago(15), ...failed(1, "timeout") },
      "late",
      "failing",
    ],
    [
      "F34 the provider fails, and the proof is old",
      { provenAt: ago(40), ...failed(1), providerTroubleSince: ago(20) },
      "provider_outage",
      "provider_fails",
    ],
    [
      "F34 the provider fails, and it fails since the proof",
      { provenAt: ago(10), ...failed(1), providerTroubleSince: ago(5) },
      "provider_outage",
      "provider_fails",
    ],
    ["F34 the provider fails others, and this was just read", { providerTroubleSince: ago(5) }, "healthy", "proven"],
    [
      "F60 the provider fails, but this calendar is forbidden to us",
      { provenAt: ago(40), ...failed(1, "forbidden"), providerTroubleSince: ago(20) },
      "late",
      "failing",
    ],
    [
      "the provider fails before the first read",
      { ...never, ...failed(1), providerTroubleSince: ago(5) },
      "provider_outage",
      "provider_fails",
    ],
    [
      "the access was ended",
      { token: "needs_reauth", ...failed(1, "grant_lost") },
      "needs_reconnecting",
      "access_ended",
    ],
    ["there is no token", { token: "missing" }, "needs_reconnecting", "access_ended"],
    ["F34 refreshing fails, and the proof holds", { token: "refresh_failing" }, "healthy", "proven"],
    [
      "the access was ended during an outage",
      { token: "needs_reauth", providerTroubleSince: ago(5) },
      "needs_reconnecting",
      "access_ended",
    ],
    ["it was disabled after failures", { disabledAt: ago(60), ...failed(61) }, "disabled", "too_many_failures"],
    ["F11 it took its process with it", { disabledAt: ago(60), isSetAside: true }, "disabled", "set_aside"],
    [
      "it was disabled, and its access was ended",
      { disabledAt: ago(60), token: "needs_reauth" },
      "needs_reconnecting",
      "access_ended",
    ],
    [
      "a person paused it, whatever else",
      { pausedAt: ago(500), token: "needs_reauth", disabledAt: ago(600) },
      "paused",
      "paused_by_person",
    ],
    ["F78 a deletion waits for a person", { deletionHeldSince: ago(5) }, "late", "deletion_held"],
    ["F83 it was read in the future", { provenAt: ago(-5) }, "unknown", "clock_disagrees"],
    [
      "F83 it was tried in the future, and its proof looks young",
      { lastTriedAt: ago(-5) },
      "unknown",
      "clock_disagrees",
    ],
  ])("when %s", (_, changes, state, because) => {
    expect(assessHealth({ ...fine, ...changes }, now)).toMatchObject({ state, because });
    expect(explainHealth(because, { party: "Google", product: "Google Calendar" })).toMatch(/^[A-Z].*\.$/);
  });

  it("says since when and until when", () => {
    expect(assessHealth(fine, now)).toMatchObject({ since: null, staleAt: ago(2 - 30) });
    expect(
      assessHealth({ ...fine, provenAt: ago(40), lastTriedAt: ago(31), lastProgressAt: ago(31) }, now),
    ).toMatchObject({
      since: ago(10),
      staleAt: null,
    });
  });
});

describe("laws of health", () => {
  const when = fc.option(fc.integer({ min: -10, max: 3_000 }).map(ago));
  const evidence: fc.Arbitrary<CalendarEvidence> = fc.record({
    pausedAt: fc.option(fc.constant(ago(9)), { freq: 9 }).map((at) => (at === null ? null : at)),
    disabledAt: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constant(ago(9)) }),
    isSetAside: fc.boolean(),
    token: fc.constantFrom(
      "healthy" as const,
      "expiring_soon" as const,
      "expired" as const,
      "refresh_failing" as const,
      "needs_reauth" as const,
      "missing" as const,
    ),
    provenAt: when,
    freshnessMs: fc.integer({ min: 15, max: 720 }).map((minutes) => minutes * minute),
    gapSince: when,
    lastProgressAt: when,
    lastTriedAt: when,
    lastFailure: fc.option(
      fc.record({
        at: fc.integer({ min: 0, max: 3_000 }).map(ago),
        kind: fc.constantFrom(...(Object.keys(errorKinds) as ProviderErrorKind[])),
      }),
    ),
    providerTroubleSince: when,
    deletionHeldSince: when,
  });
  const law = (check: (given: CalendarEvidence) => void) => fc.assert(fc.property(evidence, check), { numRuns: 500 });

  it("I11 R6 no green without proof: healthy means read within the bound, nothing missing, nothing waiting", () => {
    law((given) => {
      if (assessHealth(given, now).state !== "healthy") return;
      const { provenAt } = given;
      expect(
        provenAt !== null &&
          now.getTime() - provenAt.getTime() <= given.freshnessMs &&
          provenAt.getTime() <= now.getTime() + minute,
      ).toBe(true);
      expect([given.gapSince, given.deletionHeldSince, given.pausedAt, given.disabledAt]).toEqual([
        null,
        null,
        null,
        null,
      ]);
      expect(["needs_reauth", "missing"]).not.toContain(given.token);
    });
  });

  it("I11 catching up means that a page arrived within the last 10 min", () => {
    law((given) => {
      if (assessHealth(given, now).state !== "catching_up") return;
      expect(
        given.lastProgressAt !== null && Math.abs(now.getTime() - given.lastProgressAt.getTime()) <= 10 * minute,
      ).toBe(true);
    });
  });

  it("R6 nobody is asked to reconnect but for a lost or missing access", () => {
    law((given) => {
      const asks = assessHealth(given, now).state === "needs_reconnecting";
      expect(!asks || ["needs_reauth", "missing"].includes(given.token)).toBe(true);
    });
  });

  it("a verdict holds until the moment it names, and no longer when that was green", () => {
    law((given) => {
      const verdict = assessHealth(given, now);
      if (verdict.staleAt === null || verdict.staleAt < now) return;
      expect(assessHealth(given, verdict.staleAt).state).toBe(verdict.state);
      if (verdict.state === "healthy")
        expect(assessHealth(given, new Date(verdict.staleAt.getTime() + 1)).state).not.toBe("healthy");
    });
  });

  it("without new evidence nothing ever turns green", () => {
    law((given) => {
      const before = assessHealth(given, now).state;
      const later = assessHealth(given, new Date(now.getTime() + 20 * minute)).state;
      const isAhead = [given.provenAt, given.lastTriedAt].some((at) => (at ?? now) > now);
      if (later === "healthy" && !isAhead) expect(before).toBe("healthy");
    });
  });

  it("every verdict has a sentence", () => {
    const names = { party: "Google", product: "Google Calendar" };
    law((given) => {
      expect(explainHealth(assessHealth(given, now).because, names)).toMatch(/^[A-Z].*\.$/);
    });
  });
});

describe("freshness", () => {
  it.each([
    [1, 15],
    [5, 15],
    [15, 30],
    [360, 720],
  ])("MON-4 polled every %i min it is fresh for %i", (interval, bound) =>
    expect(freshnessMs(interval * minute)).toBe(bound * minute),
  );
  it("is stale from then on", () => expect(staleAt(ago(0), 15 * minute)).toEqual(ago(-15)));
});
