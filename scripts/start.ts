// `npm start` and `npm run dev`: from a fresh clone to a running Daykeeper, in one command.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import readline from "node:readline/promises";
import { parseArgs } from "node:util";

import { buildWeb, generateClient, nodeModule } from "./launch/build.ts";
import { answersOk, Family, waitUntilReady } from "./launch/children.ts";
import { chooseDatabase, type ChosenDatabase } from "./launch/database.ts";
import { readEnvFile } from "./launch/env.ts";
import { environmentFor, hasProviderCredentials, isDemo } from "./launch/environment.ts";
import { migrate } from "./launch/migrate.ts";
import { inRoot, stateDir } from "./launch/paths.ts";
import { requireFreePort } from "./launch/ports.ts";
import { runScript } from "./launch/run-script.ts";
import { chooseSandboxPort, sandboxStateFile } from "./launch/sandbox-place.ts";
import { explain, LaunchError, step } from "./launch/say.ts";
import { welcome } from "./launch/welcome.ts";
import { type Env } from "./launch/env.ts";

const { values: options } = parseArgs({
  options: {
    dev: { type: "boolean", default: false },
    reset: { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
    port: { type: "string" },
  },
});
readEnvFile();
const startedAt = Date.now();
const demo = isDemo(process.env);
const host = demo ? "127.0.0.1" : (process.env.HOST ?? "0.0.0.0");
const pidFile = path.join(stateDir(), "start.json");
const family = new Family();
let database: ChosenDatabase | null = null;
let isUp = false;
let ownsPidFile = false;

function choosePort(): number {
  const text = options.port ?? process.env.PORT ?? "3000";
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new LaunchError(`PORT is "${text}", but a port is a number from 1 to 65535.`);
  return port;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function requireOnlyOne(): void {
  if (!existsSync(pidFile)) return;
  const other = JSON.parse(readFileSync(pidFile, "utf8")) as { pid: number; address: string };
  if (other.pid !== process.pid && isAlive(other.pid)) {
    throw new LaunchError(
      `this folder's Daykeeper already runs at ${other.address} (process ${other.pid}). Stop that one first, or use it.`,
    );
  }
}

async function confirmReset(): Promise<void> {
  if (!demo || process.env.DATABASE_URL)
    throw new LaunchError(
      "--reset only ever empties the built-in demo database, and DATABASE_URL or PUBLIC_URL is set.",
    );
  if (!options.yes) {
    if (!process.stdin.isTTY)
      throw new LaunchError(
        "--reset deletes all demo data and asks first. Without a terminal, say so with: npm start -- --reset --yes",
      );
    const prompt = readline.createInterface({ input: process.stdin, output: process.stdout });
    const answer = await prompt.question(
      "Delete all demo data of this folder and start over? Nothing else is touched. [y/N] ",
    );
    prompt.close();
    if (!/^y(es)?$/i.test(answer.trim())) throw new LaunchError("nothing was deleted.");
  }
  const old = await chooseDatabase();
  old.stop();
  for (const name of ["postgres", "logs", "sandbox", "secrets.json"])
    rmSync(path.join(stateDir(), name), { recursive: true, force: true });
  console.log("  Demo data deleted");
}

async function startSandbox(env: Env): Promise<string | undefined> {
  if (!demo || hasProviderCredentials(process.env) || !existsSync(inRoot("scripts/sandbox.ts"))) return undefined;
  const folder = stateDir("sandbox");
  const port = Number(process.env.SANDBOX_PORT ?? 0) || (await chooseSandboxPort(folder));
  family.start({
    name: "sandbox",
    args: ["--import", "tsx", "scripts/sandbox.ts", "--port", String(port), "--snapshot", sandboxStateFile(folder)],
    env,
  });
  await step(
    "Provider sandbox",
    () =>
      waitUntilReady({
        family,
        what: "the provider sandbox",
        isReady: () => answersOk(`http://127.0.0.1:${port}/_control/endpoints`),
      }),
    () => "ready",
  );
  return `http://127.0.0.1:${port}`;
}

function webArgs(port: number): string[] {
  return [nodeModule("next/dist/bin/next"), options.dev ? "dev" : "start", "-H", host, "-p", String(port)];
}

async function startAll(port: number, url: string): Promise<string | undefined> {
  const sandboxUrl = await startSandbox({ ...process.env });
  const env = environmentFor({ databaseUrl: url, port, demo, sandboxUrl });
  await step(
    "Settings",
    () => runScript({ script: "scripts/launch/check-env.ts", env }),
    () => "complete",
  );
  const mode = options.dev ? "development" : "production";
  const shown = { ...env, NODE_ENV: mode as "production" };
  // Its own start takes as long as the demo's people do; the worker waits for them, so that it finds all of them at once.
  family.start({ name: "web", args: webArgs(port), env: shown, show: options.dev });
  if (demo)
    await step(
      "Demo team",
      () => runScript({ script: "prisma/seed.ts", env }),
      (output) => output.trim().split("\n").at(-1) || "ready",
    );
  const worker = family.start({
    name: "worker",
    args: [...(options.dev ? ["--watch", "--watch-preserve-output"] : []), "--import", "tsx", "scripts/worker.ts"],
    env: shown,
  });
  const address = `http://127.0.0.1:${port}`;
  await step(
    "Web and worker",
    () =>
      Promise.all([
        waitUntilReady({
          family,
          what: "the worker",
          isReady: () => Promise.resolve(worker.recent().includes("worker ready")),
        }),
        waitUntilReady({
          family,
          what: "the web process",
          isReady: () => answersOk(`${address}/api/readyz`),
          timeoutMs: options.dev ? 180_000 : 60_000,
        }),
      ]),
    () => "ready",
  );
  return sandboxUrl;
}

async function stopAll(): Promise<void> {
  await family.stop();
  database?.stop();
  if (ownsPidFile) rmSync(pidFile, { force: true });
}

let stopping = false;
async function leave(status: number, note: string): Promise<never> {
  if (!stopping) {
    stopping = true;
    if (status === 0) console.log(note);
    else console.error(note);
    await stopAll();
  }
  process.exit(status);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!stopping) void leave(0, "\nStopping web, worker and database …").catch(() => process.exit(1));
  });
}

async function run(): Promise<void> {
  requireOnlyOne();
  const port = choosePort();
  await requireFreePort(port, host);
  if (options.reset) await confirmReset();
  ownsPidFile = true;
  writeFileSync(pidFile, JSON.stringify({ pid: process.pid, address: `http://127.0.0.1:${port}` }));
  database = await step("Database", chooseDatabase, ({ builtIn, startedHere }) =>
    builtIn ? `built-in PostgreSQL ${startedHere ? "started" : "already running"}` : "given by DATABASE_URL",
  );
  const { url } = database;
  await step(
    "Database structure",
    () => migrate(url),
    (names) => (names.length ? `${names.length} changes applied` : "up to date"),
  );
  await step("Database client", generateClient, String);
  if (!options.dev) await step("Web application", () => buildWeb(".next"), String);
  const sandboxUrl = await startAll(port, url);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(
    welcome({ address: `http://127.0.0.1:${port}`, demo, sandboxUrl, builtInDatabase: database.builtIn, seconds }),
  );
  isUp = true;
  await family.fallen;
}

console.log(options.dev ? "Daykeeper, development mode" : "Daykeeper");
try {
  await run();
} catch (error) {
  await leave(1, `\nDaykeeper ${isUp ? "stops" : "cannot start"}: ${explain(error)}`);
}
