import { findUnwatched } from "@/server/db/push/channels";
import type { Deps } from "@/server/deps";

import { planWatching } from "./plan-watching";

const mostAtOnce = 500;

/**
 * Every account that works has a row of work that looks after its channels. One that has none, because it was paused, lost
 * its grant, or was there before anybody could reach us, gets it here. Answers how many there were.
 */
export async function planUnwatched(deps: Deps, signal: AbortSignal): Promise<number> {
  if (deps.env.webhookOrigin === null) return 0;
  const providers = [...(await deps.providers()).values()].filter(({ push }) => push !== undefined).map(({ id }) => id);
  const now = deps.now();
  const found = await deps.db.outsideWorkspace((tx) => findUnwatched(tx, { providers, now, limit: mostAtOnce }));
  for (const where of found) {
    signal.throwIfAborted();
    await deps.db.inWorkspace(where, (tx) => planWatching(tx, deps, where));
  }
  return found.length;
}
