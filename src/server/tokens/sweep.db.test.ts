import { randomUUID } from "node:crypto";

import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { findCredential, type Where } from "@/server/db/tokens/credentials";
import { runDueWork } from "@/server/work/run-due-work";
import { tokenProviders, useTokenScene, type Connected } from "@/testing/token-scene";

import { getAccess } from "./get-access";
import { refreshDueToken } from "./refresh-due";
import { sweepTokens } from "./sweep";

const scene = useTokenScene();
const [google, outlook] = tokenProviders;
const minuteMs = 60_000;

beforeAll(() => {
  scene.hurry();
});
/** Those of the tests before would be swept too. */
beforeEach(async () => {
  for (const workspaceId of [scene.cast.home, scene.cast.elsewhere])
    await scene.deps.db.inWorkspace({ workspaceId }, async (tx) => {
      await tx.connection.deleteMany();
      await tx.dueWork.deleteMany();
    });
});

const rowOf = async (where: Where) => {
  const row = await scene.deps.db.inWorkspace({ workspaceId: where.workspaceId }, (tx) => findCredential(tx, where));
  if (row === null) throw new Error("There is no grant.");
  return row;
};
const generationOf = async (where: Where) => (await rowOf(where)).generation;
const sweep = (lookAheadMs = 5 * minuteMs, signal = new AbortController().signal) =>
  sweepTokens(scene.deps, { lookAheadMs, signal });
const dueOf = async ({ workspaceId, connectionId }: Where) => {
  const rows = await scene.deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.dueWork.findMany({ where: { key: `connection.refresh_token:${connectionId}` } }),
  );
  return rows.map(({ dueAt }) => Math.round((dueAt.getTime() - scene.deps.now().getTime()) / minuteMs));
};
const outcomes = async (run: ReturnType<typeof sweep>) =>
  new Map((await run).map(({ connectionId, outcome }) => [connectionId, outcome]));

describe("TOK-2 a sweep", () => {
  it("renews what ends before the next one, of all workspaces and providers, and nothing else", async () => {
    const soon = await Promise.all([
      scene.connect(google, { lifeMs: 9 * minuteMs }),
      scene.connect(outlook, { lifeMs: 9 * minuteMs }),
      scene.connect(google, { lifeMs: -minuteMs, workspaceId: scene.cast.elsewhere, userId: scene.cast.mallory }),
    ]);
    const later = await scene.connect(google, { lifeMs: 11 * minuteMs });
    const results = await outcomes(sweep());
    expect([...results.keys()].toSorted()).toEqual(soon.map(({ connectionId }) => connectionId).toSorted());
    expect(new Set(results.values())).toEqual(new Set(["refreshed"]));
    for (const each of soon) expect(await generationOf(each)).toBe(2);
    expect(await generationOf(later)).toBe(1);
  });

  it("looks as far ahead as its caller comes back later", async () => {
    const later = await scene.connect(google, { lifeMs: 19 * minuteMs });
    await sweep(15 * minuteMs);
    expect(await generationOf(later)).toBe(2);
  });

  it("goes on when one fails, and says which", async () => {
    const [down, lost, good] = [
      await scene.connect(google, { lifeMs: minuteMs }),
      await scene.connect(outlook, { lifeMs: -minuteMs }),
      await scene.connect(google, { lifeMs: 2 * minuteMs }),
    ];
    await scene.play("status", down, { params: { status: 400 } });
    await scene.sandbox.control("POST", "faults", { fault: "revoke-grants", account: lost.email });
    const first = await outcomes(sweep());
    expect(first.get(down.connectionId)).toBe("failed");
    expect(first.get(lost.connectionId)).toBe("failed");
    expect(first.get(good.connectionId)).toBe("refreshed");
    scene.pass(14_000);
    expect((await outcomes(sweep())).get(lost.connectionId)).toBe("needs_reconnecting");
  });

  it("takes up nothing more once it is told to stop", async () => {
    const connected = await scene.connect(google, { lifeMs: minuteMs });
    expect(await sweep(5 * minuteMs, AbortSignal.abort())).toEqual([]);
    expect(await generationOf(connected)).toBe(1);
  });

  it("beside a worker refreshes each once", async () => {
    const connected = await Promise.all(Array.from({ length: 6 }, () => scene.connect(outlook, { lifeMs: minuteMs })));
    await Promise.all([sweep(), sweep(), work()]);
    for (const each of connected) {
      expect(await generationOf(each)).toBe(2);
      expect(await scene.refreshes(each)).toBe(1);
    }
  });
});

