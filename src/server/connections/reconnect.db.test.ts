import { describe, expect, it } from "vitest";

import { dayMs } from "@/core/time/wall-time";
import type { As } from "@/testing/api";
import { bothProviders, useConnecting, type Which } from "@/testing/connecting";

const connecting = await useConnecting();
const { api, sandbox, makeAccount, connect, find, list, work, edit, pass } = connecting;
const asAlice = () => api.signIn(api.cast.alice);

const atDays = (days: number) => {
  const at = new Date(Math.floor(api.deps.now().getTime() / dayMs) * dayMs + days * dayMs + 9 * 3_600_000);
  return { start: at.toISOString(), end: new Date(at.getTime() + 1_800_000).toISOString() };
};
const create = (email: string, summary: string, days: number) =>
  edit(email, { do: "create", event: { summary, ...atDays(days) } });

const eventsOf = (calendarId: string) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
    tx.event.findMany({ where: { calendarId }, orderBy: { title: "asc" }, select: { id: true, title: true } }),
  );
const titles = async (calendarId: string) => (await eventsOf(calendarId)).map(({ title }) => title);
const stateOf = (calendarId: string) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
    tx.calendarSyncState.findFirstOrThrow({ where: { calendarId } }),
  );

/** Connected, with two events read. */
async function settle(alice: As, which: Which) {
  const email = await makeAccount(which);
  const kept = await create(email, "Kept", 110);
  const gone = await create(email, "Gone", 115);
  const { connection } = await connect(alice, which, { email });
  await work();
  const before = await find(alice, email);
  const calendarId = before.calendars.find(({ isPrimary }) => isPrimary)?.id ?? "";
  expect(await titles(calendarId)).toEqual(["Gone", "Kept"]);
  return { email, kept, gone, connection, before, calendarId };
}

describe.each(bothProviders)("reconnecting $provider", (which) => {
  it("TOK-7 F82 after 100 days without access repairs it in place and brings everything that was missed", async () => {
    let alice = await asAlice();
    const { email, kept, gone, connection, before, calendarId } = await settle(alice, which);
    await api.call("PATCH /api/v1/calendar/calendars/{id}", {
      as: alice,
      params: { id: calendarId },
      body: { windowFutureDays: 200 },
    });
    await work();
    const idOfKept = async () => (await eventsOf(calendarId)).find(({ title }) => title?.startsWith("Kept"))?.id;
    const idBefore = await idOfKept();
    await sandbox.control("POST", "faults", { fault: "revoke-grants", account: email });
    await pass(100 * dayMs);
    await edit(email, { do: "change", eventId: kept, fields: { summary: "Kept, renamed" } });
    await edit(email, { do: "delete", eventId: gone });
    await create(email, "Missed", 10);
    // Once more before it is believed.
    for (const wait of [0, 60_000]) {
      await pass(wait);
      await work();
    }
    alice = await asAlice();
    expect(await find(alice, email)).toMatchObject({ authStatus: "needs_reauth" });
    const runsBefore = await countRuns(calendarId);

    const landing = await connect(alice, which, { email, connectionId: connection });
    expect(landing).toMatchObject({ result: "reconnected", connection });
    expect(await stateOf(calendarId)).toMatchObject({
      requestedTrigger: "reconnect",
      gapSince: expect.any(Date) as Date,
    });
    await work();

    const after = await find(alice, email);
    expect(after).toMatchObject({ id: before.id, authStatus: "active" });
    expect(after.calendars.map(({ id }) => id).toSorted()).toEqual(before.calendars.map(({ id }) => id).toSorted());
    expect(after.calendars.find(({ id }) => id === calendarId)).toMatchObject({ windowFutureDays: 200 });
    expect(await titles(calendarId)).toEqual(["Kept, renamed", "Missed"]);
    expect(await idOfKept()).toBe(idBefore);
    expect(await stateOf(calendarId)).toMatchObject({ gapSince: null, status: "healthy" });
    expect(await countRuns(calendarId)).toBeGreaterThan(runsBefore);
    const [row] = await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.connection.findMany({ where: { id: connection }, select: { lastError: true } }),
    );
    expect(row?.lastError).toBeNull();
  });

  it("TOK-7 without being told which connection it is for, the same account repairs the one it has", async () => {
    const alice = await asAlice();
    const { email, connection } = await settle(alice, which);
    expect(await connect(alice, which, { email })).toMatchObject({ result: "reconnected", connection });
    expect((await list(alice)).connections.filter(({ accountEmail }) => accountEmail === email)).toHaveLength(1);
    const audit = await api.call("GET /api/v1/audit", { as: alice, query: { action: "connection.reconnected" } });
    expect(audit.json.entries).toContainEqual(
      expect.objectContaining({ action: "connection.reconnected", subject: { kind: "connection", id: connection } }),
    );
  });

  it("another account than the one to repair is refused, and neither changes", async () => {
    const alice = await asAlice();
    const { email, connection } = await settle(alice, which);
    const other = await makeAccount(which);
    const landing = await connect(alice, which, { email: other, connectionId: connection });
    expect(landing.result).toBe("connect_other_account");
    const emails = (await list(alice)).connections.map(({ accountEmail }) => accountEmail);
    expect([emails.includes(email), emails.includes(other)]).toEqual([true, false]);
  });

  it("another account that is connected already is the one that is repaired", async () => {
    const alice = await asAlice();
    const one = await settle(alice, which);
    const two = await settle(alice, which);
    const landing = await connect(alice, which, { email: two.email, connectionId: one.connection });
    expect(landing).toMatchObject({ result: "reconnected", connection: two.connection });
  });

  it("is asked for with the account's address, so that nobody has to choose", async () => {
    const alice = await asAlice();
    const { email, connection } = await settle(alice, which);
    const url = await connecting.begin(alice, which.provider, { connectionId: connection });
    expect(new URL(url).searchParams.get("login_hint")).toBe(email);
  });

  it("nobody repairs somebody else's connection, or one of another provider", async () => {
    const alice = await asAlice();
    const { connection } = await settle(alice, which);
    const start = "POST /api/v1/calendar/connect/{provider}";
    const other = bothProviders.find((each) => each !== which)?.provider ?? "";
    for (const [as, provider] of [
      [await api.signIn(api.cast.bob), which.provider],
      [alice, other],
    ] as const) {
      const answer = await api.call(start, { as, params: { provider }, body: { connectionId: connection } });
      expect(answer.json.code).toBe("not_found");
    }
  });

  it("RES-4 a calendar that was disabled after failures is read again", async () => {
    const alice = await asAlice();
    const { email, calendarId } = await settle(alice, which);
    await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.calendarSyncState.updateMany({
        where: { calendarId },
        data: { disabledAt: api.deps.now(), disabledReason: "not_found", consecutiveFailures: 5, nextSyncAt: null },
      }),
    );
    await connect(alice, which, { email });
    expect(await stateOf(calendarId)).toMatchObject({ disabledAt: null, consecutiveFailures: 0 });
    await work();
    expect(await stateOf(calendarId)).toMatchObject({ status: "healthy" });
  });
});

const countRuns = (calendarId: string) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) => tx.syncRun.count({ where: { calendarId } }));
