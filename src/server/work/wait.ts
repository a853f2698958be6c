import type { Deps } from "@/server/deps";

import type { Bell } from "./bell";

/** Sleeps, or less when the signal fires; then it just returns. */
export async function pause(deps: Deps, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    await deps.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Whether the promise settled within the time. */
export async function settledWithin(deps: Deps, ms: number, promise: Promise<unknown>): Promise<boolean> {
  const enough = new AbortController();
  const settled = await Promise.race([promise.then(() => true), pause(deps, ms, enough.signal).then(() => false)]);
  enough.abort();
  return settled;
}

/** Until the bell rings, the time is over, or the signal fires. Whoever waited looks at everything anew. */
export async function waitForBell(deps: Deps, bell: Bell, until: { ms: number; signal: AbortSignal }): Promise<void> {
  const enough = new AbortController();
  await Promise.race([bell.rung(), pause(deps, until.ms, AbortSignal.any([until.signal, enough.signal]))]);
  enough.abort();
  bell.hush();
}
