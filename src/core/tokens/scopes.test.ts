import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareScopes,
  explainMissing,
  needsUnder,
  readScopes,
  scopesToAsk,
  type Leave,
  type ScopeNeed,
  type ScopeSpelling,
} from "./scopes";

const whole = "https://www.googleapis.com/auth/";
const google: ScopeSpelling = { prefixes: [whole], unlisted: [] };
const microsoft: ScopeSpelling = { prefixes: ["https://graph.microsoft.com/"], unlisted: ["offline_access"] };
const needs: readonly ScopeNeed[] = [
  {
    feature: "list_calendars",
    anyOf: [`${whole}calendar.calendarlist.readonly`, `${whole}calendar.readonly`, `${whole}calendar`],
  },
  { feature: "write_events", anyOf: [`${whole}calendar.events`, `${whole}calendar`] },
  { feature: "free_busy", anyOf: [`${whole}calendar.freebusy`, `${whole}calendar.readonly`, `${whole}calendar`] },
];

describe("scopes", () => {
  it("S6 asks for the least that is enough, each once", () => {
    expect(scopesToAsk(needs, { mayWrite: true })).toEqual([
      `${whole}calendar.calendarlist.readonly`,
      `${whole}calendar.events`,
      `${whole}calendar.freebusy`,
    ]);
  });

  it("S6 whoever lets us only read is asked for nothing that writes, also where it would do for reading too", () => {
    const both: readonly ScopeNeed[] = [
      { feature: "read_events", anyOf: [`${whole}calendar.events`, `${whole}calendar.events.readonly`] },
      ...needs,
    ];
    const asked = scopesToAsk(both, { mayWrite: false });
    expect(asked).toEqual([
      `${whole}calendar.events.readonly`,
      `${whole}calendar.calendarlist.readonly`,
      `${whole}calendar.freebusy`,
    ]);
    const missing = (leave: Leave) => compareScopes(needsUnder(both, leave), asked, google).missing;
    expect(missing({ mayWrite: false })).toEqual([]);
    expect(missing({ mayWrite: true })).toEqual(["write_events"]);
  });

  it.each([
    [
      "everything in whole names",
      `${whole}calendar.events ${whole}calendar.calendarlist.readonly ${whole}calendar.freebusy`,
      [],
    ],
    [
      "everything in short names and another order",
      "calendar.freebusy openid calendar.events calendar.calendarlist.readonly",
      [],
    ],
    ["a wider scope", `${whole}calendar`, []],
    ["F40 one box unticked", `${whole}calendar.events ${whole}calendar.calendarlist.readonly`, ["free_busy"]],
    ["F40 two boxes unticked", `openid ${whole}calendar.events`, ["list_calendars", "free_busy"]],
    ["nothing", "", ["list_calendars", "write_events", "free_busy"]],
  ])("TOK-6 reads %s", (_, answer, missing) =>
    expect(compareScopes(needs, readScopes(answer, google), google).missing).toEqual(missing),
  );

  it("knows short, whole and oddly written names for one, and what is never listed", () => {
    const ms: readonly ScopeNeed[] = [
      { feature: "write_events", anyOf: ["https://graph.microsoft.com/Calendars.ReadWrite"] },
      { feature: "stay_connected", anyOf: ["offline_access"] },
    ];
    for (const answer of [
      "Calendars.ReadWrite openid",
      "https://graph.microsoft.com/calendars.readwrite",
      "CALENDARS.READWRITE,profile",
    ]) {
      expect(compareScopes(ms, readScopes(answer, microsoft), microsoft).missing).toEqual([]);
    }
    expect(compareScopes(ms, readScopes("Calendars.Read", microsoft), microsoft).missing).toEqual(["write_events"]);
  });

  it("what is granted does not depend on order, repetition or spelling", () => {
    const scopes = fc.array(
      fc.constantFrom("calendar", "calendar.events", `${whole}calendar.events`, "Calendar.Events", "openid"),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(scopes, (list) => {
        expect(readScopes([...list].reverse().join(" "), google)).toEqual(
          readScopes([...list, ...list].join("  "), google),
        );
      }),
    );
  });

  it("says what is missing", () => {
    expect(explainMissing(["free_busy"])).toBe(
      "You did not allow your free times. Reconnect and leave the box ticked.",
    );
    expect(explainMissing(["list_calendars", "write_events", "free_busy"])).toContain(
      "the list of your calendars, changes to your events and your free times",
    );
  });
});
