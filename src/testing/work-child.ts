// A worker process of a test: the real loop, with handlers that write into a ledger. Its clock runs faster, so that a
// lease of 30 s runs out while a test can wait for it.
import { setTimeout as wait } from "node:timers/promises";

import { readEnv } from "@/lib/env";
import { sleepFor } from "@/lib/sleep";
import type { Tx } from "@/server/db/open-database";
import { createDeps } from "@/server/deps";
import { startWorker } from "@/server/running/worker";
import type { SyncClaim } from "@/server/work/claim";

import { finishSync, idleHandlers } from "./work-scene";

const speed = Number(process.env.TEST_SPEED);
const origin = Number(process.env.TEST_ORIGIN);
const { TEST_KILLS: kills, TEST_BLOCKS: blocks } = process.env;

const real = createDeps(readEnv(process.env), "worker");
const deps = {
  ...real,
  now: () => new Date(origin + (real.now().getTime() - origin) * speed),
  sleep: (ms: number, signal: AbortSignal) => sleepFor(ms / speed, signal),
};

function blockFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until) Math.hypot(until, ms);
}

async function misbehave({ calendarId, fence }: SyncClaim): Promise<void> {
  if (calendarId === kills) process.kill(process.pid, "SIGKILL");
  if (calendarId === blocks && fence === 1n) blockFor(60_000 / speed);
  await wait(150);
}

type Entry = { readonly key: string; readonly fence: bigint; readonly isDone: boolean };

const insert = (tx: Tx, { key, fence, isDone }: Entry) =>
  tx.$executeRaw`insert into ledger (key, fence, is_done) values (${key}, ${fence}, ${isDone})`;
const write = (workspaceId: string, entry: Entry) => deps.db.inWorkspace({ workspaceId }, (tx) => insert(tx, entry));

const finish = finishSync(undefined, (tx, { calendarId: key, fence }) => insert(tx, { key, fence, isDone: true }));

const worker = startWorker(deps, "test", {
  ...idleHandlers,
  "calendar.sync": async (given, claim, signal) => {
    await write(claim.workspaceId, { key: claim.calendarId, fence: claim.fence, isDone: false });
    await misbehave(claim);
    return finish(given, claim, signal);
  },
  "connection.discover": async (_deps, { workspaceId, payload, fence }) => {
    await wait(100);
    await write(workspaceId, { key: payload.connectionId, fence, isDone: true });
  },
});
process.once("SIGTERM", () => {
  void worker.stop().then(() => process.exit(0));
});
await worker.ready;
process.stdout.write("ready\n");
