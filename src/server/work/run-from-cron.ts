import packageJson from "../../../package.json" with { type: "json" };

import { minuteMs } from "@/core/time/wall-time";
import { sameSecret } from "@/lib/ids";
import { readBearer } from "@/server/auth/find-caller";
import { beat, prune, stopWorker } from "@/server/db/people/instance";
import { lookForAlerts } from "@/server/alerts/look-for-alerts";
import type { Deps } from "@/server/deps";
import { rollUp } from "@/server/admin/roll-up";
import { recordScores } from "@/server/health/record-scores";
import { recordStale } from "@/server/health/record-stale";
import { Problem } from "@/server/http/problem";
import { sweepTokens } from "@/server/tokens/sweep";

import { runDueWork } from "./run-due-work";
import { pause } from "./wait";

/** One interval of vercel.json, and five minutes for a call that comes late. */
const lookAheadMs = 20 * minuteMs;

/** About a second of it; the rest waits for the next call. */
const mostScores = 200;

/** One entry for all calls: a worker that is there for a minute every now and then. */
const timer = { id: "00000000-0000-4000-8000-00000000c407", kind: "cron", name: "timer", version: packageJson.version };

function requireCronSecret(headers: Headers, { env }: Deps): void {
  const given = readBearer(headers);
  if (given === null || !sameSecret(given.reveal(), env.cronSecret)) throw new Problem("cron_secret_required");
}

/** Tokens first: without them nothing can be read. At most half of the time is theirs. */
async function sweep(deps: Deps, budgetMs: number) {
  const enough = new AbortController();
  const over = new AbortController();
  const clock = pause(deps, budgetMs, enough.signal).then(() => {
    over.abort();
  });
  const results = await sweepTokens(deps, { lookAheadMs, signal: over.signal });
  enough.abort();
  await clock;
  const of = (...outcomes: string[]) => results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return { refreshed: of("refreshed"), failed: of("failed", "needs_reconnecting") };
}

/**
 * SYN-8. What a timer asks for where no worker can run all the time: tokens that would end before the next call, then
 * what is due, inside one budget. Called twice at once, or beside a worker, each does a part.
 */
export async function runFromCron(deps: Deps, headers: Headers) {
  requireCronSecret(headers, deps);
  const startedAt = deps.now().getTime();
  const tookMs = () => Math.max(0, deps.now().getTime() - startedAt);
  const { cronBudgetMs, concurrency } = deps.env.work;
  await deps.db.outsideWorkspace((tx) => beat(tx, timer, deps.now()));
  const tokens = await sweep(deps, cronBudgetMs / 2);
  await lookForAlerts(deps);
  const { left, ...work } = await runDueWork(deps, {
    budgetMs: Math.max(0, cronBudgetMs - tookMs()),
    signal: new AbortController().signal,
    concurrency,
  });
  await recordStale(deps);
  await rollUp(deps);
  await recordScores(deps, { most: mostScores });
  await deps.db.outsideWorkspace(async (tx) => {
    await prune(tx, deps.now());
    await stopWorker(tx, timer.id, deps.now());
  });
  return {
    tokens,
    work,
    left: { due: left.due, oldestDueAt: left.oldestDueAt?.toISOString() ?? null },
    tookMs: tookMs(),
  };
}
