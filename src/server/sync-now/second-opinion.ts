import { isProviderError } from "@/core/errors/provider-error";
import { findDoubted, type Doubted } from "@/server/db/tokens/doubted";
import type { Deps } from "@/server/deps";
import { getAccess } from "@/server/tokens/get-access";
import { pause } from "@/server/work/wait";

type About = { readonly workspaceId: string; readonly calendarIds: readonly string[]; readonly until: Date };

/**
 * F35. A grant that was called lost once is believed at the second time, some ten seconds later. Whoever waits for a sync
 * is told the truth then, instead of trouble that passes. Says whether there is news.
 */
export async function awaitSecondOpinion(deps: Deps, { workspaceId, calendarIds, until }: About): Promise<boolean> {
  if (calendarIds.length === 0) return false;
  const doubted = await deps.db.inWorkspace({ workspaceId }, (tx) => findDoubted(tx, { workspaceId, calendarIds }));
  const inTime = doubted.filter(({ retryAt }) => retryAt < until);
  const signal = AbortSignal.timeout(Math.max(1, until.getTime() - deps.now().getTime()));
  await Promise.all(inTime.map((one) => ask(deps, { ...one, workspaceId }, signal)));
  return inTime.length > 0;
}

async function ask(deps: Deps, doubted: Doubted & { readonly workspaceId: string }, signal: AbortSignal) {
  const { connectionId, workspaceId, generation, retryAt } = doubted;
  await pause(deps, Math.max(0, retryAt.getTime() - deps.now().getTime()) + 1, signal);
  try {
    await getAccess(deps, { workspaceId, connectionId }, { signal, refuse: generation });
  } catch (error) {
    // What it says stands in the rows, which are read again.
    if (!isProviderError(error)) throw error;
    deps.log.debug("The second opinion on a grant", { connectionId, code: error.kind });
  }
}
