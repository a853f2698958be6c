import { createSeal } from "@/lib/crypto";
import type { Env } from "@/lib/env";
import { systemRandom } from "@/lib/ids";
import { createLog } from "@/lib/log";
import { sleepFor } from "@/lib/sleep";
import { openDatabase } from "@/server/db/open-database";
import { secretsOf, type Deps } from "@/server/deps";

import { testEnv } from "./env";

/** Nothing listens there: for tests that need no database, and for those about one that does not answer. */
export const deadDatabaseUrl = "postgresql://nobody:nothing@127.0.0.1:9/none";

/** Deps whose log can be read and whose database is away. */
export function depsWithoutDatabase(env: Env = testEnv(deadDatabaseUrl)): { deps: Deps; logged: () => string } {
  const lines: string[] = [];
  const deps: Deps = {
    env,
    db: openDatabase({ url: env.database.url.reveal() }),
    now: () => new Date(),
    random: systemRandom,
    chance: Math.random,
    sleep: sleepFor,
    providers: () => Promise.resolve(new Map()),
    log: createLog({
      level: "debug",
      service: "test",
      known: secretsOf(env),
      sink: {
        write: (line) => {
          lines.push(line);
        },
      },
    }),
    seal: createSeal({
      ring: env.encryption,
      random: systemRandom,
      onAlarm: () => {
        throw new Error("too many seals");
      },
    }),
  };
  return { deps, logged: () => lines.join("") };
}
