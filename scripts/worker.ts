// The worker process:  npm run worker. Prints "worker ready" once it works; stops within 10 s of SIGTERM or Ctrl-C.
import { existsSync } from "node:fs";

import packageJson from "../package.json" with { type: "json" };

import { EnvError, readEnv, type Env } from "../src/lib/env";
import { createDeps, installDeps } from "../src/server/deps";
import { startTracing } from "../src/server/running/start-tracing";
import { startWebhookListener } from "../src/server/running/webhook-listener";
import { startWorker } from "../src/server/running/worker";

function readSettings(): Env {
  try {
    return readEnv(process.env);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(error.message);
    process.exit(1);
  }
}

if (existsSync(".env")) process.loadEnvFile(".env");
const env = readSettings();
await startTracing(env, "daykeeper-worker");
const deps = createDeps(env, "worker");
installDeps(deps);
const worker = startWorker(deps, packageJson.version);
const { webhookPort } = env;
const host = process.env["HOST"] ?? (env.demo ? "127.0.0.1" : "0.0.0.0");
const listener = webhookPort === null ? null : await startWebhookListener(deps, { host, port: webhookPort });

let stopping = false;
async function leave(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  deps.log.info("The worker stops", { signal });
  await listener?.close();
  await worker.stop();
  await deps.db.close();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => {
    void leave(signal);
  });

process.on("uncaughtException", (error) => {
  deps.log.error("The worker ends because of an error nobody caught", { err: error });
  process.exit(1);
});

await worker.ready;
process.stdout.write("worker ready\n");
