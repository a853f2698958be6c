import { setImmediate as turn } from "node:timers/promises";

import type { Sleep } from "@/lib/sleep";

type Sleeper = { readonly wakeMs: number; readonly wake: () => void };

/**
 * A clock that stands still while anybody works and goes on to the next waking when all of them sleep. An hour of many
 * who wait for one another takes as long as their work.
 */
export class PatientClock {
  #ms: number;
  #sleepers: Sleeper[] = [];

  constructor(start: Date) {
    this.#ms = start.getTime();
  }

  readonly now = (): Date => new Date(this.#ms);

  readonly sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      const sleeper: Sleeper = {
        wakeMs: this.#ms + ms,
        wake: () => {
          signal.removeEventListener("abort", leave);
          resolve();
        },
      };
      const leave = () => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
        reject(signal.reason as Error);
      };
      if (signal.aborted) return reject(signal.reason as Error);
      signal.addEventListener("abort", leave, { once: true });
      this.#sleepers.push(sleeper);
    });

  /** Runs them all to their end. `idle` counts those that wait for something else than the clock, such as one another. */
  async run<Result>(
    tasks: readonly Promise<Result>[],
    idle: () => number = () => 0,
  ): Promise<PromiseSettledResult<Result>[]> {
    let left = tasks.length;
    const all = Promise.allSettled(
      tasks.map((task) =>
        task.finally(() => {
          left -= 1;
        }),
      ),
    );
    while (left > 0) {
      await turn();
      if (this.#sleepers.length > 0 && this.#sleepers.length + idle() >= left) this.#goOn();
    }
    return all;
  }

  #goOn(): void {
    const next = this.#sleepers.reduce((first, each) => (each.wakeMs < first.wakeMs ? each : first));
    this.#sleepers = this.#sleepers.filter((each) => each !== next);
    this.#ms = Math.max(this.#ms, next.wakeMs);
    next.wake();
  }
}
