import { describe, expect, it } from "vitest";

import type { As } from "@/testing/api";
import { runNow } from "@/server/sync-now/run-now";
import { bothProviders, useConnecting, type Which } from "@/testing/connecting";

const connecting = await useConnecting();
const { api, sandbox, makeAccount, connect, find, list, work, edit, pass } = connecting;
const [google] = bothProviders;
const hourMs = 3_600_000;
const asAlice = () => api.signIn(api.cast.alice);

const stateOf = (calendarId: string) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
    tx.calendarSyncState.findFirst({ where: { calendarId } }),
  );
const eventsOf = (calendarId: string) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) => tx.event.count({ where: { calendarId } }));
const change = (as: As, id: string, body: Record<string, unknown>) =>
  api.call("PATCH /api/v1/calendar/calendars/{id}", { as, params: { id }, body });
const pause = (as: As, id: string, isPaused: boolean) =>
  api.call("PATCH /api/v1/calendar/connections/{id}", { as, params: { id }, body: { isPaused } });
const look = (as: As, id: string) =>
  api.call("POST /api/v1/calendar/connections/{id}/discover", { as, params: { id } });

async function settle(as: As, which: Which) {
  const email = await makeAccount(which);
  const start = new Date(api.deps.now().getTime() + 24 * hourMs).toISOString();
  const end = new Date(api.deps.now().getTime() + 25 * hourMs).toISOString();
  await edit(email, { do: "create", event: { summary: "Focus", start, end } });
  const { connection } = await connect(as, which, { email });
  await work();
  const calendar = (await find(as, email)).calendars.find(({ isPrimary }) => isPrimary);
  const calendarId = calendar?.id ?? "";
  expect(await eventsOf(calendarId)).toBe(1);
  return { email, connection, calendarId };
}

const placesOf = (title: string) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, async (tx) =>
    (await tx.event.findMany({ where: { title } })).map((event) => event.calendarId),
  );
/** One calendar and no other. */
const readOnly = async (calendarId: string) => {
  const ends = await runNow(api.deps, {
    ...{ workspaceId: api.cast.home, calendarIds: [calendarId], isFull: false, withinMs: 20_000 },
  });
  expect(ends).toMatchObject([{ end: { outcome: "succeeded" } }]);
};

const addCalendar = (email: string, name: string) =>
  sandbox.control<{ id: string }>("POST", `accounts/${email}/calendars`, { name });
const named = async (as: As, email: string, name: string) =>
  (await find(as, email)).calendars.find((calendar) => calendar.name === name);

