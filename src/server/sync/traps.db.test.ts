// The traps of section 6 of the provider facts (docs/reference/provider-facts.md), from the person's edit to our rows.
import { describe, expect, it } from "vitest";

import { useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene();
const newYork = "America/New_York";
/** A Monday in winter, inside of every window we read. */
const monday = (() => {
  const day = new Date(Date.now() + 20 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
})();
const plus = (days: number) => new Date(Date.parse(monday) + days * 86_400_000).toISOString().slice(0, 10);
const time = (day: string, hour: number, zone = newYork) => ({
  at: `${day}T${String(hour).padStart(2, "0")}:00:00`,
  zone,
});
const create = (calendar: SyncedCalendar, event: Record<string, unknown>) =>
  scene.edit(calendar, { do: "create", event });
const starts = async (calendar: SyncedCalendar) =>
  (await scene.events(calendar)).map(({ startsAt }) => startsAt?.toISOString());
/** The platform's own opinion of what a wall in New York or Los Angeles is. */
const hourIn = (at: Date | null | undefined, zone: string) =>
  at && new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(at);

const daily = (count: number) => [`RRULE:FREQ=DAILY;COUNT=${count}`];

describe.each(tokenProviders)("times of $id in the mirror", (provider) => {
  it("6.1 a weekly meeting keeps its wall time over the change of the clocks, and its instant moves", async () => {
    const calendar = await scene.connect(provider);
    await create(calendar, {
      summary: "Weekly",
      start: time(monday, 9),
      end: time(monday, 10),
      recurrence: ["RRULE:FREQ=WEEKLY;COUNT=20"],
    });
    await scene.sync(calendar);
    const events = await scene.events(calendar);
    expect(events).toHaveLength(20);
    expect(new Set(events.map(({ startsAt }) => hourIn(startsAt, newYork)))).toEqual(new Set(["09:00"]));
    expect(new Set(events.map(({ startsAt }) => hourIn(startsAt, "UTC"))).size).toBe(2);
  });

  it("6.34 a series that moves to another zone moves whole, without a double", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await create(calendar, {
      summary: "Call",
      start: time(monday, 9),
      end: time(monday, 10),
      recurrence: daily(5),
    });
    await scene.sync(calendar);
    const before = await starts(calendar);
    const there = "America/Los_Angeles";
    await scene.edit(calendar, {
      do: "change",
      eventId: id,
      fields: { start: time(monday, 9, there), end: time(monday, 10, there) },
    });
    await scene.sync(calendar);
    const after = await starts(calendar);
    expect(after).toEqual(before.map((at) => new Date(Date.parse(at ?? "") + 3 * 3_600_000).toISOString()));
    expect(await scene.runs(calendar)).toHaveLength(2);
  });

  it("6.35 a series that becomes whole days, and timed again, is never there twice", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await create(calendar, {
      summary: "Fair",
      start: time(monday, 9),
      end: time(monday, 10),
      recurrence: daily(3),
    });
    await scene.sync(calendar);
    await scene.edit(calendar, { do: "change", eventId: id, fields: { start: monday, end: plus(1) } });
    await scene.sync(calendar);
    expect((await scene.events(calendar)).map(({ isAllDay }) => isAllDay)).toEqual([true, true, true]);
    await scene.edit(calendar, {
      do: "change",
      eventId: id,
      fields: { start: time(monday, 9), end: time(monday, 10) },
    });
    await scene.sync(calendar);
    expect((await scene.events(calendar)).map(({ isAllDay }) => isAllDay)).toEqual([false, false, false]);
  });

  it("6.33 a series that is split keeps every day once", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await create(calendar, {
      summary: "Standup",
      start: time(monday, 9),
      end: time(monday, 10),
      recurrence: daily(6),
    });
    await scene.sync(calendar);
    const before = await starts(calendar);
    await scene.edit(calendar, {
      do: "split",
      eventId: id,
      original: time(plus(3), 9),
      fields: { summary: "Second half" },
    });
    await scene.sync(calendar);
    expect(await starts(calendar)).toEqual(before);
    expect((await scene.titles(calendar)).filter((title) => title === "Second half")).toHaveLength(3);
  });

  it("F73 6.43 6.44 a meeting of two connected accounts is a row in each calendar, under one iCalendar id", async () => {
    const [host, guest] = [await scene.connect(provider), await scene.connect(provider)];
    // Both calendars of one provider give it one id too, where the provider lets the copy have it.
    const copy = { id: "together0001", uid: `together@${host.email}`, summary: "Together" };
    for (const calendar of [host, guest])
      await create(calendar, { ...copy, start: time(monday, 9), end: time(monday, 10) });
    for (const calendar of [host, guest]) await scene.sync(calendar);
    const rows = [...(await scene.events(host)), ...(await scene.events(guest))];
    expect(rows.map(({ calendarId }) => calendarId).toSorted()).toEqual([host.calendarId, guest.calendarId].toSorted());
    expect(rows[0]?.icalUid).toEqual(expect.any(String));
    expect(rows[1]?.icalUid).toBe(rows[0]?.icalUid);
  });

  it("6.15 an event over midnight is there once, with both of its days", async () => {
    const calendar = await scene.connect(provider);
    await create(calendar, { summary: "Night flight", start: time(monday, 23), end: time(plus(1), 1) });
    await scene.sync(calendar);
    const events = await scene.events(calendar);
    expect(events.map(({ startsAt, endsAt }) => [hourIn(startsAt, newYork), hourIn(endsAt, newYork)])).toEqual([
      ["23:00", "01:00"],
    ]);
    expect((events[0]?.endsAt?.getTime() ?? 0) - (events[0]?.startsAt?.getTime() ?? 0)).toBe(2 * 3_600_000);
  });

  it("6.17 6.50 an event without length is there, and fractions of a second are none", async () => {
    const calendar = await scene.connect(provider);
    await create(calendar, { summary: "Reminder", start: time(monday, 9), end: time(monday, 9) });
    await scene.sync(calendar);
    const [event] = await scene.events(calendar);
    expect(event?.startsAt).toEqual(event?.endsAt);
    expect(event?.startsAt?.getTime()).toBe(Math.floor((event?.startsAt?.getTime() ?? 0) / 1_000) * 1_000);
  });
});
