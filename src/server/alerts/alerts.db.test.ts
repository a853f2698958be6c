import { randomUUID } from "node:crypto";

import { describe, expect, it } from "vitest";

import { beat } from "@/server/db/people/instance";
import { setProviderTrouble } from "@/server/db/resilience/note-calls";
import { raiseInstanceAlert, resolveInstanceAlert } from "@/server/db/tokens/instance-alerts";
import { enqueueWork } from "@/server/work/enqueue";

import { changeAccount, deliveriesOf, alertsOf, doAlertWork, look, makeAccount } from "@/testing/alert-scene";
import { useApi } from "@/testing/api";
import { instanceWorkspace } from "@/testing/health-rows";

import { lookAtInstance } from "./evaluate-instance";

const api = useApi();
const lost = { authStatus: "needs_reauth" } as const;
const back = { authStatus: "active" } as const;

describe("an account that only its person can restart (MON-3)", () => {
  it("MON-3 becomes one alert and one message in the bell, and both are over by themselves when it is back", async () => {
    const account = await makeAccount(api);
    await changeAccount(api, account, lost);
    expect(await alertsOf(api, account)).toMatchObject([
      { ruleId: "connection.needs_reconnecting", severity: "high", userId: api.cast.bob, resolvedAt: null },
    ]);
    const bob = await api.signIn(api.cast.bob);
    const told = await api.call("GET /api/v1/notifications", { as: bob });
    expect(told.json).toMatchObject({ unread: 1, notifications: [{ kind: "opened", product: "Google Calendar" }] });

    await changeAccount(api, account, back);
    expect(await alertsOf(api, account)).toMatchObject([{ resolvedBy: null, resolvedAt: expect.any(Date) as Date }]);
    const after = await api.call("GET /api/v1/notifications", { as: bob });
    expect(after.json).toMatchObject({ unread: 2, notifications: [{ kind: "resolved" }, { kind: "opened" }] });
    const [newest] = after.json.notifications as { at: string }[];
    const read = await api.call("POST /api/v1/notifications/read", { as: bob, body: { upTo: newest?.at } });
    expect(read.json).toEqual({ unread: 0 });
    const alice = await api.call("GET /api/v1/notifications", { as: await api.signIn(api.cast.alice) });
    expect(alice.json).toMatchObject({ unread: 0, notifications: [] });
  });

  it("MON-3 stands in the list of those who look after its person, with whose it is, and of nobody else", async () => {
    const account = await makeAccount(api);
    await changeAccount(api, account, lost);
    const alice = await api.signIn(api.cast.alice);
    const seen = await api.call("GET /api/v1/calendar/monitoring/alerts", { as: alice });
    const bobs = { ruleId: "connection.needs_reconnecting", userId: api.cast.bob, connectionId: account.connectionId };
    expect(seen.json.alerts).toContainEqual(
      expect.objectContaining({
        ...bobs,
        person: expect.objectContaining({ name: expect.any(String) as string }) as object,
      }),
    );
    const bob = await api.signIn(api.cast.bob);
    expect((await api.call("GET /api/v1/calendar/monitoring/alerts", { as: bob })).status).toBe(403);

    await changeAccount(api, account, back);
    const after = await api.call("GET /api/v1/calendar/monitoring/alerts", { as: alice });
    expect((after.json.alerts as { connectionId: string }[]).map(({ connectionId }) => connectionId)).not.toContain(
      account.connectionId,
    );
  });

  it("MON-3 says nothing twice, however often and by however many it is looked at", async () => {
    const account = await makeAccount(api);
    await changeAccount(api, account, lost);
    for (let times = 0; times < 3; times += 1) {
      api.pass(6);
      await Promise.all([look(api.deps), look(api.deps)]);
    }
    expect(await alertsOf(api, account)).toHaveLength(1);
    expect(await deliveriesOf(api, account)).toHaveLength(1);
  });

  it("F97 an account that comes and goes twenty times in an hour has one alert and at most two messages", async () => {
    const account = await makeAccount(api);
    for (let times = 0; times < 10; times += 1) {
      await changeAccount(api, account, lost);
      await changeAccount(api, account, back);
      api.pass(2);
    }
    await changeAccount(api, account, lost);
    expect(await alertsOf(api, account)).toMatchObject([{ resolvedAt: null }]);
    expect((await deliveriesOf(api, account)).map(({ kind }) => kind)).toEqual(["opened", "resolved"]);
    api.pass(61);
    await look(api.deps);
    expect((await deliveriesOf(api, account)).map(({ kind }) => kind)).toEqual(["opened", "resolved", "opened"]);
    await changeAccount(api, account, back);
    api.pass(16);
    await look(api.deps);
    const [alert, ...others] = (await alertsOf(api, account)).filter(({ ruleId }) => ruleId.startsWith("connection."));
    expect([alert?.resolvedAt !== null, others]).toEqual([true, []]);
  });

  it("MON-3 its alert ends with the account", async () => {
    const account = await makeAccount(api);
    await changeAccount(api, account, lost);
    await api.deps.db.inWorkspace(account, (tx) =>
      tx.connection.updateMany({ where: { id: account.connectionId }, data: { disconnectedAt: api.deps.now() } }),
    );
    api.pass(6);
    await look(api.deps);
    await doAlertWork(api.deps);
    expect(await alertsOf(api, account)).toMatchObject([{ resolvedAt: expect.any(Date) as Date }]);
  });
});