describe.each(bothProviders)("the calendars of $provider (SYN-5)", (which) => {
  it("one that appears is added within hours and read, one that disappears is retired and keeps its history", async () => {
    const alice = await asAlice();
    const { email } = await settle(alice, which);
    const { id: remoteId } = await addCalendar(email, "Roadshow");
    await pass(6 * hourMs + 60_000);
    await work();
    const added = await named(alice, email, "Roadshow");
    expect(added).toMatchObject({ isSelected: true, isRetired: false });
    expect(await stateOf(added?.id ?? "")).toMatchObject({ status: "healthy" });

    await sandbox.control("DELETE", `accounts/${email}/calendars/${encodeURIComponent(remoteId)}`);
    await pass(6 * hourMs + 60_000);
    await work();
    expect(await named(alice, email, "Roadshow")).toMatchObject({ id: added?.id, isSelected: true, isRetired: true });
    expect(await stateOf(added?.id ?? "")).toMatchObject({ nextSyncAt: null });
    const runs = await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.syncRun.count({ where: { calendarId: added?.id ?? "" } }),
    );
    expect(runs).toBeGreaterThan(0);
  });

  it("one that is there again is revived with its id and its choices, and read", async () => {
    const alice = await asAlice();
    const { email, connection, calendarId } = await settle(alice, which);
    await change(alice, calendarId, { windowFutureDays: 90 });
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, async (tx) => {
      await tx.calendar.updateMany({ where: { id: calendarId }, data: { retiredAt: api.deps.now() } });
      await tx.calendarSyncState.updateMany({ where: { calendarId }, data: { nextSyncAt: null } });
    });
    expect((await look(alice, connection)).status).toBe(200);
    const calendar = (await find(alice, email)).calendars.find(({ id }) => id === calendarId);
    expect(calendar).toMatchObject({ isRetired: false, windowFutureDays: 90 });
    expect((await stateOf(calendarId))?.nextSyncAt).not.toBeNull();
  });

  it("6.45 a meeting that moves from one to another is there once, whichever of them is read first", async () => {
    const alice = await asAlice();
    const { email, connection, calendarId } = await settle(alice, which);
    const { id: remoteId } = await addCalendar(email, "Roadshow");
    await look(alice, connection);
    await work();
    const other = (await named(alice, email, "Roadshow"))?.id ?? "";
    const start = new Date(api.deps.now().getTime() + 48 * hourMs).toISOString();
    const end = new Date(api.deps.now().getTime() + 49 * hourMs).toISOString();
    for (const [title, order] of [
      [`${which.name}: the old one first`, [calendarId, other]],
      [`${which.name}: the new one first`, [other, calendarId]],
    ] as const) {
      const eventId = await edit(email, { do: "create", event: { summary: title, start, end } });
      await readOnly(calendarId);
      expect(await placesOf(title)).toEqual([calendarId]);
      await edit(email, { do: "move-to-calendar", eventId, calendarId: remoteId });
      for (const each of order) await readOnly(each);
      expect(await placesOf(title)).toEqual([other]);
    }
  });

  it("are looked for at once when somebody asks", async () => {
    const alice = await asAlice();
    const { email, connection } = await settle(alice, which);
    await addCalendar(email, "Fair");
    const answer = await look(alice, connection);
    expect(answer.text).toContain("Fair");
    expect(await named(alice, email, "Fair")).toMatchObject({ isSelected: true });
  });

  it("a list without any calendar is an answer gone wrong: nothing is retired", async () => {
    const alice = await asAlice();
    const { email, connection, calendarId } = await settle(alice, which);
    const { providers } = api.deps;
    api.use({
      providers: async () =>
        new Map(
          [...(await providers())].map(([id, real]) => [id, { ...real, listCalendars: () => Promise.resolve([]) }]),
        ),
    });
    expect((await look(alice, connection)).json.code).toBe("provider_away");
    api.use({ providers });
    expect((await find(alice, email)).calendars.find(({ id }) => id === calendarId)).toMatchObject({
      isRetired: false,
    });
  });

  it("a name and a colour that change there change here, and what was chosen stays", async () => {
    const alice = await asAlice();
    const { email, connection, calendarId } = await settle(alice, which);
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.calendar.updateMany({ where: { id: calendarId }, data: { name: "As it was called", isSelected: false } }),
    );
    await look(alice, connection);
    const calendar = (await find(alice, email)).calendars.find(({ id }) => id === calendarId);
    expect(calendar?.name).not.toBe("As it was called");
    expect(calendar?.isSelected).toBe(false);
  });

  it("one that is left out is not kept: its copy goes, and comes back when it is chosen again", async () => {
    const alice = await asAlice();
    const { calendarId } = await settle(alice, which);
    expect((await change(alice, calendarId, { isSelected: false })).json).toMatchObject({ isSelected: false });
    expect(await eventsOf(calendarId)).toBe(0);
    expect(await stateOf(calendarId)).toMatchObject({ nextSyncAt: null, cursor: null, eventsSynced: 0 });
    await pass(hourMs);
    await work();
    expect(await eventsOf(calendarId)).toBe(0);
    expect((await change(alice, calendarId, { isSelected: true })).json).toMatchObject({ isSelected: true });
    await work();
    expect(await eventsOf(calendarId)).toBe(1);
    expect(await stateOf(calendarId)).toMatchObject({ status: "healthy" });
  });

  it("meetings only, and how far is read, act at once on what is copied", async () => {
    const alice = await asAlice();
    const { calendarId } = await settle(alice, which);
    await change(alice, calendarId, { meetingsOnly: true });
    await work();
    expect(await eventsOf(calendarId)).toBe(0);
    await change(alice, calendarId, { meetingsOnly: false });
    await work();
    expect(await eventsOf(calendarId)).toBe(1);
    const far = new Date(api.deps.now().getTime() + 300 * 24 * hourMs);
    const { coveredUntil: before } = (await stateOf(calendarId)) ?? {};
    expect(before && before < far).toBe(true);
    await change(alice, calendarId, { windowFutureDays: 365 });
    await work();
    const { coveredUntil: after } = (await stateOf(calendarId)) ?? {};
    expect(after && after > far).toBe(true);
  });

  it("one that is paused is not read until its person goes on, and nothing was missed then", async () => {
    const alice = await asAlice();
    const { email, calendarId } = await settle(alice, which);
    expect((await change(alice, calendarId, { isPaused: true })).json).toMatchObject({ isPaused: true });
    const start = new Date(api.deps.now().getTime() + 26 * hourMs).toISOString();
    const end = new Date(api.deps.now().getTime() + 27 * hourMs).toISOString();
    await edit(email, { do: "create", event: { summary: "Meanwhile", start, end } });
    await pass(2 * hourMs);
    await work();
    expect(await eventsOf(calendarId)).toBe(1);
    expect(await stateOf(calendarId)).toMatchObject({ nextSyncAt: null, status: "paused" });
    await change(alice, calendarId, { isPaused: false });
    await work();
    expect(await eventsOf(calendarId)).toBe(2);
    expect(await stateOf(calendarId)).toMatchObject({ status: "healthy" });
  });

  it("all of a paused connection wait, but those that were paused alone stay so", async () => {
    const alice = await asAlice();
    const { email, connection, calendarId } = await settle(alice, which);
    await addCalendar(email, "Alone");
    await look(alice, connection);
    const alone = (await named(alice, email, "Alone"))?.id ?? "";
    await change(alice, alone, { isPaused: true });
    expect((await pause(alice, connection, true)).json).toMatchObject({ isPaused: true });
    expect(await stateOf(calendarId)).toMatchObject({ nextSyncAt: null, status: "paused" });
    expect((await pause(alice, connection, false)).json).toMatchObject({ isPaused: false });
    expect((await stateOf(calendarId))?.nextSyncAt).not.toBeNull();
    expect(await stateOf(alone)).toMatchObject({ nextSyncAt: null, status: "paused" });
    const audit = await api.call("GET /api/v1/audit", { as: alice, query: { action: "connection" } });
    for (const action of ["connection.paused", "connection.resumed"]) expect(audit.text).toContain(action);
  });
});

