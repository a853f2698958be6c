import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSensible, planCalendars, type KnownCalendar, type RemoteCalendar } from "./plan-calendars";

const calendar = (changes: Partial<RemoteCalendar> = {}): RemoteCalendar => ({
  remoteCalendarId: "c1",
  name: "Alice",
  zone: "Europe/Oslo",
  color: null,
  access: "owner",
  isPrimary: false,
  isHidden: false,
  isGenerated: false,
  ...changes,
});
const known = (changes: Partial<KnownCalendar> = {}): KnownCalendar => ({
  ...calendar(),
  id: "k1",
  retiredAt: null,
  ...changes,
});

describe("planCalendars", () => {
  it("SYN-5 adds a new calendar, selected when it is sensible", () => {
    const holidays = calendar({ remoteCalendarId: "c2", name: "Holidays", isGenerated: true });
    expect(planCalendars([], [calendar(), holidays]).add).toEqual([
      { calendar: calendar(), isSelected: true },
      { calendar: holidays, isSelected: false },
    ]);
  });

  it("SYN-5 retires what is gone and revives what is there again", () => {
    expect(planCalendars([known()], [])).toMatchObject({ retire: ["k1"], revive: [] });
    expect(planCalendars([known({ retiredAt: new Date(0) })], [])).toMatchObject({ retire: [], revive: [] });
    expect(planCalendars([known({ retiredAt: new Date(0) })], [calendar()])).toMatchObject({
      retire: [],
      revive: ["k1"],
      add: [],
    });
  });

  it("updates a renamed calendar and leaves an unchanged one alone", () => {
    expect(planCalendars([known()], [calendar()])).toEqual({ add: [], update: [], retire: [], revive: [] });
    expect(planCalendars([known()], [calendar({ name: "Sales" })]).update).toEqual([
      { id: "k1", calendar: calendar({ name: "Sales" }) },
    ]);
  });

  it.each([
    ["the primary one", { isPrimary: true, isHidden: true }, true],
    ["one's own", {}, true],
    ["one that is hidden", { isHidden: true }, false],
    ["one that somebody shares", { access: "writer" as const }, false],
    ["one that shows free and busy only", { access: "free_busy" as const }, false],
    ["holidays", { isGenerated: true }, false],
  ])("selects %s by itself: %o", (_, changes, sensible) => expect(isSensible(calendar(changes))).toBe(sensible));

  it("after the plan is carried out, the same list plans nothing", () => {
    const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"));
    const names = fc.constantFrom("x", "y");
    fc.assert(
      fc.property(ids, ids, names, (before, after, name) => {
        const rows = before.map((remoteCalendarId) => known({ id: `k-${remoteCalendarId}`, remoteCalendarId }));
        const listed = after.map((remoteCalendarId) => calendar({ remoteCalendarId, name }));
        const plan = planCalendars(rows, listed);
        const next = [
          ...rows.map((row) => ({
            ...row,
            ...plan.update.find(({ id }) => id === row.id)?.calendar,
            retiredAt: plan.retire.includes(row.id) ? new Date(0) : null,
          })),
          ...plan.add.map((added) => known({ ...added.calendar, id: `k-${added.calendar.remoteCalendarId}` })),
        ];
        expect(planCalendars(next, listed)).toEqual({ add: [], update: [], retire: [], revive: [] });
      }),
    );
  });
});
