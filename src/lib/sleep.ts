import { setTimeout as wait } from "node:timers/promises";

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Ends early, with the signal's own reason, when the signal fires. */
export const sleepFor: Sleep = async (ms, signal) => {
  signal.throwIfAborted();
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
};
