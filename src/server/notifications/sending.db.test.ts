import { randomUUID } from "node:crypto";

import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";

import { lookAtInstance } from "@/server/alerts/evaluate-instance";
import { beat } from "@/server/db/people/instance";
import { lookFromOutside } from "@/server/running/watch-background";
import { enqueueWork } from "@/server/work/enqueue";
import { changeAccount, deliveriesOf, doAlertWork, look, makeAccount } from "@/testing/alert-scene";
import { useApi } from "@/testing/api";
import { testEnv } from "@/testing/env";
import { instanceWorkspace } from "@/testing/health-rows";
import { useMessageScene, webhookSecret } from "@/testing/message-scene";
import { openMailServer } from "@/testing/receivers";

const api = useApi();
const scene = useMessageScene(api);
const { addAddress, endpointOf, stateOf } = scene;
const lost = { authStatus: "needs_reauth" } as const;
const back = { authStatus: "active" } as const;

describe("mail (MON-5)", () => {
  it("MON-5 asks the person to reconnect, with a link for just that, and says when it is over", async () => {
    const account = await makeAccount(api);
    await changeAccount(api, account, lost);
    expect(scene.mail.mails).toHaveLength(1);
    const [first] = scene.mail.mails;
    expect(first?.raw).toContain("Subject: Google Calendar has stopped, and only you can restart it");
    const readable = first?.raw.replaceAll("=\r\n", "").replaceAll("=3D", "=");
    expect(readable).toContain(`https://calendar.test/sales/settings/calendar?reconnect=${account.connectionId}`);
    expect(readable).toMatch(/text\/plain[\s\S]+text\/html/);
    const [row] = await deliveriesOf(api, account, "email");
    expect(first?.raw).toContain(`Message-ID: <${row?.id}@calendar.test>`);

    await changeAccount(api, account, back);
    expect(scene.mail.mails.map(({ raw }) => /^Subject: .*$/m.exec(raw)?.[0])).toEqual([
      "Subject: Google Calendar has stopped, and only you can restart it",
      "Subject: Google Calendar is connected again",
    ]);
    expect(scene.mail.mails.every(({ raw }) => !raw.includes("alice@meridian.test"))).toBe(true);
  });

  it("F96 is kept while the mail server refuses, goes another way, stands on the health page, and goes out later", async () => {
    const account = await makeAccount(api);
    const webhook = await addAddress("webhook", `${scene.receiver.origin}/hook`);
    await api.deps.db.inWorkspace(account, (tx) =>
      tx.notificationEndpoint.updateMany({ where: { id: webhook }, data: { disabledAt: api.deps.now() } }),
    );
    // It hears of what is critical, and so is told of this only in place of the mail.
    const sms = await addAddress("sms", "+491701234567");
    scene.mail.refuseWith = 451;
    await changeAccount(api, account, lost);
    expect(scene.receiver.calls).toEqual([]);
    for (const minutes of [1, 8]) {
      api.pass(minutes);
      await doAlertWork(api.deps);
    }
    expect(await stateOf(account, "email")).toEqual([["opened", "pending", "smtp_451"]]);
    expect(scene.receiver.calls.map(({ path }) => path)).toEqual(["/2010-04-01/Accounts/AC1/Messages.json"]);
    await lookAtInstance(api.deps);
    const alarms = () =>
      api.deps.db.inWorkspace({ workspaceId: instanceWorkspace }, (tx) =>
        tx.alert.findMany({ where: { ruleId: "alerts.failing", resolvedAt: null } }),
      );
    expect(await alarms()).toHaveLength(1);
    expect((await endpointOf(sms)).verifiedAt).not.toBeNull();

    scene.mail.refuseWith = null;
    api.pass(45);
    await doAlertWork(api.deps);
    expect(await stateOf(account, "email")).toEqual([["opened", "sent", null]]);
    expect(await alarms()).toEqual([]);
  });

  it("F88 that nobody works in the background is mailed by the process that answers pages, and is over with the next sign of life", async () => {
    const { db, now } = api.deps;
    const sign = () =>
      db.outsideWorkspace((tx) => beat(tx, { id: randomUUID(), kind: "worker", name: "test", version: "0" }, now()));
    const subjects = () => scene.mail.mails.flatMap(({ raw }) => /^Subject: (.*background.*)$/m.exec(raw)?.[1] ?? []);
    await sign();
    const account = await makeAccount(api);
    await db.inWorkspace(account, (tx) =>
      enqueueWork(tx, "connection.discover", account, { ...account, dueAt: now() }),
    );
    await lookFromOutside(api.deps);
    expect(subjects()).toEqual([]);
    api.pass(6);
    await lookFromOutside(api.deps);
    await lookFromOutside(api.deps);
    expect(subjects()).toEqual(["Nothing works in the background"]);
    // What waited is gone, and it is no sign of life.
    await db.inWorkspace(account, (tx) => tx.dueWork.deleteMany());
    await lookFromOutside(api.deps);
    expect(subjects()).toEqual(["Nothing works in the background"]);
    await sign();
    await lookFromOutside(api.deps);
    await doAlertWork(api.deps);
    expect(subjects()).toEqual(["Nothing works in the background", "The background work runs again"]);
  });

  it("F96 two ways that both refuse for good end there: neither stands in for the other, nor says it twice", async () => {
    const account = await makeAccount(api);
    await addAddress("slack", `${scene.receiver.origin}/slack`);
    scene.mail.refuseWith = 550;
    scene.receiver.answer = { status: 404 };
    await changeAccount(api, account, lost);
    await doAlertWork(api.deps);
    expect(await stateOf(account, "email")).toEqual([["opened", "failed", "smtp_550"]]);
    expect(await stateOf(account, "slack")).toEqual([["opened", "failed", "http_404"]]);
    expect(scene.receiver.calls).toHaveLength(1);
  });

  it("F96 no way stands in that its person turned off", async () => {
    const account = await makeAccount(api);
    await addAddress("sms", "+491701234567");
    const whose = { workspaceId: api.cast.home, userId: api.cast.bob, channel: "sms" };
    await api.deps.db.inWorkspace(account, (tx) =>
      tx.notificationPreference.create({ data: { ...whose, isEnabled: false } }),
    );
    scene.mail.refuseWith = 550;
    await changeAccount(api, account, lost);
    await doAlertWork(api.deps);
    expect(scene.receiver.calls).toEqual([]);
    await api.deps.db.inWorkspace(account, (tx) => tx.notificationPreference.deleteMany({ where: whose }));
  });

  it("MON-5 the mail server is asked once a day whether it would take mail, and whoever looks after it hears if not", async () => {
    const away = await openMailServer();
    await away.close();
    const { env } = api.deps;
    const mailOf = (port: number) =>
      testEnv(api.database.url, { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "a@b.test" });
    api.use({ env: { ...env, messaging: { ...env.messaging, mail: mailOf(away.port).messaging.mail } } });
    api.pass(24 * 60);
    const alarms = () =>
      api.deps.db.inWorkspace({ workspaceId: instanceWorkspace }, (tx) =>
        tx.alert.findMany({ where: { ruleId: "alerts.failing", resolvedAt: null } }),
      );
    await look(api.deps);
    expect(await alarms()).toMatchObject([{ occurrences: 1 }]);
    await look(api.deps);
    expect(await alarms()).toMatchObject([{ occurrences: 1 }]);
    api.use({ env });
    api.pass(24 * 60 + 1);
    await look(api.deps);
    expect(await alarms()).toEqual([]);
    expect(scene.mail.mails.filter(({ raw }) => raw.includes("daily test"))).toEqual([]);
  });

  it("says nothing of what was over before the quiet hours were", async () => {
    const account = await makeAccount(api);
    const quiet = { quietFrom: 0, quietUntil: 1_439, quietZone: "UTC" };
    const mine = { workspaceId: api.cast.home, userId: api.cast.bob, channel: "email" };
    await api.deps.db.inWorkspace(account, (tx) => tx.notificationPreference.create({ data: { ...mine, ...quiet } }));
    await changeAccount(api, account, lost);
    expect(await stateOf(account, "email")).toEqual([["opened", "pending", null]]);
    await changeAccount(api, account, back);
    api.pass(24 * 60);
    await doAlertWork(api.deps);
    await doAlertWork(api.deps);
    expect(scene.mail.mails).toEqual([]);
    expect((await stateOf(account, "email")).map(([, state]) => state)).toEqual(["suppressed", "suppressed"]);
    await api.deps.db.inWorkspace(account, (tx) => tx.notificationPreference.deleteMany({ where: mine }));
  });
});

