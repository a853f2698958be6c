// P14. What a worker keeps in memory: the real process over a thousand calendars and over a hundred thousand, a thousand due
// in both. It must keep nothing for each. The bad one has a timer and an entry of a map for each. Run: npm run bench:mem
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";

import { openBenchDatabase } from "./own-database";
import { reporter } from "./report";

const { openDatabase } = await import("../src/server/db/open-database");
const { sleepFor } = await import("../src/lib/sleep");
const { createPerson, createWorkspace } = await import("../src/testing/cast");

const report = reporter("mem");
const few = 1_000;
const many = Number(process.env.BENCH_ACCOUNTS ?? 100_000);
const perWorkspace = 1_000;
const watchedMs = Number(process.env.BENCH_SECONDS ?? 15) * 1_000;
const never = new AbortController().signal;
const secret = () => randomBytes(32).toString("base64");

/** Accounts with a calendar each, of a provider that is not set up: the whole way of a run but the call. */
async function fill(url: string, accounts: number): Promise<void> {
  const db = openDatabase({ url, maxConnections: 2 });
  const person = await createPerson(db, "Grace");
  for (let index = 0; index * perWorkspace < accounts; index += 1) {
    const workspaceId = await createWorkspace(db, person, "Crowd");
    await db.inWorkspace({ workspaceId }, async (tx) => {
      await tx.$executeRaw`
        insert into connections (workspace_id, user_id, provider, remote_account_id, granted_scopes)
        select ${workspaceId}::uuid, ${person}::uuid, 'fake', 'account ' || n, '{}' from generate_series(1, ${perWorkspace}::int) n`;
      await tx.$executeRaw`
        insert into calendars (workspace_id, connection_id, remote_id, name, is_selected)
        select workspace_id, id, 'primary', 'Work', true from connections`;
      await tx.$executeRaw`
        insert into calendar_sync_states (workspace_id, calendar_id, provider, next_sync_at)
        select workspace_id, id, 'fake', now() + case when ${index} = 0 then interval '0' else interval '6 hours' end from calendars`;
    });
  }
  await db.close();
}

const residentMib = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;

async function mostOf(child: ChildProcess, ms: number): Promise<number> {
  let most = 0;
  for (let waited = 0; waited < ms; waited += 250) {
    await sleepFor(250, never);
    most = Math.max(most, residentMib(child));
  }
  child.kill("SIGKILL");
  await once(child, "exit");
  return most;
}

async function workerOver(accounts: number): Promise<number> {
  const database = await openBenchDatabase();
  await fill(database.url, accounts);
  const secrets = { NEXTAUTH_SECRET: secret(), ENCRYPTION_KEY: secret(), CRON_SECRET: secret() };
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production" as const,
    DATABASE_URL: database.url,
    DEMO: "0",
    ...secrets,
  };
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/worker.ts"], {
    env: { ...env, LOG_LEVEL: "error", PUBLIC_URL: "https://calendar.test" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const most = await mostOf(child, watchedMs);
  await database.close();
  return most;
}

async function timersFor(accounts: number): Promise<number> {
  const code = `const kept = new Map(); for (let n = 0; n < ${accounts}; n += 1)
    kept.set("account " + n, { dueAt: n, timer: setTimeout(() => kept.delete(n), 3.6e6 + n) });`;
  return mostOf(spawn(process.execPath, ["-e", code], { stdio: "ignore" }), 2_000);
}

const small = await workerOver(few);
report("worker_mib", small, { most: 150 });
report(`worker_more_mib_with_${many}_accounts`, (await workerOver(many)) - small, { most: 20 });
report("bad_one_timers_more_mib", (await timersFor(many)) - (await timersFor(few)), { least: 20 });
