// Seals every stored secret anew under the current ENCRYPTION_KEY, while everything runs:  npm run keys:rotate
import { existsSync } from "node:fs";

import { EnvError, readEnv } from "../src/lib/env";
import { createDeps, installDeps } from "../src/server/deps";
import { rotateKeys } from "../src/server/tokens/rotate-keys";

if (existsSync(".env")) process.loadEnvFile(".env");

const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => {
    stop.abort();
  });

try {
  const deps = createDeps(readEnv(process.env), "keys:rotate");
  installDeps(deps);
  const { resealed, unreadable } = await rotateKeys(deps, {
    signal: stop.signal,
    onBatch: (count) => {
      if (count > 0) process.stdout.write(`${count} sealed anew\n`);
    },
  });
  await deps.db.close();
  const counts = new Map<string, number>();
  for (const { table, reason } of unreadable)
    counts.set(`${table}: ${reason}`, (counts.get(`${table}: ${reason}`) ?? 0) + 1);
  for (const [what, count] of counts) process.stdout.write(`${count} of ${what}\n`);
  if (stop.signal.aborted) process.stdout.write("Stopped. Run it again, and it goes on.\n");
  else if (unreadable.length === 0)
    process.stdout.write(
      `Done: ${resealed} sealed anew, nothing is left under another key. ENCRYPTION_KEYS_RETIRED may be emptied once every process has been restarted since.\n`,
    );
  else
    process.stdout.write(
      `${unreadable.length} do not open and were left as they are. If their key still exists, add it to ENCRYPTION_KEYS_RETIRED and run this again; otherwise their people reconnect.\n`,
    );
  process.exitCode = unreadable.length > 0 || stop.signal.aborted ? 1 : 0;
} catch (error) {
  process.stderr.write(
    `${error instanceof EnvError ? error.message.trimEnd() : `It did not work: ${error instanceof Error ? error.message : String(error)}`}\n`,
  );
  process.exitCode = 1;
}
