import { randomUUID } from "node:crypto";
import os from "node:os";

import { beat, prune, stopWorker } from "@/server/db/people/instance";
import { addWorkCounts } from "@/server/db/work/counts";
import type { Deps } from "@/server/deps";
import { lookForAlerts } from "@/server/alerts/look-for-alerts";
import { rollUp } from "@/server/admin/roll-up";
import { planUnwatched } from "@/server/push/find-unwatched";
import { recordScores } from "@/server/health/record-scores";
import { recordStale } from "@/server/health/record-stale";
import type { WorkHandlers } from "@/server/work/handler";
import { workHandlers } from "@/server/work/handlers";
import { startWorkLoop } from "@/server/work/work-loop";

import { startWatchdog } from "./watchdog";

type Task = { readonly name: string; readonly everyMs: number; readonly run: () => Promise<void> };

export type RunningWorker = {
  /** Resolves when the worker has said for the first time that it is alive. */
  readonly ready: Promise<void>;
  /** Stops what runs and gives it back, says goodbye, and returns after 10 s at the latest. */
  readonly stop: () => Promise<void>;
};

const graceMs = 10_000;
const retryMs = 1_000;

/** Repeats a task; a failure is logged and tried again, soon at first and never in a storm (once a second at most). */
class Repeating {
  readonly #task: Task;
  readonly #deps: Deps;
  readonly first = Promise.withResolvers<undefined>();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(task: Task, deps: Deps) {
    this.#task = task;
    this.#deps = deps;
  }

  start(): void {
    this.#running = this.#round();
  }

  async #round(): Promise<void> {
    let waitMs = this.#task.everyMs;
    try {
      await this.#task.run();
      this.first.resolve(undefined);
    } catch (error) {
      this.#deps.log.error("A task of the worker failed and is tried again", { task: this.#task.name, err: error });
      waitMs = Math.min(this.#task.everyMs, retryMs);
    }
    if (!this.#stopped)
      this.#timer = setTimeout(() => {
        this.start();
      }, waitMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }
}

async function withinGrace(work: Promise<unknown>, deps: Deps): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(() => {
    resolve("late");
  }, graceMs);
  const outcome = await Promise.race([work.then(() => "done" as const), late]);
  clearTimeout(timer);
  if (outcome === "late") deps.log.warn("The worker stopped without waiting for its last task");
}

/** What nobody asks for: time alone makes it necessary. Each costs what there is to do, not what there is. */
function listLookingTasks(deps: Deps, signal: AbortSignal): Task[] {
  const { db, log, now } = deps;
  return [
    {
      name: "stale states",
      everyMs: 30_000,
      run: async () => {
        const recorded = await recordStale(deps, signal);
        if (recorded > 0) log.debug("Recorded states that outlived their proof", { recorded });
      },
    },
    {
      name: "trends",
      everyMs: 300_000,
      run: async () => {
        await rollUp(deps);
      },
    },
    {
      name: "scores",
      everyMs: 300_000,
      run: async () => {
        const measured = await recordScores(deps, { signal });
        if (measured > 0) log.debug("Measured the health score of connections", { measured });
      },
    },
    {
      name: "channels",
      everyMs: 30_000,
      run: async () => {
        const planned = await planUnwatched(deps, signal);
        if (planned > 0) log.debug("Accounts without anybody to look after their channels", { planned });
      },
    },
    {
      name: "alerts",
      everyMs: 30_000,
      run: async () => {
        const asked = await lookForAlerts(deps, signal);
        if (asked > 0) log.debug("Accounts whose alerts are looked at", { asked });
      },
    },
    {
      name: "housekeeping",
      everyMs: 600_000,
      run: async () => {
        log.debug("Cleared away", { rows: await db.outsideWorkspace((tx) => prune(tx, now())) });
      },
    },
  ];
}

/**
 * One worker process: it does what is due, says every 5 s that it lives and what it did, and clears away what is long
 * over. As many as there are share the work.
 */
export function startWorker(deps: Deps, version: string, handlers: WorkHandlers = workHandlers): RunningWorker {
  const { db, log, now } = deps;
  const self = { id: randomUUID(), kind: "worker", name: os.hostname(), version };
  const { tally, stop: stopWorking } = startWorkLoop(deps, self.id, handlers);
  const watchdog = startWatchdog(deps, tally);
  const leaving = new AbortController();
  const tasks: readonly Task[] = [
    {
      name: "heartbeat",
      everyMs: 5_000,
      run: async () => {
        watchdog.look();
        await db.outsideWorkspace((tx) => beat(tx, self, now()));
        await tally.report((counts) => db.outsideWorkspace((tx) => addWorkCounts(tx, counts)));
      },
    },
    ...listLookingTasks(deps, leaving.signal),
  ];
  const repeating = tasks.map((task) => new Repeating(task, deps));
  for (const one of repeating) one.start();
  const goodbye = async () => {
    leaving.abort();
    await stopWorking();
    await Promise.all(repeating.map((one) => one.stop()));
    watchdog.stop();
    await tally.report((counts) => db.outsideWorkspace((tx) => addWorkCounts(tx, counts)));
    await db.outsideWorkspace((tx) => stopWorker(tx, self.id, now()));
  };
  return {
    ready: repeating[0]?.first.promise ?? Promise.resolve(),
    stop: () =>
      withinGrace(
        goodbye().catch((error: unknown) => {
          log.warn("The worker could not say goodbye", { err: error });
        }),
        deps,
      ),
  };
}