const work = () =>
  runDueWork(scene.deps, {
    budgetMs: 30_000,
    signal: new AbortController().signal,
    owner: randomUUID(),
    concurrency: 4,
    kinds: ["connection.refresh_token"],
  });

describe("TOK-2 the refresh that is due", () => {
  const handle = ({ workspaceId, connectionId }: Connected) =>
    refreshDueToken(scene.deps, { workspaceId, payload: { connectionId } }, new AbortController().signal);

  it("is planned with the grant, done by the worker a sweep before the margin, and planned again", async () => {
    const connected = await scene.connect(google);
    expect(await dueOf(connected)).toEqual([50]);
    scene.pass(49 * minuteMs);
    await work();
    expect(await generationOf(connected)).toBe(1);
    scene.pass(minuteMs + 1_000);
    await work();
    expect(await generationOf(connected)).toBe(2);
    expect(await dueOf(connected)).toEqual([50]);
  });

  it("comes back for the second opinion and says a revoked grant within a minute, without anybody asking", async () => {
    const connected = await scene.connect(outlook);
    await scene.sandbox.control("POST", "faults", { fault: "revoke-grants", account: connected.email });
    scene.pass(50 * minuteMs + 1_000);
    const failedAt = scene.deps.now().getTime();
    await work();
    expect(await rowOf(connected)).toMatchObject({ timesLost: 1, connection: { authStatus: "active" } });
    scene.pass(14_000);
    await work();
    expect((await rowOf(connected)).connection.authStatus).toBe("needs_reauth");
    expect(scene.deps.now().getTime() - failedAt).toBeLessThan(minuteMs);
    // From then on it is looked for four times a day whether it came back by itself.
    expect(await dueOf(connected)).toEqual([360]);
  });

  it("F35 asks for the second opinion also where the refused token would be good for long, once and not on end", async () => {
    const connected = await scene.connect(google);
    await scene.play("status", connected, { params: { error: "invalid_grant" }, count: 1 });
    const refused = getAccess(scene.deps, connected, { signal: AbortSignal.timeout(10_000), refuse: 1 });
    await expect(refused).rejects.toMatchObject({ kind: "unavailable" });
    scene.pass(14_000);
    await work();
    expect(await rowOf(connected)).toMatchObject({ generation: 2, timesLost: 0, retryAt: null });
    expect(await scene.refreshes(connected)).toBe(2);
    expect(await dueOf(connected)).toEqual([50]);
  });

  it("finds by itself that a block was lifted, and gives up after two weeks", async () => {
    const connected = await scene.connect(google, { lifeMs: -minuteMs });
    await scene.play("status", connected, { params: { error: "invalid_grant" } });
    await handle(connected);
    scene.pass(14_000);
    await handle(connected);
    expect((await rowOf(connected)).connection.authStatus).toBe("needs_reauth");
    const calls = await scene.refreshes(connected);
    scene.pass(15 * 24 * 60 * minuteMs);
    await handle(connected);
    expect(await scene.refreshes(connected)).toBe(calls);
    scene.pass(-14 * 24 * 60 * minuteMs);
    await scene.mend();
    await handle(connected);
    expect((await rowOf(connected)).connection.authStatus).toBe("active");
  });

  it("does nothing for a connection that is over", async () => {
    const connected = await scene.connect(google, { lifeMs: -minuteMs });
    await scene.deps.db.inWorkspace({ workspaceId: connected.workspaceId }, (tx) =>
      tx.connection.updateMany({ where: { id: connected.connectionId }, data: { disconnectedAt: scene.deps.now() } }),
    );
    await handle(connected);
    expect(await scene.refreshes(connected)).toBe(0);
  });
});
