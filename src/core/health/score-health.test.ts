import { describe, expect, it } from "vitest";

import { healthMetrics } from "./metrics/catalog";
import type { ScoreFacts, ScoredCalendar } from "./metrics/facts";
import { scoreHealth } from "./score-health";

const well: ScoredCalendar = {
  state: "healthy",
  isProven: true,
  wasTried: true,
  consecutiveFailures: 0,
  events: 100,
  setAside: 0,
};
const of = (calendar: Partial<ScoredCalendar>, token: ScoreFacts["token"] = "healthy"): ScoreFacts => ({
  token,
  calendars: [{ ...well, ...calendar }],
});
const pointsOf = (facts: ScoreFacts) =>
  Object.fromEntries(scoreHealth(facts).parts.map(({ id, points }) => [id, points]));

describe("the health score", () => {
  it("MON-2 weighs 100 points in all, and says of each metric what it is and why it counts", () => {
    const metrics = Object.values(healthMetrics);
    expect(metrics.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    for (const { name, why } of metrics) expect([name, why].every((text) => text.length > 10)).toBe(true);
  });

  const table: readonly [string, ScoreFacts, number | null, Record<string, number | null>][] = [
    ["all is well", of({}), 100, { proof: 40, steadiness: 30, access: 20, completeness: 10 }],
    ["one read failed", of({ consecutiveFailures: 1 }), 94, { steadiness: 24 }],
    ["late after two failures", of({ state: "late", consecutiveFailures: 2 }), 68, { proof: 20, steadiness: 18 }],
    ["disabled", of({ state: "disabled", consecutiveFailures: 5 }), 30, { proof: 0, steadiness: 0 }],
    ["access ended", of({ state: "needs_reconnecting" }, "needs_reauth"), 40, { proof: 0, access: 0 }],
    ["the sign-in ends soon", of({}, "expiring_soon"), 90, { access: 10 }],
    ["two events of a hundred set aside", of({ events: 98, setAside: 2 }), 98, { completeness: 8 }],
    [
      "a provider's outage",
      of({ state: "provider_outage", consecutiveFailures: 1 }),
      64,
      { proof: 10, steadiness: 24 },
    ],
  ];
  it.each(table)("MON-2 counts when %s", (_, facts, score, parts) => {
    expect(scoreHealth(facts).score).toBe(score);
    expect(pointsOf(facts)).toMatchObject(parts);
  });

  it("MON-2 takes no data for no data, never for zero", () => {
    const fresh = of({ state: "catching_up", isProven: false, wasTried: false, events: 0 });
    expect(scoreHealth(fresh).score).toBeNull();
    expect(pointsOf(fresh)).toEqual({ proof: null, steadiness: null, access: 20, completeness: null });
    expect(scoreHealth({ token: "healthy", calendars: [] }).score).toBeNull();
    expect(pointsOf(of({ state: "unknown", isProven: false })).proof).toBeNull();
  });

  it("MON-2 counts a proof that nobody renews as lost, although nothing failed", () => {
    expect(scoreHealth(of({ state: "unknown" })).score).toBe(70);
  });

  it("MON-2 names what was lost to a provider as the provider's", () => {
    const [part] = scoreHealth(of({ state: "provider_outage" })).parts;
    expect(part).toMatchObject({ id: "proof", isProviders: true });
    expect(scoreHealth(of({ state: "late" })).parts[0]?.isProviders).toBe(false);
  });

  it("MON-2 never rounds a loss away", () => {
    const calendars = [...Array.from({ length: 400 }, () => well), { ...well, consecutiveFailures: 1 }];
    expect(scoreHealth({ token: "healthy", calendars }).score).toBe(99);
  });
});
