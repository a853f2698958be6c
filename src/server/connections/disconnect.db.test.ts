import { describe, expect, it } from "vitest";

import type { As } from "@/testing/api";
import { bothProviders, openStoredTokens, useConnecting, type Which } from "@/testing/connecting";
import { makeMember } from "@/testing/requests";

const connecting = await useConnecting();
const { api, sandbox, makeAccount, connect, find, list, work, edit, pass } = connecting;
const [google] = bothProviders;
const asAlice = () => api.signIn(api.cast.alice);

type Counts = Record<"events" | "credentials" | "due" | "revocations" | "live", number>;

const countRows = (connectionId: string): Promise<Counts> =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, async (tx) => ({
    events: await tx.event.count({ where: { calendar: { connectionId } } }),
    credentials: await tx.credential.count({ where: { connectionId } }),
    due: await tx.calendarSyncState.count({ where: { calendar: { connectionId }, nextSyncAt: { not: null } } }),
    revocations: await tx.dueWork.count({ where: { kind: "connection.revoke", key: { endsWith: connectionId } } }),
    live: await tx.connection.count({ where: { id: connectionId, disconnectedAt: null } }),
  }));
const over: Counts = { events: 0, credentials: 0, due: 0, revocations: 0, live: 0 };

async function settle(as: As, which: Which) {
  const email = await makeAccount(which);
  const tomorrow = new Date(api.deps.now().getTime() + 86_400_000);
  const end = new Date(tomorrow.getTime() + 1_800_000).toISOString();
  await edit(email, { do: "create", event: { summary: "Meeting", start: tomorrow.toISOString(), end } });
  const { connection } = await connect(as, which, { email });
  await work();
  expect(await countRows(connection)).toMatchObject({ events: 1, credentials: 1 });
  return { email, connection };
}

const disconnect = (as: As, id: string, keepEvents: boolean) =>
  api.call("DELETE /api/v1/calendar/connections/{id}", {
    as,
    params: { id },
    query: { keepEvents: String(keepEvents) },
  });

/** Held by a worker, which waits for the provider's slow answer. */
async function untilRunning(connectionId: string): Promise<void> {
  const held = () =>
    api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.calendarSyncState.count({ where: { calendar: { connectionId }, leaseOwner: { not: null } } }),
    );
  while ((await held()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 200));
}

const revocations = async () =>
  (await sandbox.control<{ entries: { status: number }[] }>("GET", "ledger?operation=oauth.revoke")).entries;

