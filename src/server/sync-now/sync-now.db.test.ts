import { describe, expect, it } from "vitest";

import type { Reply } from "@/server/http/serve";
import { recordConnectionHealth } from "@/server/health/record-health";
import { runIdOf } from "@/server/sync/run-record";
import type { Person } from "@/server/people/person";
import { createPerson } from "@/testing/cast";
import { useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders, type TokenProvider } from "@/testing/token-scene";

import { budgetMs } from "./run-now";
import { syncAccepted, syncDone, syncRefused, type SyncTarget } from "./shapes";
import { syncNow } from "./sync-now";
import type { SyncMode } from "./choose-targets";

const scene = useSyncScene();
const [google, outlook] = tokenProviders;

/** Somebody new, so that no test meets another's calendars. */
async function makeOwner(): Promise<Person> {
  const id = await createPerson(scene.database.db, "Olga");
  return { kind: "person", user: { id }, workspace: { id: scene.cast.home }, role: "member" } as Person;
}

async function connect(owner: Person, provider: TokenProvider): Promise<SyncedCalendar> {
  const calendar = await scene.connect(provider);
  const { workspaceId, connectionId: id } = calendar;
  await scene.database.db.inWorkspace(calendar, (tx) =>
    tx.connection.update({ where: { workspaceId_id: { workspaceId, id } }, data: { userId: owner.user.id } }),
  );
  return calendar;
}

type Asked = { readonly mode?: SyncMode; readonly target?: SyncTarget };
const schemas: Readonly<Record<number, typeof syncDone | typeof syncAccepted>> = { 200: syncDone, 202: syncAccepted };

async function ask(owner: Person, { mode = "manual", target = {} }: Asked = {}) {
  const reply: Reply<unknown> = await syncNow(scene.deps, owner, { mode, target });
  const body = (schemas[reply.status ?? 200] ?? syncRefused).parse(reply.body);
  return { status: reply.status, headers: reply.headers, body };
}

const calls = async ({ email, provider }: SyncedCalendar): Promise<number> => {
  const query = new URLSearchParams({ provider: provider.sandboxName, account: email, limit: "5000" });
  return (await scene.sandbox.control<{ entries: unknown[] }>("GET", `ledger?${query}`)).entries.length;
};

const tomorrow = () => new Date(scene.deps.now().getTime() + 86_400_000).toISOString().slice(0, 10);
const addEvent = (calendar: SyncedCalendar, summary: string) =>
  scene.edit(calendar, {
    do: "create",
    event: { summary, start: `${tomorrow()}T09:00:00`, end: `${tomorrow()}T10:00:00` },
  });

const play = ({ email, provider }: SyncedCalendar, fault: string, params: Record<string, unknown> = {}) =>
  scene.sandbox.control("POST", "faults", { fault, provider: provider.sandboxName, account: email, params });

const stateOf = ({ workspaceId, calendarId }: SyncedCalendar) =>
  scene.database.db.inWorkspace({ workspaceId }, (tx) =>
    tx.calendarSyncState.findFirstOrThrow({ where: { workspaceId, calendarId } }),
  );

