import { explain } from "@/core/errors/explain";
import { explainHealth, isHealthReason } from "@/core/health/explain-health";
import { words } from "@/core/health/words";
import { countOverseen, listOverseen, type OverseenFilter, type OverseenRow } from "@/server/db/admin/connections";
import { readScores } from "@/server/db/admin/scores";
import type { Deps } from "@/server/deps";
import { namesOf, readKeptError } from "@/server/health/to-evidence";
import type { Caller } from "@/server/people/person";

import type { OverseenQuery } from "./inputs";
import { requireOversight } from "./oversight";
import type { OverseenConnectionShape, OverseenPageShape } from "./shapes";
import { toState } from "./to-shapes";

/** Beyond that nobody counts: a search that finds so many is none. */
const mostCounted = 10_000;

const mustAct = ["needs_reconnecting", "disabled"];
const inTrouble = [...mustAct, "provider_outage", "late", "unknown"];
const groups: Readonly<Record<string, readonly string[]>> = { act: mustAct, trouble: inTrouble };

export const toFilter = ({ state, provider, q }: OverseenQuery): OverseenFilter => ({
  provider: provider ?? null,
  states: state === undefined ? null : (groups[state] ?? [state]),
  search: q ?? null,
});

/** A page of connections, by what was last recorded of them: it is at most half a minute behind what is true. */
export async function loadOverseen(deps: Deps, caller: Caller, query: OverseenQuery): Promise<OverseenPageShape> {
  const overseer = requireOversight(caller, query.workspaceId);
  const filter = toFilter(query);
  const { sort: order, cursor: after = null, limit } = query;
  return deps.db.outsideWorkspace(async (tx) => {
    const rows = await listOverseen(tx, overseer, { filter, page: { order, after, limit: limit + 1 } });
    const total = await countOverseen(tx, overseer, { filter, limit: mostCounted });
    const page = rows.slice(0, limit);
    const scores = await readScores(tx, overseer, { rows: page, now: deps.now() });
    return {
      connections: page.map((row) => toOverseen(row, scores)),
      total,
      isTotalExact: filter.search === null || total < mostCounted,
      nextCursor: rows.length > limit ? (page.at(-1)?.connection_id ?? null) : null,
    };
  });
}

/** What the failure itself was says more than that reading fails. */
function explainRow(row: OverseenRow): { code: string | null; sentence: string } {
  const names = namesOf(row.provider);
  const error = readKeptError(row.last_error);
  const state = toState(row.status);
  if (error?.kind && words[state].counts === "failing" && state !== "disabled")
    return { code: error.code, sentence: explain(error.kind, names).operator };
  return {
    code: error?.code ?? null,
    sentence: isHealthReason(row.status_cause) ? explainHealth(row.status_cause, names) : "",
  };
}

export type Scores = ReadonlyMap<string, number | null>;

export function toOverseen(row: OverseenRow, scores: Scores): OverseenConnectionShape {
  const state = toState(row.status);
  return {
    connectionId: row.connection_id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    userId: row.user_id,
    userName: row.user_name,
    userEmail: row.user_email,
    provider: row.provider,
    product: namesOf(row.provider).product,
    state,
    badge: words[state].badge,
    cause: row.status_cause,
    ...explainRow(row),
    since: row.status_since.toISOString(),
    lastProven: row.last_success_at?.toISOString() ?? null,
    calendars: row.calendars,
    score: scores.get(row.connection_id) ?? null,
    remindedAt: row.reminded_at?.toISOString() ?? null,
  };
}
