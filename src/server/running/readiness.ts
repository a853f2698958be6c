import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

import { listWorkers, readReadiness, type ReadinessRow } from "@/server/db/people/instance";
import { getDeps, type Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { isAlive } from "@/server/people/instance";

const lateAfterMs = 15 * 60_000;
const keptMs = 1_000;
/** Where a timer does the work: one interval of it, and five minutes. */
const cronIsMissedAfterMs = 20 * 60_000;

const comesRegularly = (at: Date | null, now: Date) =>
  at !== null && now.getTime() - at.getTime() < cronIsMissedAfterMs;

/** The newest change this code was written with. Null where the folder is not shipped; then any migrated database will do. */
function readNewestMigration(): string | null {
  const folder = path.join(process.cwd(), "prisma", "migrations");
  if (!existsSync(folder)) return null;
  return (
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted()
      .at(-1) ?? null
  );
}

export type Readiness = {
  readonly database: boolean;
  readonly migrations: boolean;
  readonly worker: boolean;
  readonly queue: boolean;
};

/** A newer database is fine: old and new code run side by side while a new version is rolled out. */
export function assessReadiness(
  { lastCronAt = null, ...row }: ReadinessRow & { readonly lastCronAt?: Date | null },
  newestMigration: string | null,
  now: Date,
): Readiness {
  const hasWorker = isAlive(row.last_beat_at, now);
  const hasTimer = comesRegularly(lastCronAt, now);
  const lateMs = lateAfterMs + (hasTimer && !hasWorker ? cronIsMissedAfterMs : 0);
  return {
    database: true,
    migrations: row.last_migration !== null && (newestMigration === null || row.last_migration >= newestMigration),
    worker: hasWorker || hasTimer,
    queue: row.oldest_due_at === null || now.getTime() - row.oldest_due_at.getTime() < lateMs,
  };
}

type Memory = { readonly newestMigration: string | null; readAtMs: number; reading: Promise<Readiness> | null };

const memories = new WeakMap<Deps, Memory>();

async function look({ db, log, now }: Deps, newestMigration: string | null): Promise<Readiness> {
  const at = now();
  try {
    const row = await db.outsideWorkspace(async (tx) => {
      const timer = (await listWorkers(tx, at)).find(({ kind }) => kind === "cron");
      return { ...(await readReadiness(tx, at)), lastCronAt: timer?.last_beat_at ?? null };
    });
    return assessReadiness(row, newestMigration, at);
  } catch (error) {
    log.warn("Readiness: the database does not answer", { err: error });
    return { database: false, migrations: false, worker: false, queue: false };
  }
}

/** However often it is asked, the database is looked at once a second. */
export function readiness(deps: Deps): Promise<Readiness> {
  const memory = memories.get(deps) ?? { newestMigration: readNewestMigration(), readAtMs: -keptMs, reading: null };
  memories.set(deps, memory);
  const nowMs = performance.now();
  if (memory.reading === null || nowMs - memory.readAtMs >= keptMs) {
    memory.readAtMs = nowMs;
    memory.reading = look(deps, memory.newestMigration);
  }
  return memory.reading;
}

/** Tells the public up or down, and the log which part. */
export async function requireReady(): Promise<{ status: "up" }> {
  const deps = getDeps();
  const parts = await readiness(deps);
  const down = Object.entries(parts)
    .filter(([, isUp]) => !isUp)
    .map(([part]) => part);
  if (down.length === 0) return { status: "up" };
  deps.log.warn("Not ready", { down });
  throw new Problem("not_ready", { retryAfterMs: 5_000 });
}
