import { spawn } from "node:child_process";
import { once } from "node:events";

import { expect, it } from "vitest";

import { alertsOf, deliveriesOf, doAlertWork, makeAccount } from "@/testing/alert-scene";
import { useApi } from "@/testing/api";
import { useMessageScene } from "@/testing/message-scene";
import { recordConnectionHealth } from "@/server/health/record-health";
import { runDueWork } from "@/server/work/run-due-work";

const api = useApi();
const scene = useMessageScene(api);

/** A process of its own that sends what is due; killed at the moment in which the receiver has the message. */
async function sendAndDie(): Promise<NodeJS.Signals | null> {
  const { sessions, encryption, cronSecret } = api.deps.env;
  const child = spawn(process.execPath, ["--import", "tsx", "src/testing/delivery-child.ts"], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "test", DEMO: "0", LOG_LEVEL: "error", DATABASE_URL: api.database.url },
      NEXTAUTH_SECRET: sessions.secret.reveal(),
      ENCRYPTION_KEY: encryption.current.reveal(),
      CRON_SECRET: cronSecret.reveal(),
      OUTGOING_LOOPBACK: scene.receiver.origin,
      TEST_AHEAD_MS: String(api.deps.now().getTime() - Date.now()),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  scene.receiver.onCall = () => {
    child.kill("SIGKILL");
  };
  const [, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  scene.receiver.onCall = null;
  return signal;
}

it("F9 killed while an alert is sent, it is sent again under the same id, and there is one alert and one message", async () => {
  await scene.addAddress("webhook", `${scene.receiver.origin}/hook`);
  const account = await makeAccount(api);
  await api.deps.db.inWorkspace(account, async (tx) => {
    await tx.connection.updateMany({ where: { id: account.connectionId }, data: { authStatus: "needs_reauth" } });
    await recordConnectionHealth(tx, api.deps, account);
  });
  await runDueWork(api.deps, {
    ...{ budgetMs: 20_000, concurrency: 1, signal: new AbortController().signal, kinds: ["alerts.evaluate"] },
  });
  const [message] = await deliveriesOf(api, account, "webhook");
  await api.deps.db.inWorkspace(account, (tx) =>
    tx.delivery.updateMany({ where: { channel: "email" }, data: { state: "suppressed" } }),
  );
  expect(await sendAndDie()).toBe("SIGKILL");
  expect(await deliveriesOf(api, account, "webhook")).toMatchObject([{ id: message?.id, state: "pending" }]);
  // Its lease ends, and another takes it up.
  api.pass(2);
  await doAlertWork(api.deps);
  expect(scene.receiver.calls.map(({ headers }) => headers["webhook-id"])).toEqual([message?.id, message?.id]);
  expect(await deliveriesOf(api, account, "webhook")).toMatchObject([{ id: message?.id, state: "sent", attempts: 1 }]);
  expect(await alertsOf(api, account)).toHaveLength(1);
});
