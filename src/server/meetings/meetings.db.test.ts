import { describe, expect, it } from "vitest";

import { followEvents } from "@/server/db/meetings/follow-events";
import { meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene();

/** The records of the meetings that a calendar holds or held. */
const meetingsOf = (calendar: SyncedCalendar, icalUids: readonly string[]) =>
  scene.inWorkspace(calendar, (tx) =>
    tx.meeting.findMany({ where: { icalUid: { in: [...icalUids] } }, orderBy: { startsAt: "asc" } }),
  );
const eventsOf = (calendar: SyncedCalendar) =>
  scene.inWorkspace(calendar, (tx) =>
    tx.event.findMany({ where: { calendarId: calendar.calendarId }, orderBy: { startsAt: "asc" } }),
  );
const guests = { attendees: ["bob@meridian.example"] };

describe.each(tokenProviders)("meetings of a calendar of $id (MTG-3)", (provider) => {
  it("MTG-3 a record is made, moved and cancelled with its event, in the transaction of the read", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await scene.edit(calendar, meeting("Kick-off", 1, guests));
    await scene.edit(calendar, meeting("Alone at my desk", 2));
    await scene.sync(calendar);
    const [event] = await eventsOf(calendar);
    const uids = (await eventsOf(calendar)).flatMap(({ icalUid }) => (icalUid === null ? [] : [icalUid]));
    expect(await meetingsOf(calendar, uids)).toMatchObject([{ state: "scheduled", startsAt: event?.startsAt }]);

    const later = meeting("Kick-off", 3, guests).event;
    await scene.edit(calendar, { do: "change", eventId: id, fields: { start: later.start, end: later.end } });
    await scene.sync(calendar);
    const [made] = await meetingsOf(calendar, uids);
    expect(made?.startsAt.getTime()).toBe((event?.startsAt.getTime() ?? 0) + 2 * 86_400_000);

    await scene.edit(calendar, { do: "delete", eventId: id });
    await scene.sync(calendar);
    expect(await meetingsOf(calendar, uids)).toMatchObject([{ id: made?.id, state: "cancelled" }]);
  });

  it("MTG-3 copies in several calendars are one meeting, which is cancelled with the last of them", async () => {
    const [first, second] = [await scene.connect(provider), await scene.connect(provider)];
    const { id } = await scene.edit(first, meeting("Review", 1, guests));
    const copy = await scene.edit(second, meeting("Review", 1, guests));
    await scene.sync(first);
    await scene.sync(second);
    const uids = (await eventsOf(first)).flatMap(({ icalUid }) => (icalUid === null ? [] : [icalUid]));
    // The stand-in gives each calendar's event an id of its own: an invitation carries the organiser's.
    await scene.inWorkspace(second, async (tx) => {
      await tx.meeting.deleteMany({ where: { icalUid: { notIn: uids } } });
      await tx.event.updateMany({ where: { calendarId: second.calendarId }, data: { icalUid: uids[0] ?? null } });
      await followEvents(tx, second, scene.deps.now());
    });
    expect(await meetingsOf(first, uids)).toHaveLength(1);
    await scene.edit(first, { do: "delete", eventId: id });
    await scene.sync(first);
    expect(await meetingsOf(first, uids)).toMatchObject([{ state: "scheduled" }]);
    await scene.edit(second, { do: "delete", eventId: copy.id });
    await scene.sync(second);
    expect(await meetingsOf(first, uids)).toMatchObject([{ state: "cancelled" }]);
  });
});
