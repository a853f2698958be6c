import { randomUUID } from "node:crypto";

import { afterEach, describe, expect, it } from "vitest";

import { at, meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";
import { retryEvent } from "./retry-event";

const scene = useSyncScene({ pageSize: 4 });

afterEach(() => scene.mend());

const change = (calendar: SyncedCalendar, eventId: string, fields: Record<string, unknown>) =>
  scene.edit(calendar, { do: "change", eventId, fields });
const tooOld = { start: "1850-01-01T09:00:00Z", end: "1850-01-01T10:00:00Z" };

async function retry(calendar: SyncedCalendar): Promise<void> {
  const [aside] = await scene.quarantine(calendar);
  const { workspaceId, calendarId } = calendar;
  const work = {
    workId: randomUUID(),
    name: "event.retry",
    attempts: 1,
    fence: 1n,
    priority: 2,
    wasDueAt: scene.deps.now(),
  } as const;
  const payload = { calendarId, remoteId: aside?.remoteId ?? "" };
  await retryEvent(scene.deps, { ...work, workspaceId, payload }, AbortSignal.timeout(30_000));
}

describe.each(tokenProviders)("events of $id", (provider) => {
  it("F66 TZ-4 sets an event aside that lies in no calendar's time, and the rest goes on", async () => {
    const calendar = await scene.connect(provider);
    for (let day = 1; day <= 5; day += 1) await scene.edit(calendar, meeting(`Day ${day}`, day));
    const { id } = await scene.edit(calendar, meeting("Spoiled", 6));
    await scene.sync(calendar);
    await change(calendar, id, tooOld);
    await scene.edit(calendar, meeting("New", 7));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    // Outlook reads by window: an event out of it is gone, whatever its year.
    const aside = await scene.quarantine(calendar);
    if (provider.id === "google") expect(aside).toMatchObject([{ reasonCode: "year_out_of_range", attempts: 1 }]);
    expect(await scene.titles(calendar)).toContain("New");
  });

  it("F63 TZ-3 keeps an event whose zone nobody knows, with a flag, where an offset makes the instant certain", async () => {
    const calendar = await scene.connect(provider);
    const extra = {
      google: { start: { dateTime: `${at(2, 9)}+01:00`, timeZone: "Mars/Phobos" } },
      outlook: { startZoneName: "Mars/Phobos" },
    };
    await scene.edit(calendar, meeting("On Mars", 2, { extra: extra[provider.id] }));
    await scene.edit(calendar, meeting("On Earth", 3));
    await scene.sync(calendar);
    const events = await scene.events(calendar);
    expect(events.map(({ title }) => title)).toEqual(["On Mars", "On Earth"]);
    expect(events[0]).toMatchObject({ zoneDoubt: "zone_unknown", startZone: "Mars/Phobos", startIanaZone: null });
    expect(events[0]?.flags).toContain("zone_unknown");
  });

  it("F64 keeps an event whose texts no database holds, without what nobody can see", async () => {
    const calendar = await scene.connect(provider);
    await scene.edit(calendar, meeting("a\u0000b\ud800c", 1));
    await scene.edit(calendar, meeting("Whole", 2));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    const titles = await scene.titles(calendar);
    expect(titles).toHaveLength(2);
    expect(titles.join("")).not.toContain("\u0000");
    expect((await scene.events(calendar))[0]?.flags).toContain("text_cleaned");
  });

  it("F65 cuts what is too long, and says so", async () => {
    const calendar = await scene.connect(provider);
    const attendees = Array.from({ length: 450 }, (_, index) => `guest${index}@meridian.example`);
    await scene.edit(calendar, meeting("x".repeat(5_000), 1, { attendees, description: "y".repeat(300_000) }));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    const [event] = await scene.events(calendar);
    expect(event?.title?.length).toBeLessThanOrEqual(1_024);
    expect(event?.flags).toEqual(expect.arrayContaining(["attendees_cut", "text_cut"]));
    expect(event?.attendeeCount).toBe(450);
    expect((event?.attendees as unknown[]).length).toBeLessThanOrEqual(200);
  });

  it("F74 SYN-4 takes a cancelled occurrence, a moved one and its series in whatever order they come", async () => {
    const calendar = await scene.connect(provider);
    const recurrence = ["RRULE:FREQ=DAILY;COUNT=6"];
    const { id } = await scene.edit(calendar, meeting("Daily", 2, { recurrence }));
    await scene.edit(calendar, { do: "cancel-occurrence", eventId: id, original: at(3, 9) });
    await scene.sync(calendar);
    expect(await scene.titles(calendar)).toHaveLength(5);
    await scene.edit(calendar, {
      ...{ do: "change-occurrence", eventId: id, original: at(5, 9) },
      fields: { summary: "Later", start: at(5, 15), end: at(5, 16) },
    });
    await scene.edit(calendar, { do: "cancel-occurrence", eventId: id, original: at(4, 9) });
    await scene.sync(calendar);
    expect(await scene.titles(calendar)).toEqual(["Daily", "Daily", "Daily", "Later"]);
    await scene.edit(calendar, { do: "delete", eventId: id });
    await scene.sync(calendar);
    expect(await scene.titles(calendar)).toEqual([]);
  });

  it("F81 ends with an event that changes between two pages as it is then, once", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await scene.edit(calendar, meeting("Before", 1));
    for (let day = 2; day <= 9; day += 1) await scene.edit(calendar, meeting(`Day ${day}`, day));
    let isChanged = false;
    scene.wrap((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        const page = await inner.listChanges(call, request);
        if (!isChanged) await change(calendar, id, { summary: "After" });
        isChanged = true;
        return page;
      },
    }));
    await scene.sync(calendar);
    scene.unwrap();
    await scene.sync(calendar);
    const titles = await scene.titles(calendar);
    expect(titles.filter((title) => title === "After")).toHaveLength(1);
    expect(titles).toHaveLength(9);
  });

  it("retries one event that was set aside, without a sync", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await scene.edit(calendar, meeting("Spoiled", 6));
    await scene.sync(calendar);
    const [row] = await scene.events(calendar);
    await scene.inWorkspace(calendar, (tx) =>
      tx.quarantinedEvent.create({
        data: {
          ...{ workspaceId: calendar.workspaceId, calendarId: calendar.calendarId, remoteId: row?.remoteId ?? "" },
          ...{ reasonCode: "unknown_zone", firstSeenAt: scene.deps.now(), lastSeenAt: scene.deps.now() },
        },
      }),
    );
    await change(calendar, id, { summary: "Repaired" });
    const calls = await scene.listings(calendar);
    await retry(calendar);
    expect(await scene.titles(calendar)).toEqual(["Repaired"]);
    expect(await scene.quarantine(calendar)).toEqual([]);
    expect(await scene.listings(calendar)).toBe(calls);
    await scene.sync(calendar);
    expect(await scene.titles(calendar)).toEqual(["Repaired"]);
  });

  it("F45 takes an event that was set aside and is deleted by now for gone", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await scene.edit(calendar, meeting("Gone", 6));
    await scene.sync(calendar);
    const [row] = await scene.events(calendar);
    await scene.inWorkspace(calendar, (tx) =>
      tx.quarantinedEvent.create({
        data: {
          ...{ workspaceId: calendar.workspaceId, calendarId: calendar.calendarId, remoteId: row?.remoteId ?? "" },
          ...{ reasonCode: "unknown_zone", firstSeenAt: scene.deps.now(), lastSeenAt: scene.deps.now() },
        },
      }),
    );
    await scene.edit(calendar, { do: "delete", eventId: id });
    await retry(calendar);
    expect(await scene.titles(calendar)).toEqual([]);
    expect(await scene.quarantine(calendar)).toEqual([]);
  });
});
