import type { Tx } from "@/server/db/open-database";

import type { Oversight } from "./overview";

type Keyed = { readonly workspace_id: string; readonly connection_id: string };

/** The newest score of each of these connections; one that was never measured is not there. */
export async function readScores(tx: Tx, of: Oversight, { rows, now }: { rows: readonly Keyed[]; now: Date }) {
  const workspaces = rows.map((row) => row.workspace_id);
  const connections = rows.map((row) => row.connection_id);
  const found = await tx.$queryRaw<{ connection_id: string; score: number | null }[]>`
    select connection_id, score from system.overseen_scores(${of.viewerId}::uuid, ${of.workspaceId}::uuid,
      ${workspaces}::uuid[], ${connections}::uuid[], ${now})`;
  return new Map(found.map((row) => [row.connection_id, row.score]));
}

export type PastScoreRow = { readonly provider: string; readonly day: Date; readonly score: number };

/** Oldest first. */
export function listPastScores(tx: Tx, of: Oversight, since: Date): Promise<PastScoreRow[]> {
  return tx.$queryRaw<PastScoreRow[]>`
    select provider, day, score from system.score_history(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${since})`;
}
