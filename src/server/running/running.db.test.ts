import { randomUUID } from "node:crypto";

import { beforeEach, describe, expect, it } from "vitest";

import { listWorkers, readReadiness } from "@/server/db/people/instance";
import { openDatabase } from "@/server/db/open-database";
import { useApi } from "@/testing/api";
import { deadDatabaseUrl } from "@/testing/deps";

import { assessReadiness, readiness } from "./readiness";
import { startWorker } from "./worker";

const api = useApi();

const workers = () => api.deps.db.outsideWorkspace((tx) => listWorkers(tx, api.deps.now()));

describe("the worker", () => {
  it("is ready when it has said that it lives, and says goodbye when it stops", async () => {
    const worker = startWorker(api.deps, "1.2.3");
    await worker.ready;
    const [alive] = await workers();
    expect(alive).toMatchObject({ kind: "worker", version: "1.2.3", stopped_at: null });
    await worker.stop();
    expect((await workers())[0]?.stopped_at).toBeInstanceOf(Date);
  });

  it("clears away what is over for more than a week, and nothing else", async () => {
    const old = await api.signIn(api.cast.bob);
    api.pass(30 * 24 * 60);
    const fresh = await api.signIn(api.cast.bob);
    const worker = startWorker(api.deps, "1");
    await worker.ready;
    await worker.stop();
    const line = api
      .logged()
      .split("\n")
      .find((text) => text.includes("Cleared away"));
    const { facts } = JSON.parse(line ?? "{}") as { facts: { rows: number } };
    expect(facts.rows).toBeGreaterThan(0);
    expect((await api.call("GET /api/v1/me", { as: old })).status).toBe(401);
    expect((await api.call("GET /api/v1/me", { as: fresh })).status).toBe(200);
  });

  it("goes on when the database is away, tries again without a storm, and still stops", async () => {
    const db = openDatabase({ url: deadDatabaseUrl });
    const worker = startWorker({ ...api.deps, db }, "1");
    await new Promise((resolve) => {
      setTimeout(resolve, 2_500);
    });
    const failures = api
      .logged()
      .split("\n")
      .filter((line) => line.includes('"task":"heartbeat"')).length;
    expect(failures).toBeGreaterThanOrEqual(2);
    expect(failures).toBeLessThanOrEqual(4);
    const startedMs = performance.now();
    await worker.stop();
    expect(performance.now() - startedMs).toBeLessThan(10_500);
    expect(api.logged()).toContain("could not say goodbye");
    await db.close();
  });
});

describe("readiness", () => {
  const now = new Date("2026-11-21T10:00:00Z");
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const row = {
    server_version: "18",
    migrations: 3,
    last_migration: "20261121_c",
    last_beat_at: before(0.1),
    due: 0,
    oldest_due_at: null,
  };

  it.each([
    ["all is well", row, { migrations: true, worker: true, queue: true }],
    [
      "the database is newer than this code, as while a new version rolls out",
      { ...row, last_migration: "20270101_z" },
      { migrations: true },
    ],
    ["a migration is missing", { ...row, last_migration: "20261121_a" }, { migrations: false }],
    ["nothing was migrated", { ...row, last_migration: null }, { migrations: false }],
    ["no worker was ever seen", { ...row, last_beat_at: null }, { worker: false }],
    ["the worker is silent for 31 s", { ...row, last_beat_at: before(31 / 60) }, { worker: false }],
    ["the worker spoke 29 s ago", { ...row, last_beat_at: before(29 / 60) }, { worker: true }],
    ["work waits for 16 min", { ...row, due: 1, oldest_due_at: before(16) }, { queue: false }],
    ["work waits for 14 min", { ...row, due: 1, oldest_due_at: before(14) }, { queue: true }],
    ["a timer called 19 min ago instead", { ...row, last_beat_at: null, lastCronAt: before(19) }, { worker: true }],
    ["a timer was missed", { ...row, last_beat_at: null, lastCronAt: before(21) }, { worker: false }],
    [
      "work waits for the timer's next call",
      { ...row, last_beat_at: null, lastCronAt: before(1), due: 1, oldest_due_at: before(16) },
      { queue: true },
    ],
  ])("tells when %s", (_what, given, expected) => {
    expect(assessReadiness(given, "20261121_c", now)).toMatchObject({ database: true, ...expected });
  });

  it("knows every migration of this folder to be there", async () => {
    const worker = startWorker(api.deps, "1");
    await worker.ready;
    expect(await readiness({ ...api.deps })).toEqual({ database: true, migrations: true, worker: true, queue: true });
    const state = await api.deps.db.outsideWorkspace((tx) => readReadiness(tx, api.deps.now()));
    expect(state.migrations).toBeGreaterThan(0);
    await worker.stop();
  });

  it("is down, and does not hang, while the database does not answer", async () => {
    const db = openDatabase({ url: deadDatabaseUrl });
    expect(await readiness({ ...api.deps, db })).toEqual({
      database: false,
      migrations: false,
      worker: false,
      queue: false,
    });
    await db.close();
  });

  it("asks the database once a second, however often it is asked", async () => {
    let looks = 0;
    const { db } = api.deps;
    const counting = {
      ...api.deps,
      db: {
        ...db,
        outsideWorkspace: <T>(run: Parameters<typeof db.outsideWorkspace<T>>[0]) => {
          looks += 1;
          return db.outsideWorkspace(run);
        },
      },
    };
    await Promise.all(Array.from({ length: 50 }, () => readiness(counting)));
    expect(looks).toBe(1);
  });
});

describe("the instance admin's view", () => {
  beforeEach(async () => {
    const { beat } = await import("@/server/db/people/instance");
    await api.deps.db.outsideWorkspace((tx) =>
      beat(
        tx,
        { id: randomUUID(), kind: "worker", name: "old", version: "0" },
        new Date(api.deps.now().getTime() - 60_000),
      ),
    );
  });

  it("tells a silent worker from one that lives", async () => {
    const worker = startWorker(api.deps, "9.9.9");
    await worker.ready;
    const { json } = await api.call("GET /api/v1/admin/instance", { as: await api.signIn(api.cast.ivo) });
    const seen = json.workers as { version: string; alive: boolean }[];
    await worker.stop();
    expect(seen.find(({ version }) => version === "9.9.9")?.alive).toBe(true);
    expect(seen.find(({ version }) => version === "0")?.alive).toBe(false);
  });
});
