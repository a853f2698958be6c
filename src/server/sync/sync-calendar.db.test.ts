import { describe, expect, it } from "vitest";

import { requestSync } from "@/server/sync/request-sync";
import { syncCalendar } from "@/server/sync/sync-calendar";
import { meeting, at, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";
import { runIdOf } from "./run-record";

const scene = useSyncScene();

/** How often rows of the mirror were written, by PostgreSQL's own account of row versions. */
const versionsOf = async (calendar: SyncedCalendar) => {
  const rows = await scene.inWorkspace(
    calendar,
    (tx) => tx.$queryRaw<{ id: string; version: string }[]>`
      select id::text, xmin::text || ctid::text as version from events
      where workspace_id = ${calendar.workspaceId}::uuid and calendar_id = ${calendar.calendarId}::uuid order by id`,
  );
  return rows;
};

describe.each(tokenProviders)("a calendar of $id", (provider) => {
  it("SYN-1 SYN-2 is mirrored, and then follows what changes", async () => {
    const calendar = await scene.connect(provider);
    const { id } = await scene.edit(calendar, meeting("Kick-off", 1));
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "full" });
    expect(await scene.titles(calendar)).toEqual(["Kick-off"]);
    await scene.edit(calendar, { do: "change", eventId: id, fields: { summary: "Moved" } });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "delta" });
    expect(await scene.titles(calendar)).toEqual(["Moved"]);
    await scene.edit(calendar, { do: "delete", eventId: id });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", counts: { removed: 1 } });
    expect(await scene.titles(calendar)).toEqual([]);
    const removed = await scene.inWorkspace(calendar, (tx) =>
      tx.removedEvent.findMany({ where: { calendarId: calendar.calendarId } }),
    );
    expect(removed).toMatchObject([{ cause: "deleted" }]);
  });

  it("SYN-3 P3 costs one call and no row of the mirror where nothing has changed (F79)", async () => {
    const calendar = await scene.connect(provider);
    for (const day of [1, 2, 3]) await scene.edit(calendar, meeting(`Day ${day}`, day));
    await scene.sync(calendar);
    const [before, rows, calls] = [
      await scene.state(calendar),
      await versionsOf(calendar),
      await scene.listings(calendar),
    ];
    scene.pass(1_000);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "delta" });
    const after = await scene.state(calendar);
    expect(await scene.listings(calendar)).toBe(calls + 1);
    expect(await versionsOf(calendar)).toEqual(rows);
    expect(after.lastSuccessAt?.getTime()).toBeGreaterThan(before.lastSuccessAt?.getTime() ?? 0);
    expect(after).toMatchObject({ eventsSynced: 3, leaseUntil: null, leaseOwner: null, round: null, gapSince: null });
    // The cursor that came with nothing is kept: the next look costs no more than this one.
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", kind: "delta" });
  });

  it("tells its run, its cursor, its interval and its health in the row of the calendar", async () => {
    const calendar = await scene.connect(provider);
    await scene.edit(calendar, meeting("Kick-off", 1, { attendees: ["bob@meridian.example"] }));
    const claim = await scene.claim(calendar);
    await syncCalendar(scene.deps, claim, AbortSignal.timeout(60_000));
    expect(await scene.runs(calendar)).toMatchObject([
      { id: runIdOf(claim), kind: "full", outcome: "succeeded", added: 1, pages: 1, calls: 1, fence: claim.fence },
    ]);
    const state = await scene.state(calendar);
    expect(state).toMatchObject({ status: "healthy", consecutiveFailures: 0, lastError: null, crashes: 0 });
    expect(state.cursorKind).toBe(provider.id === "google" ? "sync_token" : "delta_link");
    expect(state.nextSyncAt?.getTime()).toBeGreaterThan(scene.deps.now().getTime());
    expect(state.coveredUntil?.getTime()).toBeGreaterThan(scene.deps.now().getTime() + 179 * 86_400_000);
  });

  it("is due again within a second when something is announced while it is being read", async () => {
    const calendar = await scene.connect(provider);
    const claim = await scene.claim(calendar);
    const { workspaceId, calendarId } = calendar;
    scene.wrap((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        const page = await inner.listChanges(call, request);
        await scene.inWorkspace(calendar, (tx) =>
          requestSync(tx, {
            workspaceId,
            calendarIds: [calendarId],
            trigger: "notification",
            priority: 1,
            now: scene.deps.now(),
          }),
        );
        return page;
      },
    }));
    await syncCalendar(scene.deps, claim, AbortSignal.timeout(60_000));
    scene.unwrap();
    const state = await scene.state(calendar);
    expect(state).toMatchObject({ priority: 1, leaseOwner: null });
    expect(state.nextSyncAt?.getTime()).toBeLessThanOrEqual(scene.deps.now().getTime() + 1_000);
    await scene.sync(calendar);
    expect((await scene.runs(calendar)).map(({ trigger }) => trigger)).toEqual(["schedule", "notification"]);
    expect((await scene.state(calendar)).priority).toBe(0);
  });

  it("is not made due by a run that began before it was no longer wanted", async () => {
    const calendar = await scene.connect(provider);
    const { workspaceId, calendarId } = calendar;
    const claim = await scene.claim(calendar);
    await scene.inWorkspace(calendar, (tx) =>
      tx.calendar.update({ where: { workspaceId_id: { workspaceId, id: calendarId } }, data: { isSelected: false } }),
    );
    await syncCalendar(scene.deps, claim, AbortSignal.timeout(60_000));
    expect((await scene.state(calendar)).nextSyncAt).toBeNull();
  });

  it("I10 F12 writes nothing when its lease was taken over before it began, or while it was reading", async () => {
    const calendar = await scene.connect(provider);
    await scene.edit(calendar, meeting("Kick-off", 1));
    const stale = await scene.claim(calendar);
    await scene.claim(calendar);
    expect(await syncCalendar(scene.deps, stale, AbortSignal.timeout(60_000))).toEqual({ outcome: "lease_lost" });
    scene.wrap((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        const page = await inner.listChanges(call, request);
        await scene.claim(calendar);
        return page;
      },
    }));
    expect(await scene.sync(calendar)).toEqual({ outcome: "lease_lost" });
    scene.unwrap();
    expect(await scene.titles(calendar)).toEqual([]);
    expect((await scene.state(calendar)).cursor).toBeNull();
    expect(await scene.runs(calendar)).toEqual([]);
  });

  it("MTG-1 MTG-2 TZ-1 keeps what a meeting is, how it is joined, and the zone it was agreed in", async () => {
    const calendar = await scene.connect(provider);
    const more = { attendees: ["bob@meridian.example"], location: "https://zoom.us/j/1234567890" };
    await scene.edit(calendar, meeting("Review", 2, more));
    await scene.sync(calendar);
    const [event] = await scene.events(calendar);
    expect(event).toMatchObject({
      isMeeting: true,
      meetingReason: "others_attend",
      joinService: "zoom",
      attendeeCount: 1,
    });
    expect(event?.joinUrl).toContain("zoom.us/j/1234567890");
    expect(event?.startWall).toBe(at(2, 9));
    expect(event?.startIanaZone).toBe("Europe/Berlin");
  });

  it("F72 TZ-2 keeps an all-day event as days, in whatever zone", async () => {
    const calendar = await scene.connect(provider);
    const [first, last] = [at(3, 0).slice(0, 10), at(5, 0).slice(0, 10)];
    await scene.edit(calendar, { do: "create", event: { summary: "Fair", start: first, end: last } });
    await scene.sync(calendar);
    const [event] = await scene.events(calendar);
    expect(event?.isAllDay).toBe(true);
    expect([event?.startDate, event?.endDate].map((day) => day?.toISOString().slice(0, 10))).toEqual([first, last]);
  });
});
