// How the calendars of all workspaces are, and what to do about it:  npm run health -- --help  or  npx calendar-health
import { existsSync } from "node:fs";

import { EnvError, readEnv } from "../src/lib/env";
import { createLog } from "../src/lib/log";
import { Secret } from "../src/lib/secret";
import { createDeps, installDeps, secretsOf, type Deps } from "../src/server/deps";
import { InstanceRefused } from "../src/server/health-report/ask-instance";
import { BadCall, readOptions, usage } from "../src/server/health-report/read-options";
import { runCommand } from "../src/server/health-report/run-command";

const couldNotTell = 3;

if (existsSync(".env")) process.loadEnvFile(".env");

const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => {
    stop.abort();
  });

/** Made when something needs the database: asking another instance does not. */
let opened: Deps | null = null;
function open(): Deps {
  if (opened !== null) return opened;
  const service = "calendar-health";
  const env = readEnv(process.env);
  // Standard output is the answer's: what the log has to say goes beside it.
  const log = createLog({ level: "error", service, known: secretsOf(env), sink: process.stderr });
  opened = { ...createDeps(env, service), log };
  installDeps(opened);
  return opened;
}

function sentenceOf(error: unknown): string {
  if (error instanceof EnvError || error instanceof BadCall) return error.message.trimEnd();
  if (error instanceof InstanceRefused) return `The instance answered ${error.message}`;
  return `It could not tell: ${error instanceof Error ? error.message : String(error)}`;
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  const key = process.env.DAYKEEPER_API_KEY;
  if (options.isHelp) process.stdout.write(usage);
  else
    process.exitCode = await runCommand(
      {
        deps: open,
        key: key === undefined || key === "" ? null : new Secret(key),
        now: () => new Date(Date.now()),
        say: (text) => process.stdout.write(text),
        signal: stop.signal,
      },
      options,
    );
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = couldNotTell;
} finally {
  await (opened as Deps | null)?.db.close();
}
