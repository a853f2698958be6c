// SYN-5: whether we may write into a calendar, and who keeps to it: booking pages, bookings and the test of push.
import { expect, it } from "vitest";

import { orderWrite } from "@/server/sync/own-writes";
import { randomUUID } from "node:crypto";
import { bothProviders } from "@/testing/connecting";
import { useWatching, type Watched } from "@/testing/watching";

const { api, watch, find } = await useWatching();
const [google, outlook] = bothProviders;
const home = () => ({ workspaceId: api.cast.home });

const change = ({ as, calendarId }: Watched, syncDirection: "read" | "two_way") =>
  api.call("PATCH /api/v1/calendar/calendars/{id}", { as, params: { id: calendarId }, body: { syncDirection } });
const shown = async ({ as, email, calendarId }: Watched) =>
  (await find(as, email)).calendars.find(({ id }) => id === calendarId)?.syncDirection;
const setCalendar = ({ calendarId }: Watched, data: { accessRole: string }) =>
  api.deps.db.inWorkspace(home(), (tx) => tx.calendar.updateMany({ where: { id: calendarId }, data }));
const openPage = ({ as, calendarId }: Watched, is_active = true) =>
  api.call("POST /api/calendars/configurations", {
    as,
    body: {
      ...{ slug: `demo-${randomUUID()}`, title: "Demo", timezone: "Europe/Berlin", is_active },
      ...{ duration_minutes: 30, weekly_hours: { 1: [{ from: "09:00", until: "17:00" }] } },
      hosts: [{ user_id: api.cast.alice, main_calendar_id: calendarId }],
    },
  });
const order = ({ calendarId }: Watched, operation: "create" | "cancel") =>
  api.deps.db.inWorkspace(home(), (tx) =>
    orderWrite(
      tx,
      { ...home(), calendarId },
      {
        ...{ id: randomUUID(), userId: api.cast.alice, requestedBy: null, notify: "nobody", now: api.deps.now() },
        order:
          operation === "cancel" ? { operation, remoteId: "ours", ifVersion: null } : { operation, draft: draft() },
      },
    ),
  );
const draft = () => ({
  ...{ title: "Demo", location: "", description: "", attendees: [], withConference: false },
  ...{ shownAs: "busy" as const, visibility: "default" as const },
  times: { kind: "all_day" as const, firstDay: "2030-01-01", endDay: "2030-01-02" } as never,
});

it("SYN-5 a calendar may be written into unless its person says no, or their account may only read it", async () => {
  const watched = await watch(google);
  expect(await shown(watched)).toBe("two_way");
  expect((await change(watched, "read")).json).toMatchObject({ syncDirection: "read" });
  expect(await shown(watched)).toBe("read");
  expect((await change(watched, "two_way")).json).toMatchObject({ syncDirection: "two_way" });
  await setCalendar(watched, { accessRole: "reader" });
  expect(await shown(watched)).toBe("read");
  expect((await change(watched, "two_way")).json).toMatchObject({ code: "calendar_is_read_only" });
  expect((await openPage(watched)).json).toMatchObject({ code: "calendar_is_read_only" });
});

it("SYN-5 no booking page writes where nobody may, and one that is in use keeps its calendar", async () => {
  const watched = await watch(google);
  await change(watched, "read");
  expect(await openPage(watched)).toMatchObject({ status: 409, json: { code: "calendar_is_read_only" } });
  await change(watched, "two_way");
  const { json, status } = await openPage(watched);
  expect(status, JSON.stringify(json)).toBe(201);
  expect(await change(watched, "read")).toMatchObject({ status: 409, json: { code: "calendar_takes_bookings" } });
  expect(await shown(watched)).toBe("two_way");
});

it("SYN-5 nothing new is ordered where we may only read, and what we wrote before may be taken back", async () => {
  const watched = await watch(google);
  await order(watched, "create");
  await change(watched, "read");
  await expect(order(watched, "create")).rejects.toMatchObject({ code: "calendar_is_read_only" });
  await expect(order(watched, "cancel")).resolves.toBeUndefined();
});

it.each([google, outlook])(
  "SYN-5 WHK-3 at $provider the test of push writes nothing where we may only read",
  async (which) => {
    const watched = await watch(which);
    await change(watched, "read");
    const { json } = await api.call("POST /api/v1/calendar/webhook/test/{userId}", {
      ...{ as: watched.as, params: { userId: api.cast.alice }, query: { connectionId: watched.connection } },
    });
    expect(json).toMatchObject({ results: [{ result: "failed", code: "calendar_is_read_only" }] });
    expect(
      await api.deps.db.inWorkspace(home(), (tx) => tx.eventWrite.count({ where: { calendarId: watched.calendarId } })),
    ).toBe(0);
  },
);