describe("who sees what", () => {
  it("a manager sees how somebody else's accounts are, and none of their calendars' names", async () => {
    const bob = await api.signIn(api.cast.bob);
    const { email } = await settle(bob, google);
    await addCalendar(email, "Divorce lawyer");
    await look(bob, (await find(bob, email)).id);
    const grace = await api.signIn(api.cast.grace);
    const seen = await api.call("GET /api/v1/calendar/connections", { as: grace, query: { userId: api.cast.bob } });
    expect(seen.json.connections).toMatchObject([{ accountEmail: email, calendars: [], counts: { calendars: 2 } }]);
    expect(seen.text).not.toContain("Divorce");
    expect((await list(grace)).connections).toEqual([]);
  });

  it("a member sees nobody else's, and nobody sees those of who is not here", async () => {
    const ask = (as: As, userId: string) => api.call("GET /api/v1/calendar/connections", { as, query: { userId } });
    const { cast } = api;
    expect((await ask(await api.signIn(cast.bob), cast.alice)).json.code).toBe("not_allowed");
    expect((await ask(await api.signIn(cast.grace), cast.mallory)).json.code).toBe("not_found");
  });

  it.each([
    { windowPastDays: -1 },
    { windowPastDays: 3_661 },
    { windowFutureDays: 0 },
    { windowFutureDays: 1.5 },
    { isSelected: "yes" },
    { syncDirection: "write" },
    { name: "Mine" },
    { connectionId: "x" },
  ])("S26 nobody sets %j", async (body) => {
    const alice = await asAlice();
    const { calendarId } = await settle(alice, google);
    expect((await change(alice, calendarId, body)).json.code).toBe("invalid_request");
  });
});