describe("addresses outside (MON-5)", () => {
  it("S43 a webhook is signed so that the reference library takes it, once per id, and refuses what was changed", async () => {
    const account = await makeAccount(api);
    await addAddress("webhook", `${scene.receiver.origin}/hook`);
    await changeAccount(api, account, lost);
    const [call] = scene.receiver.calls;
    const headers = call?.headers as Record<string, string>;
    vi.useFakeTimers({ toFake: ["Date"], now: api.deps.now() }); // The reference library looks at the clock itself.
    expect(new Webhook(webhookSecret).verify(call?.body ?? "", headers)).toMatchObject({
      type: "alert.opened",
      data: { ruleId: "connection.needs_reconnecting", severity: "high" },
    });
    expect(() => new Webhook(webhookSecret).verify(`${call?.body} `, headers)).toThrow();
    vi.setSystemTime(api.deps.now().getTime() + 6 * 60_000);
    expect(() => new Webhook(webhookSecret).verify(call?.body ?? "", headers)).toThrow();
    vi.useRealTimers();
    const [row] = await deliveriesOf(api, account, "webhook");
    expect(headers["webhook-id"]).toBe(row?.id);
  });

  it("MON-5 speaks to Slack, Teams and a text gateway as they want to be spoken to", async () => {
    const account = await makeAccount(api);
    await addAddress("slack", `${scene.receiver.origin}/slack`);
    await addAddress("teams", `${scene.receiver.origin}/teams`, null);
    await addAddress("sms", "+491701234567");
    await changeAccount(api, account, lost);
    const at = (path: string) => scene.receiver.calls.filter((call) => call.path.startsWith(path));
    expect(JSON.parse(at("/slack")[0]?.body ?? "{}")).toMatchObject({
      blocks: [{ type: "section" }, { type: "actions" }],
    });
    expect(JSON.parse(at("/teams")[0]?.body ?? "{}")).toMatchObject({
      attachments: [{ contentType: "application/vnd.microsoft.card.adaptive" }],
    });
    expect(at("/2010")).toEqual([]); // Not bad enough to wake somebody up.
    await api.deps.db.inWorkspace(account, (tx) =>
      tx.notificationPreference.create({
        data: { ...{ workspaceId: api.cast.home, userId: api.cast.bob }, channel: "sms", minimumSeverity: "high" },
      }),
    );
    const second = await makeAccount(api);
    await changeAccount(api, second, lost);
    const [sms] = at("/2010-04-01/Accounts/AC1/Messages.json");
    expect(new URLSearchParams(sms?.body).get("To")).toBe("+491701234567");
    expect(api.logged()).not.toContain("token of the gateway");
  });

  it("F95 a webhook that is away is tried again later and later, and mail takes its place after the third time", async () => {
    const account = await makeAccount(api);
    const id = await addAddress("webhook", `${scene.receiver.origin}/hook`, null);
    await api.deps.db.inWorkspace(account, (tx) =>
      tx.notificationPreference.create({
        data: { ...{ workspaceId: api.cast.home, userId: api.cast.bob }, channel: "email", isEnabled: false },
      }),
    );
    scene.receiver.answer = { status: 503 };
    await changeAccount(api, account, lost);
    const waits: number[] = [];
    for (let times = 0; times < 9; times += 1) {
      const due = await api.deps.db.inWorkspace(account, (tx) =>
        tx.dueWork.findFirst({ where: { kind: "delivery.send" }, orderBy: { dueAt: "asc" } }),
      );
      if (due === null) break;
      const minutes = (due.dueAt.getTime() - api.deps.now().getTime()) / 60_000;
      waits.push(minutes);
      api.pass(minutes + 0.01);
      await doAlertWork(api.deps);
    }
    expect(waits.map((minutes) => Math.round(minutes / 60))).toEqual([0, 0, 1, 2, 6, 12, 16, 23, 28].map(expectNear));
    expect(scene.mail.mails).toHaveLength(1);
    expect(await stateOf(account, "webhook")).toEqual([["opened", "failed", "http_503"]]);
    expect((await endpointOf(id)).failingSince).not.toBeNull();
    await api.deps.db.inWorkspace(account, (tx) =>
      tx.notificationPreference.deleteMany({ where: { channel: "email" } }),
    );
  });

  it("F95 one that says it is gone is not called again, and one that leads elsewhere is not followed (S40)", async () => {
    const account = await makeAccount(api);
    const id = await addAddress("webhook", `${scene.receiver.origin}/hook`, null);
    scene.receiver.answer = { status: 302, headers: { location: "http://169.254.169.254/latest/meta-data" } };
    await changeAccount(api, account, lost);
    expect(await stateOf(account, "webhook")).toEqual([["opened", "failed", "redirected"]]);
    scene.receiver.answer = { status: 410 };
    const second = await makeAccount(api);
    await changeAccount(api, second, lost);
    expect((await endpointOf(id)).disabledAt).not.toBeNull();
    scene.receiver.calls.length = 0;
    const third = await makeAccount(api);
    await changeAccount(api, third, lost);
    await look(api.deps);
    expect(scene.receiver.calls).toEqual([]);
  });

  it("S39 an address of the inner network is never called, whatever a row says", async () => {
    const account = await makeAccount(api);
    await addAddress("webhook", "https://127.0.0.1/hook", null);
    await changeAccount(api, account, lost);
    expect(await stateOf(account, "webhook")).toEqual([["opened", "failed", "refused_not_public"]]);
  });
});

/** Each wait is 10 to 30 % longer by chance. */
const expectNear = (hours: number): unknown => ({
  asymmetricMatch: (actual: number) => Math.abs(actual - hours) <= Math.max(1, 0.15 * hours),
});
