import { assessObjective, burnOf } from "@/core/health/assess-objective";
import { sameSecret } from "@/lib/ids";
import { readBearer } from "@/server/auth/find-caller";
import { countAllRunsInWindows, type WindowRow } from "@/server/db/admin/overview";
import { listWorkers, readReadiness } from "@/server/db/people/instance";
import { readWorkCounts, readWorkOverview, type WorkCount, type WorkOverviewRow } from "@/server/db/work/counts";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { getMetrics } from "@/server/metrics";
import { toCallCount } from "@/server/resilience/count-calls";
import { isAlive } from "@/server/people/instance";

/** What all processes do stands in the database: whichever of them is asked says the same. */
function setWork(overview: readonly WorkOverviewRow[], counts: readonly WorkCount[], now: Date): void {
  const { due, oldestDue, running, worked, providerCalls } = getMetrics();
  for (const metric of [due, oldestDue, running, worked, providerCalls]) metric.reset();
  for (const row of overview) {
    const { kind } = row;
    due.set({ kind }, row.due);
    running.set({ kind }, row.running);
    oldestDue.set({ kind }, row.oldest_due_at === null ? 0 : (now.getTime() - row.oldest_due_at.getTime()) / 1_000);
  }
  for (const count of counts) {
    const call = toCallCount(count);
    if (call === null) worked.inc({ kind: count.kind, outcome: count.outcome }, count.total);
    else providerCalls.inc({ provider: call.provider, endpoint: call.endpoint, outcome: call.outcome }, call.total);
  }
}

/** The windows of the objectives by their usual names. */
const windowNames: Readonly<Record<number, string>> = {
  5: "5m",
  30: "30m",
  60: "1h",
  360: "6h",
  4_320: "3d",
  43_200: "30d",
};

function setObjectives(rows: readonly WindowRow[]): void {
  const { runs, failedRuns, burnRate, budgetLeft } = getMetrics();
  for (const metric of [runs, failedRuns, burnRate, budgetLeft]) metric.reset();
  for (const row of rows) {
    const window = toWindow(row);
    const labels = { provider: row.provider, window: windowNames[row.minutes] ?? `${row.minutes}m` };
    runs.set(labels, window.runs);
    failedRuns.set(labels, window.failures);
    const burn = burnOf(window);
    if (burn !== null) burnRate.set(labels, burn);
  }
  for (const [provider, own] of Map.groupBy(rows, (row) => row.provider)) {
    const left = assessObjective(own.map(toWindow)).budgetLeft;
    if (left !== null) budgetLeft.set({ provider }, left);
  }
}

const toWindow = ({ minutes, runs, failures }: WindowRow) => ({
  minutes,
  ...{ runs: Number(runs), failures: Number(failures) },
});

/** For whoever carries METRICS_TOKEN; where none is set, for nobody. */
export async function readMetrics(headers: Headers): Promise<string> {
  const { db, env, now } = getDeps();
  const given = readBearer(headers);
  if (env.metricsToken === null || given === null || !sameSecret(given.reveal(), env.metricsToken))
    throw new Problem("metrics_token_required");
  const { registry, workersAlive, dueWork } = getMetrics();
  const at = now();
  await db.outsideWorkspace(async (tx) => {
    const workers = await listWorkers(tx, at);
    workersAlive.set(workers.filter((worker) => worker.stopped_at === null && isAlive(worker.last_beat_at, at)).length);
    dueWork.set((await readReadiness(tx, at)).due);
    setObjectives(await countAllRunsInWindows(tx, at));
    setWork(await readWorkOverview(tx, at), await readWorkCounts(tx), at);
  });
  return registry.metrics();
}
