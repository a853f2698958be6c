import { randomUUID } from "node:crypto";

import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { ProviderError } from "@/core/errors/provider-error";
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

import type { WorkHandlers } from "./handler";
import { runWork, type RunOptions } from "./run-work";

const database = useTestDatabase();
let deps: Deps;
let logged: () => string;
let scene: WorkScene;
let aheadMs = 0;

beforeAll(() => {
  const made = depsWithoutDatabase();
  logged = made.logged;
  deps = { ...made.deps, db: database.db, now: () => new Date(Date.now() + aheadMs), chance: () => 0 };
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
const run = (handlers: Partial<WorkHandlers>, options: Partial<RunOptions> = {}) =>
  runWork(deps, { ...idleHandlers, ...handlers }, { budgetMs: 20_000, signal: never, concurrency: 8, ...options });
const rows = () => deps.db.inWorkspace(scene, (tx) => tx.dueWork.findMany({ orderBy: { createdAt: "asc" } }));
const states = () => deps.db.inWorkspace(scene, (tx) => tx.calendarSyncState.findMany());
const unavailable = () =>
  new ProviderError("unavailable", { provider: "fake", operation: "listCalendars", status: 503 });

describe("due work", () => {
  it("runs what is due once, and leaves nothing behind", async () => {
    const done: string[] = [];
    for (let i = 0; i < 20; i++) await addDueWork(deps, scene);
    await addDueCalendars(deps, scene, { count: 20, dueAt: deps.now() });
    await addDueWork(deps, scene, { dueAt: new Date(Date.now() + 60_000) });
    const report = await run({
      "connection.discover": (_deps, { payload }) => {
        done.push(payload.connectionId);
        return Promise.resolve();
      },
      "calendar.sync": finishSync((id) => {
        done.push(id);
      }),
    });
    expect(report).toMatchObject({ claimed: 40, done: 40, failed: 0, left: { due: 0, oldestDueAt: null } });
    expect(new Set(done).size).toBe(40);
    expect(await rows()).toHaveLength(1);
  });

  it("runs once more what is asked for while it runs, and only once however often", async () => {
    const connectionId = await addDueWork(deps, scene);
    let runs = 0;
    await run({
      "connection.discover": async () => {
        runs += 1;
        if (runs === 1) for (let i = 0; i < 3; i++) await addDueWork(deps, scene, { connectionId });
      },
    });
    expect(runs).toBe(2);
    expect(await rows()).toEqual([]);
  });

  it("is due no later than it was asked for, and is there once", async () => {
    const later = new Date(Date.now() + 60_000);
    const connectionId = await addDueWork(deps, scene, { dueAt: later });
    await addDueWork(deps, scene, { connectionId, dueAt: new Date(later.getTime() + 60_000) });
    expect((await rows()).map(({ dueAt }) => dueAt)).toEqual([later]);
    const now = deps.now();
    await addDueWork(deps, scene, { connectionId, dueAt: now, priority: 2 });
    expect(await rows()).toMatchObject([{ dueAt: now, priority: 2 }]);
  });

  it("backs off after a failure, keeps names of it and no sentence, and goes on with the rest", async () => {
    await addDueWork(deps, scene);
    await addDueWork(deps, scene);
    let runs = 0;
    const report = await run({
      "connection.discover": () => {
        runs += 1;
        return runs === 1 ? Promise.reject(unavailable()) : Promise.resolve();
      },
    });
    expect(report).toMatchObject({ claimed: 2, done: 1, failed: 1 });
    const [row] = await rows();
    expect(row).toMatchObject({
      failures: 1,
      leaseOwner: null,
      lastError: { code: "unavailable", provider: "fake", operation: "listCalendars", status: 503 },
    });
    expect(row?.dueAt.getTime()).toBeGreaterThan(deps.now().getTime());
  });

  it("becomes a dead letter after its last attempt, and is never run again by itself", async () => {
    await addDueWork(deps, scene);
    const failing = { "connection.discover": () => Promise.reject(new TypeError("secret contents")) };
    for (let i = 0; i < 8; i++) {
      await run(failing);
      aheadMs += 600_000;
    }
    const [row] = await rows();
    expect(row).toMatchObject({ attempts: 8, lastError: { code: "unexpected", name: "TypeError" } });
    expect(JSON.stringify(row?.lastError)).not.toContain("secret");
    expect(row?.deadAt).not.toBeNull();
    expect(await run(failing)).toMatchObject({ claimed: 0 });
  });

  it("F44 is given up for what it is told twice in a row, and not for one refusal after other trouble", async () => {
    await addDueWork(deps, scene);
    const told = (kind: "network" | "forbidden") =>
      run({
        "connection.discover": () => Promise.reject(new ProviderError(kind, { provider: "fake", operation: "list" })),
      });
    for (const kind of ["network", "forbidden", "network", "forbidden"] as const) {
      expect(await told(kind)).toMatchObject({ failed: 1, dead: 0 });
      aheadMs += 600_000;
    }
    expect(await told("forbidden")).toMatchObject({ dead: 1 });
  });

  it("is new again when it is asked for after it died of failures", async () => {
    const connectionId = await addDueWork(deps, scene);
    const gone = new ProviderError("grant_lost", { provider: "fake", operation: "listCalendars" });
    expect(await run({ "connection.discover": () => Promise.reject(gone) })).toMatchObject({ dead: 1 });
    await addDueWork(deps, scene, { connectionId });
    expect(await rows()).toMatchObject([{ deadAt: null, attempts: 0, failures: 0 }]);
    expect(await run({})).toMatchObject({ done: 1 });
  });

  it("is a dead letter at once when nobody can read its payload", async () => {
    await addDueWork(deps, scene);
    await deps.db.inWorkspace(scene, (tx) => tx.dueWork.updateMany({ data: { payload: { connectionId: 7 } } }));
    expect(await run({})).toMatchObject({ claimed: 1, dead: 1 });
  });

  it("leaves kinds of newer code to newer code", async () => {
    await addDueWork(deps, scene);
    await deps.db.inWorkspace(scene, (tx) => tx.dueWork.updateMany({ data: { kind: "from.tomorrow" } }));
    expect(await run({})).toMatchObject({ claimed: 0, left: { due: 1 } });
  });

  it("takes only the kinds it was asked for", async () => {
    await addDueWork(deps, scene);
    await addDueCalendars(deps, scene, { count: 1, dueAt: deps.now() });
    expect(await run({}, { kinds: ["connection.refresh_token"] })).toMatchObject({ claimed: 0 });
    expect(await run({}, { kinds: ["connection.discover"] })).toMatchObject({ claimed: 1 });
  });
});

describe("a sync", () => {
  it("runs once at a time per calendar, however many ask", async () => {
    await addDueCalendars(deps, scene, { count: 5, dueAt: deps.now() });
    const inside = new Set<string>();
    let most = 0;
    const handlers = {
      "calendar.sync": finishSync(async (id) => {
        expect(inside.has(id)).toBe(false);
        inside.add(id);
        most = Math.max(most, inside.size);
        await deps.sleep(20, never);
        inside.delete(id);
      }),
    };
    const reports = await Promise.all(Array.from({ length: 4 }, () => run(handlers)));
    expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(5);
    expect(most).toBeGreaterThan(1);
  });

  it("that throws is put off, longer each time, instead of spinning", async () => {
    await addDueCalendars(deps, scene, { count: 1, dueAt: deps.now() });
    const handlers = { "calendar.sync": () => Promise.reject(new Error("a bug")) };
    expect(await run(handlers)).toMatchObject({ claimed: 1, failed: 1 });
    expect(await states()).toMatchObject([
      { consecutiveFailures: 1, leaseOwner: null, lastError: { code: "unexpected" } },
    ]);
    expect(logged()).toContain("a bug");
  });
});

describe("room for everybody", () => {
  const block = () => {
    const gate = Promise.withResolvers<undefined>();
    return {
      open: () => {
        gate.resolve(undefined);
      },
      wait: () => gate.promise,
    };
  };

  it("keeps a quarter of the slots for what somebody waits for", async () => {
    await addDueCalendars(deps, scene, { count: 20, dueAt: deps.now() });
    const gate = block();
    let started = 0;
    const running = run({
      "calendar.sync": finishSync(async () => {
        started += 1;
        await gate.wait();
      }),
      "connection.discover": () => {
        gate.open();
        return Promise.resolve();
      },
    });
    await expect.poll(() => started).toBe(6);
    await deps.sleep(50, never);
    expect(started).toBe(6);
    await addDueWork(deps, scene, { priority: 2 });
    expect(await running).toMatchObject({ done: 21 });
  });

  it("keeps a quarter of the slots for the background, however many wait", async () => {
    await addDueCalendars(deps, scene, { count: 20, dueAt: deps.now(), priority: 2 });
    const gate = block();
    let started = 0;
    const running = run({
      "calendar.sync": finishSync(async () => {
        started += 1;
        await gate.wait();
      }),
      "connection.discover": () => {
        gate.open();
        return Promise.resolve();
      },
    });
    await expect.poll(() => started).toBe(6);
    await addDueWork(deps, scene);
    expect(await running).toMatchObject({ done: 21 });
  });
});

describe("stopping", () => {
  it("F10 gives back at once what it holds when the process leaves, as if it had not been claimed", async () => {
    await addDueWork(deps, scene);
    await addDueCalendars(deps, scene, { count: 1, dueAt: deps.now() });
    const leaving = new AbortController();
    let started = 0;
    const untilStopped = async (signal: AbortSignal) => {
      started += 1;
      if (started === 2) leaving.abort();
      await deps.sleep(60_000, signal);
    };
    const report = await run(
      {
        "connection.discover": (_deps, _work, signal) => untilStopped(signal),
        "calendar.sync": async (_deps, _claim, signal) => {
          await untilStopped(signal);
          return { outcome: "aborted" };
        },
      },
      { signal: leaving.signal },
    );
    expect(report).toMatchObject({ claimed: 2, released: 2, left: { due: 2 } });
    expect(await rows()).toMatchObject([{ attempts: 0, failures: 0, leaseOwner: null, leaseUntil: null }]);
    expect(await states()).toMatchObject([{ leaseOwner: null, leaseUntil: null, consecutiveFailures: 0 }]);
  });

  it("SYN-8 ends inside its budget and leaves the rest due", async () => {
    await addDueCalendars(deps, scene, { count: 30, dueAt: deps.now() });
    const slow = finishSync(() => deps.sleep(100, never));
    const report = await run({ "calendar.sync": slow }, { budgetMs: 250, concurrency: 4 });
    expect(report.done).toBeGreaterThan(0);
    expect(report.left.due).toBe(30 - report.done);
    expect(report.left.due).toBeGreaterThan(0);
  });
});

describe("leases", () => {
  const takeOver = async () => {
    const owner = randomUUID();
    const until = new Date(Date.now() + 600_000);
    await deps.db.inWorkspace(scene, (tx) =>
      tx.dueWork.updateMany({ data: { fence: { increment: 1 }, leaseOwner: owner, leaseUntil: until } }),
    );
  };

  it("stops work that somebody else has taken over, and writes nothing more for it", async () => {
    await addDueWork(deps, scene);
    // Seconds pass as milliseconds, so that the heartbeat comes soon.
    const hasty = { ...deps, sleep: (ms: number, signal: AbortSignal) => deps.sleep(ms / 100, signal) };
    const handlers: WorkHandlers = {
      ...idleHandlers,
      "connection.discover": async (_deps, _work, signal) => {
        await takeOver();
        await deps.sleep(10_000, signal);
      },
    };
    const report = await runWork(hasty, handlers, { budgetMs: 60_000, signal: never, concurrency: 2 });
    expect(report).toMatchObject({ claimed: 1, lost: 1, failed: 0, released: 0 });
    const [row] = await rows();
    expect(row).toMatchObject({ failures: 0, fence: 2n });
    expect(row?.leaseOwner).not.toBeNull();
  });

  it("are extended while work runs", async () => {
    await addDueWork(deps, scene);
    const hasty = { ...deps, sleep: (ms: number, signal: AbortSignal) => deps.sleep(ms / 100, signal) };
    let before = 0;
    let after = 0;
    const handlers: WorkHandlers = {
      ...idleHandlers,
      "connection.discover": async () => {
        before = (await rows())[0]?.leaseUntil?.getTime() ?? 0;
        await deps.sleep(300, never);
        after = (await rows())[0]?.leaseUntil?.getTime() ?? 0;
      },
    };
    expect(await runWork(hasty, handlers, { budgetMs: 600_000, signal: never, concurrency: 2 })).toMatchObject({
      done: 1,
    });
    expect(after).toBeGreaterThan(before);
  });

  it("of work that takes longer than it may are given back, and it counts as a failure, also when it does not listen", async () => {
    await addDueWork(deps, scene);
    const hasty = { ...deps, sleep: (ms: number, signal: AbortSignal) => deps.sleep(ms / 2_000, signal) };
    const gate = Promise.withResolvers<undefined>();
    const handlers: WorkHandlers = { ...idleHandlers, "connection.discover": () => gate.promise };
    const report = await runWork(hasty, handlers, { budgetMs: 600_000, signal: never, concurrency: 2 });
    gate.resolve(undefined);
    expect(report).toMatchObject({ claimed: 1, failed: 1 });
    expect(logged()).toContain("left behind");
    expect(await rows()).toMatchObject([{ failures: 1, leaseOwner: null }]);
  });
});
