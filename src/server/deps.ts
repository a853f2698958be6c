import { createSeal, type Seal } from "@/lib/crypto";
import { readEnv, type Env } from "@/lib/env";
import { systemRandom, type RandomBytes } from "@/lib/ids";
import { createLog, type Log } from "@/lib/log";

import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { sleepFor, type Sleep } from "@/lib/sleep";

import { openDatabase, type Database } from "./db/open-database";
import { openProviders } from "./open-providers";

/** What the doing needs from the outside. The one real clock and the one real source of randomness come in here. */
export type Deps = {
  readonly env: Env;
  readonly db: Database;
  readonly now: () => Date;
  readonly random: RandomBytes;
  /** Between 0 and 1: for jitter and turns. */
  readonly chance: () => number;
  /** Ends early, with the signal's reason, when the signal fires. */
  readonly sleep: Sleep;
  readonly log: Log;
  readonly seal: Seal;
  /** The outside calendars by their id: the real ones, or the stand-in's. */
  readonly providers: () => Promise<ReadonlyMap<string, CalendarProvider>>;
};

/** How long to wait for a free connection to the database. A person rather hears within a second that there is none. */
const personWaitsMs = 1_000;
const workWaitsMs = 10_000;

const holder = globalThis as { [depsKey]?: Deps };
const depsKey = Symbol.for("daykeeper.deps");

export function secretsOf(env: Env) {
  const { database, sessions, encryption, cronSecret, metricsToken, google, outlook, messaging } = env;
  const { mail, sms } = messaging;
  const optional = [mail?.url, sms?.token, metricsToken, google?.clientSecret, outlook?.clientSecret].filter(
    (secret) => secret !== null && secret !== undefined,
  );
  return [database.url, sessions.secret, encryption.current, ...encryption.retired, cronSecret, ...optional];
}

export function createDeps(env: Env, service: string): Deps {
  const log = createLog({ level: env.logLevel, service, known: secretsOf(env) });
  const now = () => new Date();
  return {
    env,
    db: openDatabase({
      url: env.database.url.reveal(),
      maxConnections: env.database.maxConnections,
      longestWaitMs: service === "web" ? personWaitsMs : workWaitsMs,
      chance: Math.random,
    }),
    now,
    random: systemRandom,
    chance: Math.random,
    sleep: sleepFor,
    log,
    providers: openProviders({ env, log, now }),
    seal: createSeal({
      ring: env.encryption,
      random: systemRandom,
      onAlarm: (keyId) => {
        log.error(
          "An encryption key has sealed as many values as it safely can: put a new ENCRYPTION_KEY in front and move this one to ENCRYPTION_KEYS_RETIRED",
          { keyId },
        );
      },
    }),
  };
}

/** A worker, a script or a test brings its own before anything asks. */
export function installDeps(deps: Deps): void {
  holder[depsKey] = deps;
}

/** Made at the first call and kept for the process; on globalThis, because the parts of one server are bundled apart. */
export function getDeps(): Deps {
  return (holder[depsKey] ??= createDeps(readEnv(process.env), "web"));
}