const instance = { workspaceId: instanceWorkspace };
const instanceAlerts = () =>
  api.deps.db.inWorkspace(instance, (tx) => tx.alert.findMany({ orderBy: { openedAt: "asc" } }));
const bellOf = async (userId: string) =>
  (await api.call("GET /api/v1/notifications", { as: await api.signIn(userId) })).json as {
    unread: number;
    notifications: { kind: string; ruleId: string }[];
  };

describe("a provider that fails for everybody (F98)", () => {
  it("F98 is one alert for those who look after the instance, and asks nobody to reconnect", async () => {
    const accounts = await Promise.all(Array.from({ length: 5 }, () => makeAccount(api)));
    const before = (await bellOf(api.cast.bob)).unread;
    const setTrouble = (since: Date | null) =>
      api.deps.db.inWorkspace(instance, (tx) =>
        setProviderTrouble(tx, { provider: "google", since, cause: "many_fail" }, api.deps.now()),
      );
    await setTrouble(api.deps.now());
    for (const { workspaceId, calendarId } of accounts)
      await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
        tx.calendarSyncState.updateMany({
          where: { calendarId },
          data: { consecutiveFailures: 9, lastError: { code: "unavailable", at: api.deps.now().toISOString() } },
        }),
      );
    await Promise.all([look(api.deps), look(api.deps)]);
    await look(api.deps);
    expect(await instanceAlerts()).toMatchObject([{ ruleId: "provider.outage", resolvedAt: null }]);
    expect(await bellOf(api.cast.ivo)).toMatchObject({ unread: 1, notifications: [{ ruleId: "provider.outage" }] });
    for (const account of accounts) expect(await alertsOf(api, account)).toEqual([]);
    expect((await bellOf(api.cast.bob)).unread).toBe(before);

    await setTrouble(null);
    await look(api.deps);
    expect(await instanceAlerts()).toMatchObject([{ resolvedAt: expect.any(Date) as Date }]);
    expect((await bellOf(api.cast.ivo)).notifications.map(({ kind }) => kind)).toEqual(["resolved", "opened"]);
  });
});

