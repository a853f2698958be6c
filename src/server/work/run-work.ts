import { workCatalog, type WorkName } from "@/core/work/catalog";
import { addWorkCounts, readWorkOverview } from "@/server/db/work/counts";
import type { Deps } from "@/server/deps";
import { settleCalls } from "@/server/resilience/write-notes";

import { createBell, type Bell } from "./bell";
import type { WorkHandlers } from "./handler";
import { Slots } from "./slots";
import { createTally, type Tally } from "./tally";
import { pause, waitForBell } from "./wait";

const allKinds = Object.keys(workCatalog) as WorkName[];
/** What becomes due without a word is noticed this often. */
const pollMs = 1_000;

export type RunOptions = {
  /** Stops what runs when it is over, and gives it back. */
  readonly budgetMs: number;
  readonly signal: AbortSignal;
  readonly owner?: string;
  readonly concurrency: number;
  readonly kinds?: readonly WorkName[];
};

export type WorkReport = {
  readonly claimed: number;
  readonly done: number;
  /** Tried again later. */
  readonly failed: number;
  /** Waits for a person. */
  readonly dead: number;
  /** Begun, and given back because the time was over. */
  readonly released: number;
  /** Taken over by somebody else. */
  readonly lost: number;
  /** What is due and not done, as far as it was counted. */
  readonly left: { readonly due: number; readonly oldestDueAt: Date | null };
};

export type LoopOptions = {
  readonly signal: AbortSignal;
  readonly bell: Bell;
  /** Whether to end when nothing is due, or to wait for more. */
  readonly endsWhenIdle: boolean;
};

/** Under a crowd of claimers one look can find nothing although there is something. */
const looksBeforeIdle = 2;

/** Fills the slots again and again. Between two looks it waits for a free slot, a ring or a second, whichever is first. */
export async function keepFilling(
  deps: Deps,
  slots: Slots,
  { signal, bell, endsWhenIdle }: LoopOptions,
): Promise<void> {
  let idleLooks = 0;
  while (!signal.aborted) {
    const wasIdle = slots.busy === 0;
    const claimed = await slots.fill();
    idleLooks = claimed === 0 && wasIdle ? idleLooks + 1 : 0;
    if (claimed > 0 && !slots.isFull) continue;
    if (endsWhenIdle && idleLooks > 0) {
      if (idleLooks >= looksBeforeIdle) return;
      continue;
    }
    await waitForBell(deps, bell, { ms: pollMs * (0.8 + 0.2 * deps.chance()), signal });
  }
}

async function report(deps: Deps, tally: Tally): Promise<WorkReport> {
  await tally.report((counts) => deps.db.outsideWorkspace((tx) => addWorkCounts(tx, counts)));
  const overview = await deps.db.outsideWorkspace((tx) => readWorkOverview(tx, deps.now()));
  const dates = overview.flatMap(({ oldest_due_at: at }) => (at === null ? [] : [at.getTime()]));
  return {
    claimed: tally.total("claimed"),
    done: tally.total("done"),
    failed: tally.total("failed"),
    dead: tally.total("dead"),
    released: tally.total("released"),
    lost: tally.total("lost"),
    left: {
      due: overview.reduce((sum, { due }) => sum + due, 0),
      oldestDueAt: dates.length === 0 ? null : new Date(Math.min(...dates)),
    },
  };
}

/** Does what is due until nothing is, or the time is over. */
export async function runWork(deps: Deps, handlers: WorkHandlers, options: RunOptions): Promise<WorkReport> {
  const { budgetMs, signal, concurrency, owner, kinds = allKinds } = options;
  const tally = createTally();
  const bell = createBell();
  const slots = new Slots(deps, { handlers, owner, concurrency, kinds, tally, bell });
  const over = new AbortController();
  const ended = new AbortController();
  const budget = pause(deps, budgetMs, AbortSignal.any([signal, ended.signal])).then(() => {
    over.abort();
  });
  try {
    await keepFilling(deps, slots, { signal: over.signal, bell, endsWhenIdle: true });
  } finally {
    await slots.close("leaving");
    await settleCalls(deps);
    ended.abort();
    await budget;
  }
  return report(deps, tally);
}
