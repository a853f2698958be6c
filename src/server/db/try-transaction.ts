import { jitterMs } from "@/core/resilience/backoff";
import type { Sleep } from "@/lib/sleep";

import { isOutage } from "./outage";
import { sqlState, sqlStateOf } from "./sql-state";

/** One go at a transaction. `hasBegun` is told as soon as anything of it may have happened. */
export type Go<Result> = (hasBegun: () => void) => Promise<Result>;

type Means = { readonly chance: () => number; readonly sleep: Sleep };

const mostRepeats = 3;
const firstWaitMs = 20;
/** F14. A database that does not answer is asked once in this time, whoever wants it meanwhile. */
const restMs = 1_000;

const conflicts: readonly (string | null)[] = [sqlState.serializationFailure, sqlState.deadlockDetected];
const never = new AbortController().signal;

/**
 * The one layer that does a transaction again. PostgreSQL has undone a conflict whole, so it may be repeated (F15); a
 * kept connection that turns out to be dead has done nothing, so the next one is tried at once (F13); and while nobody
 * answers at all, the answer is the last failure (F14).
 */
export function createTransactionTries({ chance, sleep }: Means) {
  let silent: { readonly error: unknown; readonly untilMs: number } | null = null;

  async function once<Result>(go: Go<Result>, isSecond: boolean): Promise<Result> {
    const startedMs = performance.now();
    let begun = false;
    try {
      const result = await go(() => {
        begun = true;
        silent = null;
      });
      return result;
    } catch (error) {
      if (begun || !isOutage(error)) throw error;
      const wasQuick = performance.now() - startedMs < restMs;
      if (!isSecond && silent === null && wasQuick) return once(go, true);
      silent = { error, untilMs: performance.now() + restMs };
      throw error;
    }
  }

  return async <Result>(go: Go<Result>): Promise<Result> => {
    for (let repeats = 0; ; repeats += 1) {
      if (silent !== null) {
        if (performance.now() < silent.untilMs) throw silent.error;
        // One asks again, and the others wait for what it hears.
        silent = { ...silent, untilMs: performance.now() + restMs };
      }
      try {
        return await once(go, false);
      } catch (error) {
        if (repeats >= mostRepeats || !conflicts.includes(sqlStateOf(error))) throw error;
        const waitMs = firstWaitMs * 2 ** repeats;
        await sleep(waitMs + jitterMs(waitMs, chance), never);
      }
    }
  };
}
