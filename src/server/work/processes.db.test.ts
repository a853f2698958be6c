// Real worker processes over one database, killed, blocked and poisoned.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { lookAtInstance } from "@/server/alerts/evaluate-instance";
import { readWorkCounts } from "@/server/db/work/counts";
import type { Deps } from "@/server/deps";
import { useTestDatabase, withClient } from "@/testing/database";
import { depsWithoutDatabase } from "@/testing/deps";
import { testEnv } from "@/testing/env";
import { addDueCalendars, addDueWork, openWorkScene, type WorkScene } from "@/testing/work-scene";

const database = useTestDatabase();
const speed = 10;
const mostKills = Number(process.env.WORK_KILLS ?? 5);
const timeout = 150_000;
let origin = 0;
let deps: Deps;
let scene: WorkScene;
const children = new Set<ChildProcess>();

type Entry = { key: string; fence: string; is_done: boolean };

beforeAll(async () => {
  deps = { ...depsWithoutDatabase(testEnv(database.url)).deps, db: database.db };
  await withClient(database.url, (client) =>
    client.query(`create table ledger (key text not null, fence bigint not null, is_done boolean not null);
      grant select, insert, delete on ledger to daykeeper_app`),
  );
});
beforeEach(async () => {
  origin = Date.now();
  scene = await openWorkScene(deps);
  await withClient(database.url, async (client) => {
    await client.query("delete from ledger");
    // Those of the test before lived faster, and gave their last sign of life in what is still to come.
    await client.query("set role daykeeper_system; delete from workers");
  });
});
afterEach(async () => {
  // Whoever is not gone yet may still give a sign of life.
  const gone = [...children].map((child) => once(child, "exit"));
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(gone);
  await deps.db.inWorkspace(scene, async (tx) => {
    await tx.dueWork.deleteMany();
    await tx.connection.deleteMany();
  });
});

async function startChild(env: Record<string, string> = {}): Promise<ChildProcess> {
  const { sessions, encryption, cronSecret } = deps.env;
  const child = spawn(process.execPath, ["--import", "tsx", "src/testing/work-child.ts"], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "test",
      DEMO: "0",
      DATABASE_URL: database.url,
      NEXTAUTH_SECRET: sessions.secret.reveal(),
      ENCRYPTION_KEY: encryption.current.reveal(),
      CRON_SECRET: cronSecret.reveal(),
      LOG_LEVEL: "error",
      TEST_SPEED: String(speed),
      TEST_ORIGIN: String(origin),
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  await Promise.race([once(child.stdout as NodeJS.ReadableStream, "data"), once(child, "exit")]);
  return child;
}

const ledger = () =>
  withClient(database.url, async (client) => (await client.query<Entry>("select * from ledger")).rows);
const done = async () => (await ledger()).filter(({ is_done }) => is_done);
const states = () => deps.db.inWorkspace(scene, (tx) => tx.calendarSyncState.findMany());
const seconds = (count: number) => deps.sleep(count * 1_000, new AbortController().signal);

describe("worker processes", () => {
  it(
    "F10 four of them, killed at random: nothing is lost, and no calendar is synced twice",
    async () => {
      const calendars = await addDueCalendars(deps, scene, { count: 400, dueAt: deps.now() });
      const work: string[] = [];
      for (let i = 0; i < 60; i++) work.push(await addDueWork(deps, scene, { priority: i % 3 }));
      const workers = await Promise.all(Array.from({ length: 4 }, () => startChild()));
      for (let kills = 0; kills < mostKills; kills++) {
        await seconds(0.4 + deps.chance() * 0.4);
        const victim = Math.floor(deps.chance() * workers.length);
        workers[victim]?.kill("SIGKILL");
        workers[victim] = await startChild();
      }
      await expect
        .poll(async () => new Set((await done()).map(({ key }) => key)).size, { timeout: 90_000, interval: 500 })
        .toBe(460);
      const finished = await done();
      const synced = finished.map(({ key }) => key).filter((key) => calendars.includes(key));
      expect(synced.toSorted()).toEqual(calendars.toSorted());
      expect(await deps.db.inWorkspace(scene, (tx) => tx.dueWork.count())).toBe(0);
      const rows = await states();
      expect(rows.filter(({ leaseOwner, disabledAt }) => leaseOwner !== null || disabledAt !== null)).toEqual([]);
    },
    timeout,
  );

  it(
    "F88 that nobody does the work any more is said by the process that answers pages within two minutes, and that somebody does",
    async () => {
      const instance = { workspaceId: "00000000-0000-0000-0000-000000000000" };
      const silent = () =>
        deps.db.inWorkspace(instance, (tx) =>
          tx.alert.findMany({ where: { ruleId: "worker.silent", resolvedAt: null } }),
        );
      /** As the watch of the web process does, so many seconds from now. */
      const lookIn = (ahead: number) =>
        lookAtInstance({ ...deps, now: () => new Date(deps.now().getTime() + ahead * 1_000) });
      const child = await startChild({ TEST_SPEED: "1" });
      child.kill("SIGKILL");
      await once(child, "exit");
      await addDueWork(deps, scene);
      await lookIn(60);
      expect(await silent()).toEqual([]);
      await lookIn(110);
      await lookIn(111);
      expect(await silent()).toMatchObject([{ severity: "critical" }]);
      const other = await startChild({ TEST_SPEED: "1" });
      await lookIn(0);
      expect(await silent()).toEqual([]);
      other.kill("SIGKILL");
    },
    timeout,
  );

  it(
    "F11 what kills its process three times is set aside, and everybody else's calendars are synced",
    async () => {
      const [poison = "", ...others] = await addDueCalendars(deps, scene, { count: 25, dueAt: deps.now() });
      const isSetAside = async () => (await states()).some(({ disabledReason }) => disabledReason === "crashed");
      for (let starts = 0; starts < 8 && !(await isSetAside()); starts++) {
        const child = await startChild({ TEST_KILLS: poison });
        while (child.exitCode === null && child.signalCode === null && !(await isSetAside())) await seconds(0.2);
      }
      const all = await ledger();
      expect(all.filter(({ key }) => key === poison)).toHaveLength(3);
      expect(all.some(({ key, is_done: isDone }) => key === poison && isDone)).toBe(false);
      await expect.poll(async () => (await done()).length, { timeout: 75_000 }).toBe(others.length);
      const disabled = (await states()).filter(({ disabledAt }) => disabledAt !== null);
      expect(disabled.map(({ calendarId }) => calendarId)).toEqual([poison]);
    },
    timeout,
  );

  it(
    "F12 one that is blocked longer than its lease loses what it holds, and what it finishes later changes nothing",
    async () => {
      const [blocked = "", ...others] = await addDueCalendars(deps, scene, { count: 10, dueAt: deps.now() });
      await Promise.all([startChild({ TEST_BLOCKS: blocked }), startChild({ TEST_BLOCKS: blocked })]);
      await expect.poll(async () => (await done()).length, { timeout: 60_000 }).toBe(1 + others.length);
      await seconds(6);
      const finished = await done();
      expect(finished).toHaveLength(1 + others.length);
      // Usually 2; a machine that is busy for seconds takes the lease from the next one too.
      expect(Number(finished.find(({ key }) => key === blocked)?.fence)).toBeGreaterThan(1);
      const blocks = async () => {
        const counts = await deps.db.outsideWorkspace(readWorkCounts);
        return counts.find(({ kind, outcome }) => kind === "worker" && outcome === "blocked")?.total ?? 0;
      };
      await expect.poll(blocks, { timeout: 30_000 }).toBeGreaterThan(0);
    },
    timeout,
  );
});
