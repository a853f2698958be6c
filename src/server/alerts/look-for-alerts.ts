import { dayMs } from "@/core/time/wall-time";
import { findDueAlerts, findEndingGrants, findSuspects, type Account } from "@/server/db/alerts/due";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { planEndpointTests } from "@/server/notifications/test-endpoints-daily";
import { testMailDaily } from "@/server/notifications/test-mail-daily";
import { enqueueWork } from "@/server/work/enqueue";

import { lookAtInstance } from "./evaluate-instance";

const batch = 500;
/** The longest warning a workspace may choose. */
const longestWarningMs = 30 * dayMs;

/**
 * What no change of state tells: a rate, a silence, a grant that ends, an alert whose time has come. Accounts about which
 * something may have to be said become due work, many at a time; it costs what is suspicious, not what exists. Answers how
 * many were asked for.
 */
export async function lookForAlerts(deps: Deps, signal?: AbortSignal): Promise<number> {
  const now = deps.now();
  await testMailDaily(deps);
  await planEndpointTests(deps);
  await lookAtInstance(deps);
  const once = [
    (tx: Tx) => findDueAlerts(tx, { now, limit: batch }),
    (tx: Tx) => findEndingGrants(tx, { now, limit: batch, before: new Date(now.getTime() + longestWarningMs) }),
  ];
  let asked = 0;
  for (const find of once) asked += await askFor(deps, await deps.db.outsideWorkspace(find), now);
  let after: string | null = null;
  while (signal?.aborted !== true) {
    const suspects: Account[] = await nextSuspects(deps, now, after);
    asked += await askFor(deps, suspects, now);
    if (suspects.length < batch) break;
    after = suspects.at(-1)?.connectionId ?? null;
  }
  return asked;
}

const nextSuspects = ({ db }: Deps, now: Date, after: string | null): Promise<Account[]> =>
  db.outsideWorkspace((tx) => findSuspects(tx, { now, limit: batch, after }));

async function askFor({ db }: Deps, accounts: readonly Account[], dueAt: Date): Promise<number> {
  for (const [workspaceId, group] of Map.groupBy(accounts, (account) => account.workspaceId))
    await db.inWorkspace({ workspaceId }, async (tx) => {
      for (const { connectionId } of group)
        await enqueueWork(tx, "alerts.evaluate", { connectionId }, { workspaceId, dueAt });
    });
  return accounts.length;
}
