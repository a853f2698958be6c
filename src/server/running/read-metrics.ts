import { sameSecret } from "@/lib/ids";
import { readBearer } from "@/server/auth/find-caller";
import { listWorkers, readReadiness } from "@/server/db/people/instance";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { getMetrics } from "@/server/metrics";
import { isAlive } from "@/server/people/instance";

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
  });
  return registry.metrics();
}
