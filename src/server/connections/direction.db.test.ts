// SYN-5: whether we may write into a calendar, and who keeps to it: booking pages, bookings and the test of push.
import { expect, it } from "vitest";

import { hosting } from "@/server/db/booking/candidates";
import { orderWrite } from "@/server/sync/own-writes";
import { randomUUID } from "node:crypto";
import { makeRequested } from "@/testing/booking-rows";
import { decideConsent } from "@/testing/consent-page";
import { bothProviders } from "@/testing/connecting";
import { useWatching, type Watched } from "@/testing/watching";

const { api, watch, find, begin, comeBack } = await useWatching();
const [google, outlook] = bothProviders;
const home = () => ({ workspaceId: api.cast.home });

const change = ({ as, calendarId }: Watched, syncDirection: "read" | "two_way") =>
  api.call("PATCH /api/v1/calendar/calendars/{id}", { as, params: { id: calendarId }, body: { syncDirection } });
const shown = async ({ as, email, calendarId }: Watched) =>
  (await find(as, email)).calendars.find(({ id }) => id === calendarId)?.syncDirection;
const setCalendar = ({ calendarId }: Watched, data: { accessRole: string }) =>
  api.deps.db.inWorkspace(home(), (tx) => tx.calendar.updateMany({ where: { id: calendarId }, data }));
/** As somebody who connected the account for reading only. */
const readOnly = ({ connection }: Watched) =>
  api.deps.db.inWorkspace(home(), (tx) =>
    tx.connection.updateMany({ where: { id: connection }, data: { mayWrite: false } }),
  );
const connectReading = async ({ as, email }: Watched) => {
  const address = await begin(as, google.provider, { mayWrite: false });
  return comeBack(as, google.provider, await decideConsent(address, { email }));
};
/** A booking to come whose event is in the calendar, of a page that is gone. */
const book = async ({ calendarId }: Watched) => {
  const asked = { ...home(), hostUserId: api.cast.alice, now: api.deps.now(), guests: ["guest@example.test"] };
  const { id } = await makeRequested(api.deps.db, asked);
  await api.deps.db.inWorkspace(home(), (tx) => tx.booking.updateMany({ where: { id }, data: { calendarId } }));
};
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

it("S6 an account that is only read takes no booking page, and nothing new is ordered into it", async () => {
  const watched = await watch(google);
  await readOnly(watched);
  expect(await shown(watched)).toBe("read");
  expect(await openPage(watched)).toMatchObject({ status: 409, json: { code: "calendar_is_read_only" } });
  await expect(order(watched, "create")).rejects.toMatchObject({ code: "calendar_is_read_only" });
  const candidates = await api.deps.db.inWorkspace(home(), (tx) => hosting(tx, api.cast.home));
  const calendars = candidates.flatMap((candidate) => candidate.calendars);
  expect(calendars.find(({ id }) => id === watched.calendarId)).toMatchObject({ canWrite: false });
});

it("S6 whoever disconnects and comes back for reading only is told what their bookings still need", async () => {
  const [booked, coming, free] = [await watch(google), await watch(google), await watch(google)];
  expect((await openPage(booked)).status).toBe(201);
  await book(coming);
  for (const { as, connection } of [booked, coming, free])
    await api.call("DELETE /api/v1/calendar/connections/{id}", {
      ...{ as, params: { id: connection }, query: { keepEvents: "true" } },
    });
  for (const each of [booked, coming]) {
    expect(await connectReading(each)).toMatchObject({ result: "connected_partly", connection: each.connection });
    expect(await find(each.as, each.email)).toMatchObject({
      mayWrite: true,
      missing: { features: ["write_events"] },
    });
  }
  expect(await connectReading(free)).toMatchObject({ result: "reconnected", connection: free.connection });
  expect(await find(free.as, free.email)).toMatchObject({ mayWrite: false, missing: null });
});

it.each([google, outlook])(
  "SYN-5 WHK-3 at $provider the test of push writes nothing where we may only read",
  async (which) => {
    const watched = await watch(which);
    await (which === google ? change(watched, "read") : readOnly(watched));
    const { json } = await api.call("POST /api/v1/calendar/webhook/test/{userId}", {
      ...{ as: watched.as, params: { userId: api.cast.alice }, query: { connectionId: watched.connection } },
    });
    expect(json).toMatchObject({ results: [{ result: "failed", code: "calendar_is_read_only" }] });
    expect(
      await api.deps.db.inWorkspace(home(), (tx) => tx.eventWrite.count({ where: { calendarId: watched.calendarId } })),
    ).toBe(0);
  },
);
