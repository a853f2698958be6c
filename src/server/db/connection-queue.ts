export type QueueLimits = {
  /** Transactions at the same time: one connection each. */
  readonly places: number;
  readonly mostWaiting: number;
  readonly longestWaitMs: number;
};

/** Every connection is taken and so is every place to wait, or the wait was too long. Nothing was asked of the database. */
export class DatabaseBusyError extends Error {
  override readonly name = "DatabaseBusyError";
  readonly code = "DATABASE_BUSY";

  constructor(why: "queue_full" | "waited_too_long") {
    super(`No connection to the database was free: ${why}`);
  }
}

type Waiter = { readonly enter: () => void };

/**
 * F16. A short line before the connections, first come first served, that says no instead of growing: whoever waits for
 * an answer rather hears soon that there is none.
 */
export function createConnectionQueue({ places, mostWaiting, longestWaitMs }: QueueLimits) {
  let used = 0;
  const waiting: Waiter[] = [];

  function take(): Promise<void> {
    if (used < places) {
      used += 1;
      return Promise.resolve();
    }
    if (waiting.length >= mostWaiting) return Promise.reject(new DatabaseBusyError("queue_full"));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        enter: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(waiter), 1);
        reject(new DatabaseBusyError("waited_too_long"));
      }, longestWaitMs);
      waiting.push(waiter);
    });
  }

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) used -= 1;
    else next.enter();
  }

  return async <Result>(run: () => Promise<Result>): Promise<Result> => {
    await take();
    try {
      return await run();
    } finally {
      leave();
    }
  };
}
