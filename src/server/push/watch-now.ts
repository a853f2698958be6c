import { randomUUID } from "node:crypto";

import { keyOfWork } from "@/core/work/catalog";
import { claimChosenWork, isAtRest } from "@/server/db/work/claim-chosen-work";
import { finishWork, releaseWork } from "@/server/db/work/leases";
import type { Deps } from "@/server/deps";
import { somebodyWaits } from "@/server/work/claim";
import { pause } from "@/server/work/wait";

import { planWatching } from "./plan-watching";
import { watchConnection } from "./watch-connection";

type Where = { readonly workspaceId: string; readonly connectionId: string };

const kind = "connection.watch" as const;
const budgetMs = 20_000;
const leaseMs = 2 * budgetMs;
const pollMs = 100;

/**
 * Brings an account's channels to what they should be within this request, so that it works without a worker too. What a
 * worker has taken already is waited for. What takes too long goes on in the background.
 */
export async function watchNow(deps: Deps, where: Where): Promise<void> {
  await deps.db.inWorkspace(where, (tx) => planWatching(tx, deps, where));
  const named = { workspaceId: where.workspaceId, kind, key: keyOfWork(kind, where) };
  const signal = AbortSignal.timeout(budgetMs);
  while (!signal.aborted) {
    const now = deps.now();
    const leaseUntil = new Date(now.getTime() + leaseMs);
    const held = await deps.db.inWorkspace(where, (tx) =>
      claimChosenWork(tx, { ...named, owner: randomUUID(), now, leaseUntil }),
    );
    if (held !== null) return run(deps, { where, held }, signal);
    if (await deps.db.inWorkspace(where, (tx) => isAtRest(tx, { ...named, now }))) return;
    await pause(deps, pollMs, signal);
  }
}

type Held = { readonly where: Where; readonly held: { workspaceId: string; id: string; fence: bigint } };

async function run(deps: Deps, { where, held }: Held, signal: AbortSignal): Promise<void> {
  const { workspaceId, connectionId } = where;
  const work = {
    ...{ workspaceId, workId: held.id, name: kind, payload: { connectionId }, attempts: 1, fence: held.fence },
    ...{ priority: somebodyWaits, wasDueAt: deps.now() },
  } as const;
  try {
    await watchConnection(deps, work, signal);
  } catch (error) {
    await deps.db.outsideWorkspace((tx) => releaseWork(tx, [held]));
    throw error;
  }
  await deps.db.outsideWorkspace((tx) => finishWork(tx, [held]));
}
