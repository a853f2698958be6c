import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it, vi } from "vitest";

import { alertsOf, changeAccount, deliveriesOf, doAlertWork, look, makeAccount } from "@/testing/alert-scene";
import { useApi } from "@/testing/api";
import type { Rows } from "@/testing/health-rows";
import { useMessageScene, webhookSecret } from "@/testing/message-scene";

import { planEndpointTests } from "./test-endpoints-daily";

const api = useApi();
const scene = useMessageScene(api);
const lost = { authStatus: "needs_reauth" } as const;
const bob = () => api.signIn(api.cast.bob);
const settings = "PATCH /api/v1/notifications/settings";

/** Late since yesterday: medium, and nothing that only the person could mend. */
const makeLate = (rows: Rows) =>
  api.deps.db.inWorkspace(rows, async (tx) => {
    const longAgo = new Date(api.deps.now().getTime() - 3 * 3_600_000);
    await tx.calendarSyncState.updateMany({
      where: { calendarId: rows.calendarId },
      data: { status: "late", lastSuccessAt: longAgo, consecutiveFailures: 2 },
    });
  });

describe("what can wait comes together (MON-5)", () => {
  it("MON-5 once a day at eight where the person is, without what is over, and what is pressing at once", async () => {
    // Whose every hour counts is late at any time of the day at which this is told.
    await api.call("PUT /api/v1/me/working-hours", { as: await bob(), body: { weekly: { 7: [] } } });
    const email = { channel: "email", isEnabled: true, minimumSeverity: "low", quietFrom: null, quietUntil: null };
    const chosen = await api.call(settings, { as: await bob(), body: { ...email, digest: "daily" } });
    expect(chosen.json.channels).toContainEqual(expect.objectContaining({ channel: "email", digest: "daily" }));
    const [first, second, mended] = [await makeAccount(api), await makeAccount(api), await makeAccount(api)];
    for (const rows of [first, second, mended]) await makeLate(rows);
    await look(api.deps);
    expect(scene.mail.mails).toEqual([]);
    await api.deps.db.inWorkspace(mended, (tx) =>
      tx.alert.updateMany({ where: { connectionId: mended.connectionId }, data: { resolvedAt: api.deps.now() } }),
    );
    const work = await api.deps.db.inWorkspace(first, (tx) =>
      tx.dueWork.findMany({ where: { kind: "delivery.send" } }),
    );
    const zone = await api.deps.db.inWorkspace(first, (tx) =>
      tx.user.findFirstOrThrow({ where: { id: api.cast.bob }, select: { timeZone: true } }),
    );
    const hour = new Intl.DateTimeFormat("en-GB", { timeZone: zone.timeZone, hour: "2-digit", minute: "2-digit" });
    expect(work.map(({ dueAt }) => hour.format(dueAt))).toEqual(["08:00"]);

    await changeAccount(api, await makeAccount(api), lost);
    expect(scene.mail.mails.map(({ raw }) => /^Subject: .*$/m.exec(raw)?.[0])).toEqual([
      "Subject: Google Calendar has stopped, and only you can restart it",
    ]);
    api.pass(((work[0]?.dueAt.getTime() ?? 0) - api.deps.now().getTime()) / 60_000 + 1);
    await doAlertWork(api.deps);
    await doAlertWork(api.deps);
    expect(scene.mail.mails.slice(1).map(({ raw }) => /^Subject: .*$/m.exec(raw)?.[0])).toEqual([
      "Subject: 2 things to look at when you have time",
    ]);
    // Back at "at once" the choice of somebody who knows nothing of it stays.
    await api.call(settings, { as: await bob(), body: email });
    const kept = await api.call(settings, { as: await bob(), body: { ...email, digest: "off" } });
    expect(kept.json.channels).toContainEqual(expect.objectContaining({ channel: "email", digest: "off" }));
  });
});

