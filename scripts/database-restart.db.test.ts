// PostgreSQL is restarted while everybody writes. A server of its own: the one of the other tests stays up.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Database } from "@/server/db/open-database";
import { isOutage } from "@/server/db/outage";

import { forSpawn } from "./launch/env.ts";
import { openCluster, type Cluster } from "./launch/postgres.ts";

const name = "restart-postgres";
const writers = 20;

let cluster: Cluster;
let db: Database;

beforeAll(async () => {
  cluster = await openCluster({ name, settings: ["max_connections=60"] });
  process.env.TEST_DATABASE_SERVER_URL = cluster.urlOf("postgres");
  const { createMigratedDatabase } = await import("@/testing/migrated-database");
  const { openDatabase } = await import("@/server/db/open-database");
  const { url } = await createMigratedDatabase();
  db = openDatabase({ url, maxConnections: 10, longestWaitMs: 1_000 });
}, 120_000);
afterAll(async () => {
  await db.close();
  cluster.stop();
});

/** From another process: this one goes on writing meanwhile. */
function restart(mode: "fast" | "immediate"): Promise<number | null> {
  const source = `import { openCluster } from "./scripts/launch/postgres.ts";
    (await openCluster({ name: "${name}" })).restart("${mode}");`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", source], {
      env: forSpawn({ PATH: process.env.PATH }),
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", reject);
    child.once("close", resolve);
  });
}

const now = new Date("2026-11-21T09:00:00.000Z");
const write = async (id: string) => {
  await db.outsideWorkspace((tx) => tx.$executeRaw`select system.beat(${id}::uuid, 'worker', ${id}, '1', ${now})`);
};
const written = async () => {
  const rows = await db.outsideWorkspace(
    (tx) => tx.$queryRaw<{ name: string }[]>`select name from system.list_workers(${now})`,
  );
  return new Set(rows.map(({ name: id }) => id));
};

describe("a restart of PostgreSQL under load", () => {
  it.each(["fast", "immediate"] as const)(
    "F13 of the %s kind loses nothing that was acknowledged, and work goes on by itself within five seconds",
    async (mode) => {
      const acknowledged: string[] = [];
      const failures: unknown[] = [];
      const state = { isOver: false, sinceRestart: 0, hasRestarted: false };
      const writing = Array.from({ length: writers }, async () => {
        while (!state.isOver) {
          const id = randomUUID();
          try {
            await write(id);
            acknowledged.push(id);
            if (state.hasRestarted) state.sinceRestart += 1;
          } catch (error) {
            failures.push(error);
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
      });
      await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(50);
      expect(await restart(mode)).toBe(0);
      state.hasRestarted = true;
      await expect.poll(() => state.sinceRestart, { timeout: 5_000 }).toBeGreaterThan(writers);
      state.isOver = true;
      await Promise.all(writing);
      const rows = await written();
      expect(acknowledged.filter((id) => !rows.has(id))).toEqual([]);
      // Whoever was told no was told that the database is away, which is a 503.
      expect(failures.filter((error) => !isOutage(error))).toEqual([]);
      expect(failures.length).toBeGreaterThan(0);
    },
    60_000,
  );
});

describe("what providers tell of while PostgreSQL is restarted (R11)", () => {
  it.each(["fast", "immediate"] as const)(
    "F13 R11 of the %s kind loses no notice that was acknowledged, and what could not be kept is answered 503",
    async (mode) => {
      const { makeReception } = await import("@/testing/reception");
      const { deliver, kept, dueChannels } = await makeReception(db, { channels: 30 });
      const acknowledged: string[] = [];
      const statuses = new Set<number>();
      const state = { isOver: false, sinceRestart: 0, hasRestarted: false };
      const sending = Array.from({ length: 10 }, async (_, sender) => {
        for (let number = 0; !state.isOver; number += 1) {
          const { status, key } = await deliver(sender * 1_000_000 + number);
          statuses.add(status);
          if (status !== 202) await new Promise((resolve) => setTimeout(resolve, 20));
          else {
            acknowledged.push(key);
            if (state.hasRestarted) state.sinceRestart += 1;
          }
        }
      });
      await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(50);
      expect(await restart(mode)).toBe(0);
      state.hasRestarted = true;
      await expect.poll(() => state.sinceRestart, { timeout: 5_000 }).toBeGreaterThan(10);
      state.isOver = true;
      await Promise.all(sending);
      const rows = await kept();
      expect(acknowledged.filter((key) => !rows.has(key))).toEqual([]);
      // Whatever was kept is due to be processed.
      const due = await dueChannels();
      expect([...rows.values()].filter((channelId) => !due.has(channelId))).toEqual([]);
      for (const status of statuses) expect([202, 429, 503]).toContain(status);
      expect(statuses).toContain(503);
    },
    60_000,
  );
});
