import { describe, expect, it } from "vitest";

import { chooseDeliveries, preferenceFor, type Preference, type WayOut } from "./choose-deliveries";

const zone = "Europe/Berlin";
const mail: WayOut = { channel: "email", endpointId: null };
const slack: WayOut = { channel: "slack", endpointId: "s1" };
const sms: WayOut = { channel: "sms", endpointId: "t1" };
const wish = (channel: WayOut["channel"], change: Partial<Preference>): Preference => ({
  ...preferenceFor(channel, { preferences: [] }),
  ...change,
});
type Asked = Partial<Parameters<typeof chooseDeliveries>[0]> & { preferences?: Preference[]; at?: string };
function choose({ preferences = [], at = "2026-11-26T12:00:00Z", ...told }: Asked) {
  const given = { person: { zone, preferences }, ways: [mail, slack, sms], now: new Date(at) };
  return chooseDeliveries({ severity: "high", word: "opened", ...told }, given);
}
const channels = (asked: Asked) => choose(asked).out.map(({ channel }) => channel);
const dueAt = (at: string, quiet: Partial<Preference>, told: Asked = {}) =>
  choose({ ...told, at, preferences: [wish("email", quiet)] }).out[0]?.dueAt.toISOString();

describe("by which ways somebody is told (MON-5)", () => {
  it.each<[string, Asked, string[]]>([
    ["of what is critical by every way", { severity: "critical" }, ["email", "slack", "sms"]],
    ["of what is bad not by text message", { severity: "high" }, ["email", "slack"]],
    ["of what may need them by mail", { severity: "medium" }, ["email"]],
    ["of what can wait in the app alone", { severity: "low" }, []],
    ["by no way that is turned off", { preferences: [wish("email", { isEnabled: false })] }, ["slack"]],
    ["from the severity they chose", { preferences: [wish("slack", { minimumSeverity: "critical" })] }, ["email"]],
    [
      "of somebody else's trouble by all that is open",
      { severity: "medium", word: "escalation" },
      ["email", "slack", "sms"],
    ],
  ])("MON-5 %s", (_what, asked, expected) => {
    expect(channels(asked)).toEqual(expected);
    expect(choose(asked).inApp).toBe(true);
  });
});

const night = { quietFrom: 22 * 60, quietUntil: 7 * 60 };

describe("quiet hours (MON-5)", () => {
  it.each([
    ["by day it is said at once", "2026-11-26T12:00:00Z", "2026-11-26T12:00:00.000Z"],
    ["in the evening it waits for the morning", "2026-11-26T21:30:00Z", "2026-11-27T06:00:00.000Z"],
    ["after midnight too", "2026-11-27T03:00:00Z", "2026-11-27T06:00:00.000Z"],
    ["at their very end it is said", "2026-11-27T06:00:00Z", "2026-11-27T06:00:00.000Z"],
    ["the night that is an hour shorter ends at seven", "2026-03-28T23:30:00Z", "2026-03-29T05:00:00.000Z"],
    ["the night that is an hour longer too", "2026-10-24T22:30:00Z", "2026-10-25T06:00:00.000Z"],
  ])("MON-5 %s", (_what, at, expected) => {
    expect(dueAt(at, night)).toBe(expected);
  });

  it("MON-5 are a span within a day as well, of the zone they were chosen in, and never for what is critical", () => {
    const lunch = { quietFrom: 12 * 60, quietUntil: 13 * 60 + 30 };
    expect(dueAt("2026-11-26T11:10:00Z", lunch)).toBe("2026-11-26T12:30:00.000Z");
    expect(dueAt("2026-11-26T17:10:00Z", { ...lunch, quietZone: "America/New_York" })).toBe("2026-11-26T18:30:00.000Z");
    expect(dueAt("2026-11-27T03:00:00Z", night, { severity: "critical" })).toBe("2026-11-27T03:00:00.000Z");
  });
});

describe("what comes together (MON-5)", () => {
  const daily = { preferences: [wish("email", { digest: "daily" })] };

  it.each([
    ["before eight on that day", "2026-11-26T05:00:00Z", { day: "2026-11-26", at: new Date("2026-11-26T07:00:00Z") }],
    ["after eight on the next", "2026-11-26T12:00:00Z", { day: "2026-11-27", at: new Date("2026-11-27T07:00:00Z") }],
    [
      "at eight where clocks were put forward",
      "2026-03-28T12:00:00Z",
      { day: "2026-03-29", at: new Date("2026-03-29T06:00:00Z") },
    ],
  ])("MON-5 %s", (_what, at, digest) => {
    expect(choose({ ...daily, at, severity: "medium" })).toMatchObject({ out: [], digest });
  });

  it("MON-5 is nothing pressing, and nothing of an escalation", () => {
    expect(choose({ ...daily, severity: "high" }).digest).toBeNull();
    expect(choose({ ...daily, severity: "medium", word: "escalation" }).digest).toBeNull();
  });
});
