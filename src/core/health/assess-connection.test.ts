import { describe, expect, it } from "vitest";

import { assessConnection, type ConnectionEvidence, type HealthFinding } from "./assess-connection";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour));
const healthy: HealthFinding = { state: "healthy", because: "proven", since: null };
const late = (since: Date | null): HealthFinding => ({ state: "late", because: "failing", since });
const assess = (change: Partial<ConnectionEvidence>) =>
  assessConnection({ pausedAt: null, token: "healthy", lostAt: null, calendars: [healthy], ...change });

describe("the state of a connection", () => {
  it("is that of its worst calendar, with its reason", () => {
    expect(assess({ calendars: [healthy, late(at(9)), healthy] })).toEqual(late(at(9)));
  });

  it("lasts since the first of the worst began", () => {
    expect(assess({ calendars: [late(at(9)), late(at(7)), late(at(8))] }).since).toEqual(at(7));
  });

  it("needs its person when the access has ended, whatever its calendars still prove", () => {
    expect(assess({ token: "needs_reauth", lostAt: at(8) })).toEqual({
      state: "needs_reconnecting",
      because: "access_ended",
      since: at(8),
    });
    expect(assess({ token: "missing" }).state).toBe("needs_reconnecting");
  });

  it.each(["expiring_soon", "expired", "refresh_failing"] as const)(
    "asks nobody to reconnect for a token that is %s",
    (token) => {
      expect(assess({ token }).state).toBe("healthy");
    },
  );

  it("is paused when a person paused it, also with an ended access", () => {
    expect(assess({ pausedAt: at(6), token: "needs_reauth" }).state).toBe("paused");
  });

  it("is unknown without a calendar, and never healthy for want of any", () => {
    expect(assess({ calendars: [] })).toEqual({ state: "unknown", because: "never_read", since: null });
  });
});
