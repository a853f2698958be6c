import type { Severity } from "@/core/alerts/alert";
import { evaluateInstance } from "@/core/alerts/evaluate-rules";
import type { InstanceFacts } from "@/core/alerts/facts";
import { workerSilent } from "@/core/alerts/rules/instance-rules";
import { evidence } from "@/server/notifications/shapes";
import { changeAlert, lockAlerts } from "@/server/db/alerts/alerts";
import { isOpen, listInstanceAdmins, listTroubles, listUntold, type RaisedAlert } from "@/server/db/alerts/instance";
import { listProjectBuckets } from "@/server/db/admin/overview";
import type { Tx } from "@/server/db/open-database";
import { listWorkers, readReadiness, type WorkerRow } from "@/server/db/people/instance";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Deps } from "@/server/deps";
import { tellInstance } from "@/server/notifications/tell-all";
import { projectBudget } from "@/server/resilience/call-budget";

import { storeSteps, type Told } from "./store-steps";

const whose = { workspaceId: instanceWorkspaceId, connectionId: null, userId: null };

/**
 * What concerns all: a provider that fails, work that nobody does, a budget that runs out, and what else was raised for the
 * operator. Asked by every worker, by the timer and by the web process, which is who notices that the others are silent;
 * one after another, so that there is one alert.
 */
export async function lookAtInstance(deps: Deps): Promise<void> {
  const budgets = await readBudgets(deps);
  await deps.db.inWorkspace({ workspaceId: instanceWorkspaceId }, async (tx) => {
    await lockAlerts(tx, "instance alerts");
    const now = deps.now();
    const { last_beat_at: lastBeatAt, oldest_due_at: oldestDueAt } = await readReadiness(tx, now);
    const isTimer = isTimersBeat(await listWorkers(tx, now));
    const isKnownSilent = await isOpen(tx, workerSilent.id);
    const facts = { troubles: await listTroubles(tx), lastBeatAt, isTimer, isKnownSilent, oldestDueAt, budgets };
    const told = await storeSteps(tx, evaluateInstance(facts, {}, now), { whose, now });
    await tellInstance(tx, deps, [...told, ...(await takeUntold(tx, now))]);
  });
}

/** Whether whoever gave the last sign of life was a timer. */
const isTimersBeat = (workers: readonly WorkerRow[]): boolean =>
  workers.toSorted((one, other) => other.last_beat_at.getTime() - one.last_beat_at.getTime())[0]?.kind === "cron";

/** F41, TOK-6: raised where it was noticed; told here. */
async function takeUntold(tx: Tx, now: Date): Promise<Told[]> {
  const told: Told[] = [];
  for (const alert of await listUntold(tx)) {
    const word = alert.resolvedAt === null ? "opened" : "resolved";
    await changeAlert(tx, { workspaceId: instanceWorkspaceId, id: alert.id }, { toldAt: now, toldWord: word });
    told.push({ ...toldOf(alert), word });
  }
  return told;
}

const toldOf = ({ id, ruleId, severity, evidence: given }: RaisedAlert) => ({
  ...{ alertId: id, ruleId, severity: severity as Severity },
  evidence: evidence.catch({}).parse(given),
});

const dayBucketOf = (provider: string) => `project-day:${provider}`;

/** How much of its day's calls each provider's project has used. */
async function readBudgets(deps: Deps): Promise<InstanceFacts["budgets"]> {
  const providers = [...(await deps.providers()).values()].filter(({ limits }) => limits.project !== undefined);
  if (providers.length === 0) return [];
  const buckets = await deps.db.outsideWorkspace(async (tx) => {
    const [admin] = await listInstanceAdmins(tx);
    return admin === undefined ? [] : listProjectBuckets(tx, admin.user_id);
  });
  return providers.flatMap(({ id, limits }) => {
    const bucket = buckets.find(({ key }) => key === dayBucketOf(id));
    if (bucket === undefined) return [];
    const { capacity, refillPerSecond } = projectBudget(limits, deps.env.providerBudgetShare).day;
    const passedMs = Math.max(0, deps.now().getTime() - bucket.updated_at.getTime());
    const left = Math.min(capacity, bucket.tokens + (passedMs / 1_000) * refillPerSecond);
    return [{ provider: id, usedShare: 1 - Math.max(0, left) / capacity }];
  });
}
