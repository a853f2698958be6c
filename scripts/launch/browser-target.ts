// A whole Daykeeper for the browser tests: a database of its own with the demo people, a production build, free ports.
import { existsSync } from "node:fs";

import { nodeModule } from "./build.ts";
import { openMailbox, type Mailbox } from "./mailbox.ts";
import { answersOk, Family, waitUntilReady } from "./children.ts";
import { environmentFor } from "./environment.ts";
import { migrate } from "./migrate.ts";
import { inRoot } from "./paths.ts";
import { freePort } from "./ports.ts";
import { dropDatabase, ensureDatabase, type Cluster } from "./postgres.ts";
import { runScript } from "./run-script.ts";
import { type Env } from "./env.ts";

const name = "daykeeper_browser";
/** Ends the sandbox, and with it the stories, at the first answer that is not what the providers' descriptions say. */
const witness = "src/sandbox/testing/answer-witness.ts";

/** The stories share the worker with the demo's team, and 20,000 events would only make them wait. */
const hugeCalendar = "oskar.nyberg@halden.example";

export function startForBrowser({ cluster }: { cluster: Cluster }): { start(): Promise<Env>; stop(): Promise<void> } {
  const family = new Family();
  let mailbox: Mailbox | null = null;
  const start = async (): Promise<Env> => {
    await dropDatabase(cluster, name);
    const databaseUrl = await ensureDatabase(cluster, name);
    await migrate(databaseUrl);
    const port = await freePort();
    let sandboxUrl: string | undefined;
    if (existsSync(inRoot("scripts/sandbox.ts"))) {
      const sandboxPort = await freePort();
      sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
      family.start({
        name: "test-sandbox",
        args: ["--import", "tsx", "scripts/sandbox.ts", "--witness", witness, "--port", String(sandboxPort)],
        env: process.env,
      });
      await waitUntilReady({
        family,
        what: "the provider sandbox",
        isReady: () => answersOk(`${sandboxUrl}/_control/endpoints`),
      });
    }
    mailbox = await openMailbox();
    const env = {
      SMTP_URL: mailbox.smtpUrl,
      MAIL_FROM: "Daykeeper <calendar@meridian.example>",
      ...environmentFor({ databaseUrl, port, demo: true, sandboxUrl }),
      NODE_ENV: "production" as const,
      NEXT_DIST_DIR: ".next-test",
    };
    await runScript({ script: "prisma/seed.ts", env, args: ["--leave-out", hugeCalendar] });
    await runScript({ script: "e2e/crowd.ts", env });
    family.start({
      name: "test-web",
      args: [nodeModule("next/dist/bin/next"), "start", "-H", "127.0.0.1", "-p", String(port)],
      env,
    });
    family.start({ name: "test-worker", args: ["--import", "tsx", "scripts/worker.ts"], env });
    await waitUntilReady({
      family,
      what: "the web process",
      isReady: () => answersOk(`http://127.0.0.1:${port}/api/readyz`),
    });
    return {
      E2E_BASE_URL: `http://127.0.0.1:${port}`,
      E2E_MAIL_URL: mailbox.url,
      E2E_DATABASE_URL: cluster.superuserUrlOf(name),
      ...(sandboxUrl && { E2E_SANDBOX_URL: sandboxUrl }),
    };
  };
  const stop = async () => {
    await family.stop();
    await mailbox?.close();
  };
  return { start, stop };
}