describe.each(tokenProviders)("SYN-7 a sync that a person asks for, at $id", (provider) => {
  it("brings what changed within the request and says so for each calendar", async () => {
    const owner = await makeOwner();
    const calendar = await connect(owner, provider);
    await addEvent(calendar, "Kick-off");
    const { status, body } = await ask(owner);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "success",
      code: "synced",
      results: [{ calendarId: calendar.calendarId, status: "synced", changes: { added: 1, changed: 0, removed: 0 } }],
      summary: { total: 1, synced: 1, failed: 0 },
    });
    expect(await scene.titles(calendar)).toEqual(["Kick-off"]);
    const { leaseOwner, priority, status: recorded } = await stateOf(calendar);
    expect({ leaseOwner, priority, recorded }).toEqual({ leaseOwner: null, priority: 0, recorded: "healthy" });
  });

  it("F35 answers 401 to whoever waits when a grant was revoked a moment ago: the second opinion comes within the request", async () => {
    const owner = await makeOwner();
    const calendar = await connect(owner, provider);
    await ask(owner);
    await scene.sandbox.control("POST", "faults", { fault: "revoke-grants", account: calendar.email });
    const { sleep, chance } = scene.deps;
    scene.use({
      chance: () => 0.9,
      sleep: (ms, signal) => {
        // What waits for the second opinion, and nothing else that is running.
        if (ms < 10_500 || ms > 14_000) return sleep(ms, signal);
        scene.pass(ms);
        return Promise.resolve();
      },
    });
    const { status, body } = await ask(owner);
    scene.use({ sleep, chance });
    expect(status).toBe(401);
    expect(body).toMatchObject({ status: "token_unavailable", code: "grant_lost" });
    expect(await scene.base.refreshes(calendar)).toBe(2);
  });

  it("RES-8 answers 503 and when to come back while the provider is out of order", async () => {
    const owner = await makeOwner();
    await play(await connect(owner, provider), "outage");
    const { sleep } = scene.deps;
    // Only what waits between two tries is cut short.
    scene.use({ sleep: (ms, signal) => (ms < budgetMs ? Promise.resolve() : sleep(ms, signal)) });
    const { status, headers, body } = await ask(owner);
    scene.use({ sleep });
    expect(status).toBe(503);
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(body).toMatchObject({ error_type: "provider_unavailable", results: [{ status: "failed" }] });
    await scene.mend();
  });
});

