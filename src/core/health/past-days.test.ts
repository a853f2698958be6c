import { describe, expect, it } from "vitest";
import { tellPastDays, type StateChange } from "./past-days";

const now = new Date("2026-11-21T12:00:00.000Z");
const at = (iso: string, to: StateChange["to"]): StateChange => ({ at: new Date(iso), to });
const tell = (changes: readonly StateChange[], zone = "UTC", days = 3) => tellPastDays({ changes, zone, days }, now);

describe("the past of a connection", () => {
  it("says nothing of days in which nothing was recorded", () => {
    const { days, provenShare } = tell([]);
    expect(days.map(({ day, state }) => [day, state])).toEqual([
      ["2026-11-19", null],
      ["2026-11-20", null],
      ["2026-11-21", null],
    ]);
    expect(provenShare).toBeNull();
  });

  it("goes on in a state until the next change, however long ago it began", () => {
    const { days, provenShare } = tell([at("2026-09-01T00:00:00.000Z", "healthy")]);
    expect(days.map(({ state }) => state)).toEqual(["healthy", "healthy", "healthy"]);
    expect(provenShare).toBe(1);
  });

  it("shows a day as its worst state that lasted, not as one that passed within five minutes", () => {
    const { days } = tell([
      at("2026-11-19T00:00:00.000Z", "healthy"),
      at("2026-11-19T08:00:00.000Z", "needs_reconnecting"),
      at("2026-11-19T08:04:00.000Z", "healthy"),
      at("2026-11-20T08:00:00.000Z", "late"),
      at("2026-11-20T09:00:00.000Z", "healthy"),
    ]);
    expect(days.map(({ state }) => state)).toEqual(["healthy", "late", "healthy"]);
    expect(days[1]?.lastedMs).toBe(3_600_000);
  });

  it("cuts the days in the viewer's zone, also on the day that has 25 hours", () => {
    const changes = [at("2026-10-24T22:30:00.000Z", "late"), at("2026-10-25T22:30:00.000Z", "healthy")];
    const facts = { changes, zone: "Europe/Berlin", days: 28 };
    const days = tellPastDays(facts, now).days.filter(({ state }) => state === "late");
    expect(days).toEqual([{ day: "2026-10-25", state: "late", lastedMs: 86_400_000 }]);
  });

  it("leaves a pause out of the share of time that was proven", () => {
    const { provenShare } = tell([
      at("2026-11-20T00:00:00.000Z", "healthy"),
      at("2026-11-20T12:00:00.000Z", "paused"),
      at("2026-11-21T00:00:00.000Z", "late"),
    ]);
    expect(provenShare).toBe(0.5);
  });
});