describe("what works in the background (MON-3)", () => {
  it("MON-3 is missed by whoever answers pages when nothing beats and work is due", async () => {
    await api.deps.db.outsideWorkspace((tx) =>
      beat(tx, { id: randomUUID(), kind: "worker", name: "test", version: "0" }, api.deps.now()),
    );
    const account = await makeAccount(api);
    await api.deps.db.inWorkspace(account, (tx) =>
      enqueueWork(tx, "connection.discover", account, { ...account, dueAt: api.deps.now() }),
    );
    await lookAtInstance(api.deps);
    const silent = async () => (await instanceAlerts()).filter(({ ruleId }) => ruleId === "worker.silent");
    expect(await silent()).toEqual([]);
    api.pass(6);
    await lookAtInstance(api.deps);
    expect(await silent()).toMatchObject([{ severity: "critical", resolvedAt: null }]);
    await api.deps.db.outsideWorkspace((tx) =>
      beat(tx, { id: randomUUID(), kind: "worker", name: "test", version: "0" }, api.deps.now()),
    );
    await lookAtInstance(api.deps);
    expect(await silent()).toMatchObject([{ resolvedAt: expect.any(Date) as Date }]);
  });

  it("TOK-6 tells the operator what was raised for them, once, and that it is over", async () => {
    const alert = {
      ruleId: "provider.client_rejected",
      dedupeKey: "provider.client_rejected:google",
      severity: "critical",
      subject: { kind: "provider", id: "google" },
      evidence: { reason: "invalid_client" },
    } as const;
    const raise = () => api.deps.db.inWorkspace(instance, (tx) => raiseInstanceAlert(tx, alert, api.deps.now()));
    await raise();
    await raise();
    await lookAtInstance(api.deps);
    await lookAtInstance(api.deps);
    await api.deps.db.inWorkspace(instance, (tx) => resolveInstanceAlert(tx, alert.dedupeKey, api.deps.now()));
    await lookAtInstance(api.deps);
    const told = (await bellOf(api.cast.ivo)).notifications.filter(({ ruleId }) => ruleId === alert.ruleId);
    expect(told.map(({ kind }) => kind)).toEqual(["resolved", "opened"]);
  });
});

describe("what a person does with an alert (MON-3)", () => {
  it("MON-3 resolved by hand it stays over as long as nothing changes, and comes back with its cause", async () => {
    const account = await makeAccount(api);
    await changeAccount(api, account, lost);
    const [alert] = await alertsOf(api, account);
    const as = await api.signIn(api.cast.bob);
    const path = "POST /api/v1/calendar/monitoring/alerts/{id}/resolve";
    const answer = await api.call(path, { as, params: { id: alert?.id ?? "" }, body: {} });
    expect(answer.json).toMatchObject({ state: "resolved", resolvedBy: api.cast.bob });
    await look(api.deps);
    expect(await alertsOf(api, account)).toHaveLength(1);
    await changeAccount(api, account, back);
    await changeAccount(api, account, lost);
    expect(await alertsOf(api, account)).toHaveLength(2);
  });

  it("MON-3 after a day without an answer those who look after the team hear of it; acknowledged, nobody does", async () => {
    const [ignored, taken] = [await makeAccount(api), await makeAccount(api)];
    await changeAccount(api, ignored, lost);
    await changeAccount(api, taken, lost);
    const [alert] = await alertsOf(api, taken);
    const as = await api.signIn(api.cast.grace);
    await api.call("POST /api/v1/calendar/monitoring/alerts/{id}/acknowledge", {
      ...{ as, params: { id: alert?.id ?? "" }, body: {} },
    });
    api.pass(24 * 60 + 10);
    await look(api.deps);
    api.pass(70);
    await look(api.deps);
    const words = async (rows: typeof taken) =>
      (await deliveriesOf(api, rows)).map(({ kind, userId }) => [kind, userId]);
    expect(await words(ignored)).toEqual([
      ["opened", api.cast.bob],
      ["escalation", api.cast.grace],
      ["reminder", api.cast.bob],
    ]);
    expect(await words(taken)).toEqual([["opened", api.cast.bob]]);
  });
});
