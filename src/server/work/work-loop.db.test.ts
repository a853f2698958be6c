import { randomUUID } from "node:crypto";

import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { addWorkCounts, readWorkCounts } from "@/server/db/work/counts";
import type { Deps } from "@/server/deps";
import { useTestDatabase, withClient } from "@/testing/database";
import { deadDatabaseUrl, depsWithoutDatabase } from "@/testing/deps";
import { testEnv } from "@/testing/env";
import {
  addDueCalendars,
  addDueWork,
  finishSync,
  idleHandlers,
  openWorkScene,
  type WorkScene,
} from "@/testing/work-scene";

import type { WorkHandlers } from "./handler";
import { startWorkLoop, type WorkLoop } from "./work-loop";

const database = useTestDatabase();
let deps: Deps;
let logged: () => string;
let scene: WorkScene;
let loop: WorkLoop | undefined;

beforeAll(() => {
  const made = depsWithoutDatabase(testEnv(database.url));
  logged = made.logged;
  deps = { ...made.deps, db: database.db };
});
beforeEach(async () => {
  scene = await openWorkScene(deps);
});
afterEach(async () => {
  await loop?.stop();
  loop = undefined;
});

const start = (handlers: Partial<WorkHandlers>, change: Partial<Deps> = {}) => {
  loop = startWorkLoop({ ...deps, ...change }, randomUUID(), { ...idleHandlers, ...handlers });
  return loop;
};
const rows = () => deps.db.inWorkspace(scene, (tx) => tx.dueWork.findMany());
const listeners = "from pg_stat_activity where datname = current_database() and query = 'listen daykeeper_due'";
const isListening = () =>
  withClient(database.url, async (client) => (await client.query(`select ${listeners}`)).rowCount === 1);

describe("the worker's loop", () => {
  it("begins at once what somebody waits for, without polling", async () => {
    const begun: string[] = [];
    // A look once in a quarter of an hour: only what is heard is done.
    const drowsy = (ms: number, signal: AbortSignal) => deps.sleep(ms * 1_000, signal);
    start(
      {
        "calendar.sync": finishSync((id) => {
          begun.push(id);
        }),
        "connection.discover": (_deps, { payload }) => {
          begun.push(payload.connectionId);
          return Promise.resolve();
        },
      },
      { sleep: drowsy },
    );
    await expect.poll(isListening, { timeout: 5_000 }).toBe(true);
    await deps.sleep(100, new AbortController().signal);
    const [calendar] = await addDueCalendars(deps, scene, { count: 1, dueAt: deps.now(), priority: 2 });
    const work = await addDueWork(deps, scene, { priority: 1 });
    await expect.poll(() => begun.toSorted(), { timeout: 5_000 }).toEqual([calendar, work].toSorted());
  });

  it("finds within a second what became due without a word, also where nothing can be heard", async () => {
    const env = testEnv(deadDatabaseUrl);
    let begun = 0;
    start(
      {
        "connection.discover": () => {
          begun += 1;
          return Promise.resolve();
        },
      },
      { env },
    );
    await addDueWork(deps, scene);
    await expect.poll(() => begun, { timeout: 5_000 }).toBe(1);
    expect(logged()).toContain("looking once a second");
  });

  it("listens again after its connection was lost", async () => {
    start({});
    await expect.poll(isListening, { timeout: 5_000 }).toBe(true);
    await withClient(database.url, (client) => client.query(`select pg_terminate_backend(pid) ${listeners}`));
    await expect.poll(isListening, { timeout: 5_000 }).toBe(false);
    await expect.poll(isListening, { timeout: 5_000 }).toBe(true);
  });

  it("goes on after work that throws whatever it throws", async () => {
    let begun = 0;
    start({
      "connection.discover": () => {
        begun += 1;
        if (begun === 1) throw new RangeError("at once");
        return begun === 2 ? Promise.reject(undefined) : Promise.resolve();
      },
    });
    for (let i = 0; i < 5; i++) await addDueWork(deps, scene, { priority: 2 });
    await expect.poll(() => begun, { timeout: 10_000 }).toBeGreaterThanOrEqual(7);
    await expect.poll(rows).toEqual([]);
  });

  it("F10 gives back at once what it holds when it is stopped, and claims nothing more", async () => {
    let begun = 0;
    const { stop } = start({
      "connection.discover": async (_deps, _work, signal) => {
        begun += 1;
        await deps.sleep(60_000, signal);
      },
    });
    for (let i = 0; i < 10; i++) await addDueWork(deps, scene, { priority: 2 });
    await expect.poll(() => begun, { timeout: 5_000 }).toBe(6);
    await stop();
    const all = await rows();
    expect(all.map(({ leaseOwner, attempts }) => ({ leaseOwner, attempts }))).toEqual(
      Array.from({ length: 10 }, () => ({ leaseOwner: null, attempts: 0 })),
    );
    expect(begun).toBe(6);
    await deps.db.inWorkspace(scene, (tx) => tx.dueWork.deleteMany());
  });

  it("counts what it did, for everybody to see", async () => {
    const before = await deps.db.outsideWorkspace(readWorkCounts);
    const { tally } = start({});
    await addDueWork(deps, scene, { priority: 2 });
    await expect.poll(rows, { timeout: 5_000 }).toEqual([]);
    await expect.poll(() => tally.total("done")).toBe(1);
    await tally.report((counts) => deps.db.outsideWorkspace((tx) => addWorkCounts(tx, counts)));
    const after = await deps.db.outsideWorkspace(readWorkCounts);
    const of = (counts: typeof after) =>
      counts.find(({ kind, outcome }) => kind === "connection.discover" && outcome === "done")?.total ?? 0;
    expect(of(after)).toBe(of(before) + 1);
  });
});
