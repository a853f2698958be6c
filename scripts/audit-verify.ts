// Reads every audit log and names what was done to it:  npm run audit:verify -- --help
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { EnvError, readEnv } from "../src/lib/env";
import { createLog } from "../src/lib/log";
import { runAuditCommand, usage } from "../src/server/audit/run-command";
import { createDeps, installDeps, secretsOf } from "../src/server/deps";

const couldNotTell = 3;

if (existsSync(".env")) process.loadEnvFile(".env");

const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => {
    stop.abort();
  });

async function verify({ anchors, writes }: { readonly anchors: string; readonly writes: boolean }): Promise<number> {
  const env = readEnv(process.env);
  // Standard output is the answer's: what the log has to say goes beside it.
  const log = createLog({ level: "error", service: "audit:verify", known: secretsOf(env), sink: process.stderr });
  const deps = { ...createDeps(env, "audit:verify"), log };
  installDeps(deps);
  try {
    return await runAuditCommand(
      deps,
      { anchors, writesAnchors: writes },
      {
        say: (text) => process.stdout.write(text),
        warn: (text) => process.stderr.write(text),
        signal: stop.signal,
      },
    );
  } finally {
    await deps.db.close();
  }
}

try {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", default: false },
      anchors: { type: "string" },
      "write-anchors": { type: "boolean", default: false },
    },
  });
  const anchors = values.anchors === undefined ? "" : readFileSync(values.anchors, "utf8");
  if (values.help) process.stdout.write(usage);
  else process.exitCode = await verify({ anchors, writes: values["write-anchors"] });
} catch (error) {
  process.stderr.write(
    `${error instanceof EnvError ? error.message.trimEnd() : `It could not tell: ${error instanceof Error ? error.message : String(error)}`}\n`,
  );
  process.exitCode = couldNotTell;
}