describe("SYN-7 what a request for a sync is answered", () => {
  it("409 to somebody who has connected nothing", async () => {
    const { status, body } = await ask(await makeOwner());
    expect(status).toBe(409);
    expect(body).toMatchObject({ status: "nothing_connected", code: "nothing_connected", results: [] });
  });

  it("401 in the customer's words when the connection has to be renewed, without asking the provider", async () => {
    const owner = await makeOwner();
    const calendar = await connect(owner, google);
    const { workspaceId, connectionId } = calendar;
    await scene.database.db.inWorkspace(calendar, async (tx) => {
      await tx.connection.updateMany({ where: { id: connectionId }, data: { authStatus: "needs_reauth" } });
      await recordConnectionHealth(tx, scene.deps, { workspaceId, connectionId });
    });
    const before = await calls(calendar);
    const { status, body } = await ask(owner, { mode: "auto" });
    expect(status).toBe(401);
    expect(body).toMatchObject({
      status: "token_unavailable",
      message: "Your Google Calendar connection has expired. Please reconnect your account.",
      error_type: "authentication_expired",
      code: "grant_lost",
    });
    expect(await calls(calendar)).toBe(before);
  });

  it("partial success with a result per calendar when one of two accounts fails", async () => {
    const owner = await makeOwner();
    const well = await connect(owner, google);
    const broken = await connect(owner, outlook);
    await scene.database.db.inWorkspace(broken, (tx) =>
      tx.connection.updateMany({ where: { id: broken.connectionId }, data: { authStatus: "needs_reauth" } }),
    );
    const { status, body } = await ask(owner);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "partial_success", summary: { total: 2, synced: 1, failed: 1 } });
    const byCalendar = new Map(body.results.map((one) => [one.calendarId, one]));
    expect(byCalendar.get(well.calendarId)).toMatchObject({ status: "synced" });
    expect(byCalendar.get(broken.calendarId)).toMatchObject({ status: "failed", code: "grant_lost" });
  });

  it("202 with the id of the run that holds the calendar already, and one more run after it", async () => {
    const owner = await makeOwner();
    const calendar = await connect(owner, google);
    const claim = await scene.claim(calendar);
    const { status, body } = await ask(owner);
    expect(status).toBe(202);
    const { fence, syncRequestedAt } = await stateOf(calendar);
    expect(fence).toBe(claim.fence);
    expect(syncRequestedAt).not.toBeNull();
    expect(body).toMatchObject({ status: "accepted", runId: runIdOf(claim) });
  });

  it("429 with Retry-After when the provider asks for rest", async () => {
    const owner = await makeOwner();
    const calendar = await connect(owner, google);
    await play(calendar, "rate-limited", { seconds: 120 });
    const { status, headers, body } = await ask(owner);
    expect(status).toBe(429);
    expect(Number(headers["retry-after"])).toBeGreaterThanOrEqual(100);
    expect(body).toMatchObject({ status: "rate_limited", error_type: "rate_limited" });
    await scene.mend();
  });

  it("404 for the calendar or connection of somebody else", async () => {
    const theirs = await connect(await makeOwner(), google);
    const owner = await makeOwner();
    await connect(owner, google);
    for (const target of [{ calendarId: theirs.calendarId }, { connectionId: theirs.connectionId }])
      await expect(ask(owner, { target })).rejects.toMatchObject({ code: "not_found" });
  });

  it("200 without a call to the provider when everything was read a moment ago, and only in auto mode", async () => {
    const owner = await makeOwner();
    const calendar = await connect(owner, google);
    await ask(owner);
    const before = await calls(calendar);
    expect((await ask(owner, { mode: "auto" })).body).toMatchObject({
      status: "success",
      results: [{ status: "up_to_date" }],
    });
    expect(await calls(calendar)).toBe(before);
    await ask(owner);
    expect(await calls(calendar)).toBeGreaterThan(before);
  });

  it("SYN-7 resync reads everything anew and brings a disabled calendar back", async () => {
    const owner = await makeOwner();
    const calendar = await connect(owner, google);
    await ask(owner);
    const { workspaceId, calendarId } = calendar;
    await scene.database.db.inWorkspace(calendar, (tx) =>
      tx.calendarSyncState.updateMany({
        where: { calendarId },
        data: { disabledAt: scene.deps.now(), consecutiveFailures: 5 },
      }),
    );
    expect((await ask(owner, { mode: "auto" })).status).not.toBe(200);
    expect((await ask(owner, { mode: "full", target: { provider: "google" } })).status).toBe(200);
    const runs = await scene.database.db.inWorkspace({ workspaceId }, (tx) =>
      tx.syncRun.findMany({ where: { calendarId }, orderBy: { startedAt: "asc" } }),
    );
    expect(runs.map(({ trigger, kind }) => [trigger, kind])).toEqual([
      ["manual", "full"],
      ["manual", "reconcile"],
    ]);
    expect(await stateOf(calendar)).toMatchObject({ disabledAt: null, status: "healthy" });
  });

  it("answers although a sync does not stop when told to, which then writes nothing more", async () => {
    const owner = await makeOwner();
    const calendar = await connect(owner, google);
    const { sleep, providers } = scene.deps;
    const deaf = Promise.withResolvers<never>();
    scene.use({
      sleep: (ms, signal) => sleep(Math.min(ms, 100), signal),
      providers: () => deaf.promise,
    });
    const { status, body } = await ask(owner);
    scene.use({ sleep, providers });
    expect(status).toBe(202);
    expect(body.results).toMatchObject([{ status: "running" }]);
    const { fence } = await stateOf(calendar);
    scene.pass(60_000);
    expect((await ask(owner)).status).toBe(200);
    expect((await stateOf(calendar)).fence).toBe(fence + 1n);
  });

  it("gives every lease back when the time of a request is over, and leaves the calendar due", async () => {
    const owner = await makeOwner();
    const calendar = await connect(owner, google);
    await play(calendar, "no-answer");
    const { sleep } = scene.deps;
    scene.use({ sleep: (ms, signal) => sleep(ms === budgetMs ? 200 : ms, signal) });
    const { status, body } = await ask(owner);
    scene.use({ sleep });
    expect(status).toBe(202);
    expect(body.results).toMatchObject([{ status: "running" }]);
    const { leaseOwner, nextSyncAt } = await stateOf(calendar);
    expect(leaseOwner).toBeNull();
    expect(nextSyncAt?.getTime()).toBeLessThanOrEqual(scene.deps.now().getTime());
    await scene.mend();
  });
});