describe("a webhook's secret is changed (S43)", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("S43 for a day both sign, then the new one alone; asked twice, the one that signed last stays good", async () => {
    const id = await scene.addAddress("webhook", `${scene.receiver.origin}/hook`);
    const change = async () =>
      (
        await api.call("POST /api/v1/notifications/endpoints/{id}/secret", {
          as: await bob(),
          params: { id },
          body: {},
        })
      ).json as { secret: string; oldUntil: string };
    /** Which of the secrets the next message is signed with. */
    const signing = async (...secrets: string[]) => {
      scene.receiver.calls.length = 0;
      await changeAccount(api, await makeAccount(api), lost);
      const [call] = scene.receiver.calls;
      vi.useFakeTimers({ toFake: ["Date"], now: api.deps.now() });
      const isGood = secrets.map((secret) => {
        try {
          new Webhook(secret).verify(call?.body ?? "", call?.headers as Record<string, string>);
          return true;
        } catch {
          return false;
        }
      });
      vi.useRealTimers();
      return isGood;
    };
    const first = await change();
    expect(Math.round((Date.parse(first.oldUntil) - api.deps.now().getTime()) / 60_000)).toBe(24 * 60);
    expect(await signing(webhookSecret, first.secret)).toEqual([true, true]);
    api.pass(24 * 60);
    expect(await signing(webhookSecret, first.secret)).toEqual([false, true]);
    const second = await change();
    const third = await change();
    expect(await signing(first.secret, second.secret, third.secret)).toEqual([false, true, true]);
    const chat = await scene.addAddress("slack", `${scene.receiver.origin}/slack`);
    const unsigned = await api.call("POST /api/v1/notifications/endpoints/{id}/secret", {
      ...{ as: await bob(), params: { id: chat }, body: {} },
    });
    expect(unsigned.json.code).toBe("not_found");
  });
});

describe("a message is sent again (S43)", () => {
  it("S43 under the id it had, although it was given up and its cause is over", async () => {
    const id = await scene.addAddress("webhook", `${scene.receiver.origin}/hook`);
    const account = await makeAccount(api);
    scene.receiver.answer = { status: 400 };
    await changeAccount(api, account, lost);
    const [sent] = await deliveriesOf(api, account, "webhook");
    const list = async () =>
      (await api.call("GET /api/v1/notifications/endpoints/{id}/deliveries", { as: await bob(), params: { id } })).json;
    expect(await list()).toMatchObject({ deliveries: [{ id: sent?.id, state: "failed", errorCode: "http_400" }] });
    await changeAccount(api, account, { authStatus: "active" });
    expect(await alertsOf(api, account)).toMatchObject([{ resolvedAt: expect.any(Date) as Date }]);
    scene.receiver.answer = { status: 200 };
    scene.receiver.calls.length = 0;
    const replay = await api.call("POST /api/v1/notifications/deliveries/{id}/replay", {
      ...{ as: await bob(), params: { id: sent?.id ?? "" }, body: {} },
    });
    expect(replay.status).toBe(202);
    await doAlertWork(api.deps);
    expect(scene.receiver.calls.map(({ headers }) => headers["webhook-id"])).toEqual([sent?.id]);
    expect(await list()).toMatchObject({
      deliveries: expect.arrayContaining([expect.objectContaining({ id: sent?.id, state: "sent" })]) as unknown,
    });
  });
});

describe("every way is tried once a day (MON-5)", () => {
  const overview = async () =>
    (await api.call("GET /api/v1/admin/health", { as: await api.signIn(api.cast.ivo) })).json as { ways: unknown };

  const tryWays = async () => {
    await planEndpointTests(api.deps);
    await doAlertWork(api.deps);
  };

  it("MON-5 a chat gets no message, a webhook a signed one; how it ended stands with the address and on the health page", async () => {
    const chat = await scene.addAddress("slack", `${scene.receiver.origin}/slack`);
    const hook = await scene.addAddress("webhook", `${scene.receiver.origin}/hook`);
    await tryWays();
    expect(scene.receiver.calls).toEqual([]);
    scene.receiver.answer = { status: 400 };
    api.pass(24 * 60 + 1);
    await tryWays();
    await tryWays();
    expect(scene.receiver.calls.map(({ path, body }) => [path, path === "/slack" ? body : ""])).toEqual(
      expect.arrayContaining([
        ["/slack", "{}"],
        ["/hook", ""],
      ]),
    );
    expect(scene.receiver.calls).toHaveLength(2);
    const call = scene.receiver.calls.find(({ path }) => path === "/hook");
    expect(JSON.parse(call?.body ?? "{}")).toMatchObject({ type: "alert.self_test" });
    expect(await scene.endpointOf(chat)).toMatchObject({ failingSince: null, testedAt: expect.any(Date) as Date });
    expect(await scene.endpointOf(hook)).toMatchObject({ failingSince: expect.any(Date) as Date });
    expect((await overview()).ways).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ channel: "email", addresses: 0, code: null }),
        expect.objectContaining({ channel: "webhook", failing: 1 }),
        expect.objectContaining({ channel: "slack", failing: 0 }),
      ]),
    );
    scene.receiver.answer = { status: 404 };
    api.pass(24 * 60 + 1);
    await tryWays();
    expect(await scene.endpointOf(chat)).toMatchObject({ lastError: { code: "http_404" } });
  });
});
