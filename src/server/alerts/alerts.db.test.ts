import { describe, expect, it } from "vitest";

import { changeAccount, deliveriesOf, alertsOf, doAlertWork, look, makeAccount } from "@/testing/alert-scene";
import { useApi } from "@/testing/api";

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
