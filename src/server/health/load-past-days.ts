import { tellPastDays } from "@/core/health/past-days";
import type { HealthState } from "@/core/health/words";
import { addDays, dayOf, startOfDay } from "@/core/time/wall-time";
import { loadConnectionChanges, type ConnectionChange } from "@/server/db/health/transitions";
import { listScores } from "@/server/db/health/scores";
import type { Deps } from "@/server/deps";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import { healthStates, type PastDaysShape } from "./shapes";

const daysShown = 90;

const isState = (word: string): word is HealthState => healthStates.some((state) => state === word);

/** The last 90 days of a person's connections, from the changes of state that were recorded. */
export async function loadPastDays(deps: Pick<Deps, "db" | "now">, caller: Caller): Promise<PastDaysShape> {
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "member" });
  const now = deps.now();
  const zone = person.user.timeZone;
  const since = startOfDay(addDays(dayOf(now, zone), 1 - daysShown), zone);
  const asked = { workspaceId: here.workspaceId, userId: person.user.id, since };
  const { rows, scores } = await deps.db.inWorkspace(here, async (tx) => ({
    rows: await loadConnectionChanges(tx, asked),
    scores: Map.groupBy(await listScores(tx, asked), ({ connection_id: id }) => id),
  }));
  const byConnection = Map.groupBy(rows, ({ connection_id: id }) => id);
  const connections = [...byConnection].map(([connectionId, changes]) => ({
    connectionId,
    ...tellPastDays({ changes: toChanges(changes), zone, days: daysShown }, now),
    scores: (scores.get(connectionId) ?? []).map(({ day, score }) => ({ day: day.toISOString().slice(0, 10), score })),
    demoUntil: findDemoEnd(changes)?.toISOString() ?? null,
  }));
  return { connections };
}

/** What was made up ends where the first change stands that was seen. */
function findDemoEnd(rows: readonly ConnectionChange[]): Date | null {
  const last = rows.findLastIndex((row) => row.is_made_up);
  return last === -1 ? null : ((rows[last + 1] ?? rows[last])?.at ?? null);
}

function toChanges(rows: readonly ConnectionChange[]) {
  return rows.map(({ at, to_status: status }) => ({ at, to: isState(status) ? status : ("unknown" as const) }));
}