describe.each(bothProviders)("disconnecting $provider", (which) => {
  const canRevoke = which === google;

  it("TOK-12 S12 revokes where that is possible, deletes the tokens and the copied events, and plans nothing more", async () => {
    const alice = await asAlice();
    const { email, connection } = await settle(alice, which);
    await sandbox.control("DELETE", "ledger");
    const answer = await disconnect(alice, connection, false);
    expect(answer.json).toEqual({ revoked: canRevoke ? "now" : "by_hand", removedEvents: 1 });
    expect(await revocations()).toHaveLength(canRevoke ? 1 : 0);
    expect(await countRows(connection)).toEqual(over);
    expect((await list(alice)).connections.map(({ accountEmail }) => accountEmail)).not.toContain(email);
    await work();
    expect(await countRows(connection)).toEqual(over);
    const audit = await api.call("GET /api/v1/audit", { as: alice, query: { action: "connection" } });
    for (const action of ["connection.connected", "connection.disconnected", "connection.revoked"])
      expect(audit.text).toContain(action);
  });

  it("TOK-12 keeps the copied events when the person says so, and takes them up again with the same ids", async () => {
    const alice = await asAlice();
    const { email, connection } = await settle(alice, which);
    expect((await disconnect(alice, connection, true)).json).toMatchObject({ removedEvents: 0 });
    expect(await countRows(connection)).toEqual({ ...over, events: 1 });
    expect(await connect(alice, which, { email })).toMatchObject({ result: "reconnected", connection });
    await work();
    expect(await countRows(connection)).toMatchObject({ events: 1, credentials: 1, live: 1 });
    expect((await find(alice, email)).authStatus).toBe("active");
  });

  it.each([
    ["that go", false],
    ["that stay", true],
  ])("F99 a sync that runs at that moment stops at its next write, and adds nothing to events %s", async (_, keep) => {
    const alice = await asAlice();
    const { email, connection } = await settle(alice, which);
    const tomorrow = new Date(api.deps.now().getTime() + 90_000_000);
    const end = new Date(tomorrow.getTime() + 1_800_000).toISOString();
    await edit(email, { do: "create", event: { summary: "Late", start: tomorrow.toISOString(), end } });
    await pass(3_600_000);
    // Held up on its way back, so that the disconnection comes in between.
    const params = { ms: 2_500 };
    const slow = { fault: "slow-answer", params, provider: which.name, operation: "events.*" };
    await sandbox.control("POST", "faults", slow);
    const running = work();
    await untilRunning(connection);
    await disconnect(alice, connection, keep);
    await sandbox.control("DELETE", "faults");
    await running;
    await work();
    expect(await countRows(connection)).toEqual({ ...over, events: keep ? 1 : 0 });
  });

  it("asks whether the events stay: without an answer nothing happens", async () => {
    const alice = await asAlice();
    const { connection } = await settle(alice, which);
    const answer = await api.call("DELETE /api/v1/calendar/connections/{id}", {
      as: alice,
      params: { id: connection },
    });
    expect(answer.json.code).toBe("invalid_request");
    expect(await countRows(connection)).toMatchObject({ live: 1, credentials: 1 });
  });

  it("an admin may end somebody's connection, whose events are deleted although the admin cannot see them", async () => {
    const [alice, bob] = [await asAlice(), await api.signIn(api.cast.bob)];
    const { connection } = await settle(bob, which);
    expect((await disconnect(await api.signIn(api.cast.grace), connection, false)).json.code).toBe("not_found");
    expect((await disconnect(alice, connection, false)).json).toMatchObject({ removedEvents: 1 });
    expect(await countRows(connection)).toEqual(over);
  });

  it("whoever is removed from the workspace is disconnected with everything that was copied", async () => {
    const { id, userId } = await makeMember(api, { workspaceId: api.cast.home, adminId: api.cast.alice });
    const { connection } = await settle(await api.signIn(userId), which);
    const answer = await api.call("DELETE /api/v1/members/{id}", { as: await asAlice(), params: { id } });
    expect(answer.status).toBe(204);
    expect(await countRows(connection)).toEqual(over);
  });
});

describe("a revocation that fails", () => {
  const fail = (fault: Record<string, unknown> = { fault: "outage" }) =>
    sandbox.control("POST", "faults", { ...fault, provider: google.name, operation: "oauth.revoke" });

  it("TOK-12 is due again until it succeeds, with nothing kept but the sealed token that ends the grant", async () => {
    const alice = await asAlice();
    const { connection } = await settle(alice, google);
    const tokens = await openStoredTokens(api, api.cast.home, connection);
    await fail();
    expect((await disconnect(alice, connection, false)).json).toMatchObject({ revoked: "later" });
    expect(await countRows(connection)).toEqual({ ...over, credentials: 1, revocations: 1 });
    expect(await openStoredTokens(api, api.cast.home, connection)).toEqual(tokens.slice(1));
    await sandbox.control("DELETE", "faults");
    await pass(10 * 60_000);
    await work();
    expect(await countRows(connection)).toEqual(over);
  });

  it("never ends the new grant of an account that was connected again meanwhile", async () => {
    const alice = await asAlice();
    const { email, connection } = await settle(alice, google);
    await fail();
    await disconnect(alice, connection, true);
    await sandbox.control("DELETE", "faults");
    expect(await connect(alice, google, { email })).toMatchObject({ result: "reconnected", connection });
    await sandbox.control("DELETE", "ledger");
    await pass(10 * 60_000);
    await work();
    expect(await revocations()).toEqual([]);
    expect((await find(alice, email)).authStatus).toBe("active");
    expect(await countRows(connection)).toMatchObject({ credentials: 1, revocations: 0, live: 1 });
  });
});

it("TOK-12 leaves the grant at the provider alone while the account is connected in another workspace", async () => {
  const [alice, mallory] = [await asAlice(), await api.signIn(api.cast.mallory)];
  const { email, connection } = await settle(alice, google);
  const theirs = await connect(mallory, google, { email });
  await sandbox.control("DELETE", "ledger");
  expect((await disconnect(alice, connection, false)).json).toMatchObject({ revoked: "kept_for_another" });
  expect(await revocations()).toEqual([]);
  expect(await countRows(connection)).toEqual(over);
  await pass(3_600_000);
  await work();
  expect(await find(mallory, email)).toMatchObject({ id: theirs.connection, authStatus: "active" });
});
