import { workCatalog, type WorkName } from "@/core/work/catalog";
import { listenForDueWork } from "@/server/db/work/listen";
import type { Deps } from "@/server/deps";
import { settleCalls } from "@/server/resilience/write-notes";

import { createBell, type Bell } from "./bell";
import type { WorkHandlers } from "./handler";
import { keepFilling } from "./run-work";
import { Slots } from "./slots";
import { createTally, type Tally } from "./tally";
import { pause } from "./wait";

const retryMs = 1_000;

export type WorkLoop = {
  readonly tally: Tally;
  /** Claims nothing more, stops what runs, and gives back what it holds. */
  readonly stop: () => Promise<void>;
};

function firing(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      "abort",
      () => {
        resolve();
      },
      { once: true },
    );
  });
}

async function keepListening(deps: Deps, bell: Bell, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const { ended, close } = await listenForDueWork(deps.env.database.url.reveal(), bell.ring);
      bell.ring(); // What became due while nobody listened.
      await Promise.race([ended, firing(signal)]);
      if (signal.aborted) await close();
    } catch (error) {
      deps.log.debug("Nothing can be heard from the database: looking once a second", { err: error });
    }
    await pause(deps, retryMs, signal);
  }
}

/** A failure is the database's: what runs goes on or loses its lease, and the next look is a second later. */
async function keepWorking(deps: Deps, slots: Slots, loop: { bell: Bell; signal: AbortSignal }): Promise<void> {
  while (!loop.signal.aborted) {
    try {
      await keepFilling(deps, slots, { ...loop, endsWhenIdle: false });
    } catch (error) {
      deps.log.error("Due work could not be claimed and is tried again", { err: error });
      await pause(deps, retryMs, loop.signal);
    }
  }
}

/** Does what is due as soon as it is, until it is stopped. */
export function startWorkLoop(deps: Deps, owner: string, handlers: WorkHandlers): WorkLoop {
  const bell = createBell();
  const tally = createTally();
  const leaving = new AbortController();
  const slots = new Slots(deps, {
    handlers,
    owner,
    concurrency: deps.env.work.concurrency,
    kinds: Object.keys(workCatalog) as WorkName[],
    tally,
    bell,
  });
  const listening = keepListening(deps, bell, leaving.signal);
  const working = keepWorking(deps, slots, { bell, signal: leaving.signal });
  return {
    tally,
    stop: async () => {
      leaving.abort();
      await working;
      await slots.close("leaving");
      await settleCalls(deps);
      await listening;
    },
  };
}
