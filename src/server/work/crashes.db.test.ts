import { randomUUID } from "node:crypto";

import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { Deps } from "@/server/deps";
import { useTestDatabase } from "@/testing/database";
import { depsWithoutDatabase } from "@/testing/deps";
import {
  addDueCalendars,
  addDueWork,
  finishSync,
  idleHandlers,
  openWorkScene,
  type WorkScene,
} from "@/testing/work-scene";

import { claimDue } from "./claim-due";
import { enqueueWork } from "./enqueue";
import type { WorkHandlers } from "./handler";
import { runWork } from "./run-work";

const database = useTestDatabase();
let deps: Deps;
let scene: WorkScene;
let aheadMs = 0;

beforeAll(() => {
  deps = {
    ...depsWithoutDatabase().deps,
    db: database.db,
    now: () => new Date(Date.now() + aheadMs),
    chance: () => 0,
  };
});
beforeEach(async () => {
  aheadMs = 0;
  if (scene !== undefined)
    await deps.db.inWorkspace(scene, async (tx) => {
      await tx.dueWork.deleteMany();
      await tx.connection.deleteMany();
    });
  scene = await openWorkScene(deps);
});

const never = new AbortController().signal;
const run = (handlers: Partial<WorkHandlers>) =>
  runWork(deps, { ...idleHandlers, ...handlers }, { budgetMs: 20_000, signal: never, concurrency: 8 });
const rows = () => deps.db.inWorkspace(scene, (tx) => tx.dueWork.findMany({ orderBy: { createdAt: "asc" } }));
const states = () => deps.db.inWorkspace(scene, (tx) => tx.calendarSyncState.findMany());

describe("a crash", () => {
  /** What a process that died leaves behind: a lease that nobody gives back. */
  const crash = async () => {
    await deps.db.outsideWorkspace(
      (tx) =>
        tx.$queryRaw`select from system.claim_due_work(array['connection.discover'], ${randomUUID()}::uuid, 10, ${deps.now()}, ${new Date(deps.now().getTime() + 30_000)}, 0::smallint, 2::smallint)`,
    );
    aheadMs += 31_000;
  };

  it("F1 before anything was done holds it up until the lease ends, and no longer", async () => {
    await addDueWork(deps, scene);
    await addDueCalendars(deps, scene, { count: 1, dueAt: deps.now() });
    const room = { waiting: 8, rest: 8 };
    const held = { owner: randomUUID(), kinds: ["calendar.sync", "connection.discover"] as const, room, total: 8 };
    expect(await claimDue(deps, { ...held, syncsFirst: true })).toHaveLength(2);
    aheadMs += 5_000;
    expect(await run({ "calendar.sync": finishSync() })).toMatchObject({ claimed: 0 });
    aheadMs += 26_000;
    expect(await run({ "calendar.sync": finishSync() })).toMatchObject({ claimed: 2, done: 2 });
  });

  it("F13 is none where only the answer to a claim was lost: whoever asked puts it back at once, and earlier crashes stay", async () => {
    await addDueWork(deps, scene);
    await crash();
    await addDueWork(deps, scene);
    await addDueCalendars(deps, scene, { count: 1, dueAt: deps.now() });
    for (let times = 0; times < 4; times += 1) {
      let isLost = false;
      const outsideWorkspace: typeof deps.db.outsideWorkspace = async (ask) => {
        const answer = await deps.db.outsideWorkspace(ask);
        if (isLost) return answer;
        isLost = true;
        throw new Error("Connection terminated");
      };
      const deaf = { ...deps, db: { ...deps.db, outsideWorkspace } };
      const once = runWork(deaf, idleHandlers, { budgetMs: 20_000, signal: never, concurrency: 8 });
      await expect(once).rejects.toThrow("terminated");
    }
    const crashes: number[] = [];
    const note = async () => {
      crashes.push(...(await rows()).map((row) => row.crashes));
    };
    const report = await run({ "calendar.sync": finishSync(), "connection.discover": note });
    expect(report).toMatchObject({ done: 3, dead: 0 });
    expect(crashes).toContain(1);
    expect(Math.max(...crashes)).toBe(1);
  });

  it("F11 is tried again twice, then set aside, where it stays although it is asked for again", async () => {
    const connectionId = await addDueWork(deps, scene);
    for (let i = 0; i < 3; i++) await crash();
    let runs = 0;
    const handlers: Partial<WorkHandlers> = {
      "connection.discover": () => {
        runs += 1;
        return Promise.resolve();
      },
    };
    expect(await run(handlers)).toMatchObject({ claimed: 1, dead: 1 });
    await deps.db.inWorkspace(scene, (tx) =>
      enqueueWork(tx, "connection.discover", { connectionId }, { workspaceId: scene.workspaceId, dueAt: deps.now() }),
    );
    expect(await run(handlers)).toMatchObject({ claimed: 0 });
    expect(runs).toBe(0);
    expect(await rows()).toMatchObject([{ lastError: { code: "crashed" } }]);
  });

  it("F11 twice in a row makes the third attempt run alone, and an end that is no crash starts afresh", async () => {
    await addDueWork(deps, scene);
    await crash();
    await crash();
    await addDueCalendars(deps, scene, { count: 3, dueAt: deps.now() });
    let inside = 0;
    const alone: number[] = [];
    const report = await run({
      "calendar.sync": finishSync(async () => {
        inside += 1;
        await deps.sleep(50, never);
        inside -= 1;
      }),
      "connection.discover": async () => {
        alone.push(inside);
        await deps.sleep(50, never);
        alone.push(inside);
      },
    });
    expect(report).toMatchObject({ claimed: 4, done: 4 });
    expect(alone).toEqual([0, 0]);
  });

  it("F11 twice in a row is never run, nor held, beside another that did the same", async () => {
    await addDueCalendars(deps, scene, { count: 3, dueAt: deps.now() });
    await deps.db.inWorkspace(scene, (tx) =>
      tx.calendarSyncState.updateMany({ data: { crashes: 1, leaseOwner: randomUUID(), leaseUntil: deps.now() } }),
    );
    aheadMs += 1_000;
    const held: number[] = [];
    const report = await run({
      "calendar.sync": finishSync(async () => {
        held.push((await states()).filter(({ leaseUntil }) => leaseUntil !== null).length);
        const waiting = (await states()).filter(
          ({ leaseUntil, nextSyncAt }) => leaseUntil === null && nextSyncAt !== null && nextSyncAt <= deps.now(),
        );
        expect(waiting.map(({ crashes }) => crashes)).toEqual(waiting.map(() => 1));
      }),
    });
    expect(report).toMatchObject({ claimed: 3, done: 3 });
    expect(held).toEqual([1, 1, 1]);
  });

  it("F11 of a calendar's sync three times in a row disables the calendar, and no other", async () => {
    await addDueCalendars(deps, scene, { count: 1, dueAt: deps.now() });
    await deps.db.inWorkspace(scene, (tx) =>
      tx.calendarSyncState.updateMany({ data: { crashes: 2, leaseOwner: randomUUID(), leaseUntil: deps.now() } }),
    );
    await addDueCalendars(deps, scene, { count: 2, dueAt: deps.now() });
    aheadMs += 1_000;
    // What follows from it, such as an alert, is work too.
    expect(await run({ "calendar.sync": finishSync() })).toMatchObject({ failed: 0, dead: 1, left: { due: 0 } });
    const disabled = (await states()).filter(({ disabledAt }) => disabledAt !== null);
    expect(disabled).toMatchObject([{ disabledReason: "crashed", nextSyncAt: null }]);
  });
});
