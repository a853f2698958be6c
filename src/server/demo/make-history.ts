import { addSlots } from "@/core/health/spread";
import { dayMs } from "@/core/time/wall-time";
import { providerFacts } from "@/providers/catalog";
import {
  addMadeUpCalls,
  addMadeUpFigures,
  countByProvider,
  hasPastDays,
  type PastDay,
  type PastHour,
  type ProviderPast,
} from "@/server/db/demo/demo-history";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import { getDeps } from "@/server/deps";

import { pastFigures } from "./past-figures";

/** About as many as the sandbox's people have each. */
const calendarsEach = 3;

/** The charts of a demo that has just begun show three months: freshness, durations, calls and scores, marked as made up. */
export async function makeHistory(workspaceIds: readonly string[]): Promise<void> {
  const { db, now, env } = getDeps();
  if (!env.demo) throw new Error("A past is made up in a demo only.");
  const until = now();
  const today = new Date(Math.floor(until.getTime() / dayMs) * dayMs);
  const made: ProviderPast[] = [];
  for (const workspaceId of workspaceIds)
    made.push(
      ...(await db.inWorkspace({ workspaceId }, async (tx) => {
        if (await hasPastDays(tx, workspaceId, today)) return [];
        const pasts = [...(await countByProvider(tx, workspaceId))].map(([provider, connections]) => ({
          provider,
          ...pastFigures({ place: placeOf(provider), calendars: connections * calendarsEach }, until),
        }));
        for (const past of pasts) {
          await addMadeUpFigures(tx, workspaceId, past);
          await addMadeUpCalls(tx, workspaceId, past);
        }
        return pasts;
      })),
    );
  // Those of all together, which the worker sums up for real hours and days only.
  await db.inWorkspace({ workspaceId: instanceWorkspaceId }, async (tx) => {
    if (await hasPastDays(tx, instanceWorkspaceId, today)) return;
    for (const [provider, pasts] of Map.groupBy(made, (past) => past.provider))
      await addMadeUpFigures(tx, instanceWorkspaceId, { provider, ...sumOf(pasts) });
  });
}

const placeOf = (provider: string) => providerFacts.findIndex(({ id }) => id === provider);

function sumOf(pasts: readonly ProviderPast[]): Omit<ProviderPast, "provider"> {
  const byTime = <Kept extends PastHour>(all: readonly Kept[]) => [
    ...Map.groupBy(all, ({ at }) => at.getTime()).values(),
  ];
  return {
    hours: byTime(pasts.flatMap(({ hours }) => hours)).map((same) => same.reduce(addHours)),
    days: byTime(pasts.flatMap(({ days }) => days)).map((same) => ({
      ...same.reduce((one: PastDay, other) => ({
        ...{ ...one, ...addHours(one, other) },
        ...{ calls: one.calls + other.calls, rateLimited: one.rateLimited + other.rateLimited },
      })),
      score: Math.round(same.reduce((sum, { score }) => sum + score, 0) / same.length),
    })),
  };
}

const addHours = (one: PastHour, other: PastHour): PastHour => ({
  at: one.at,
  ages: addSlots(one.ages, other.ages),
  durations: addSlots(one.durations, other.durations),
  ...{ calendars: one.calendars + other.calendars, good: one.good + other.good },
  ...{ runs: one.runs + other.runs, failures: one.failures + other.failures },
});
