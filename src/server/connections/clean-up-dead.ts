import { dayMs } from "@/core/time/wall-time";
import { listDeadConnections, type DeadConnection } from "@/server/db/health/all-workspaces";
import type { Deps } from "@/server/deps";

import { endOne } from "./disconnect";

/** TOK-10. So long a person has to reconnect before what is left of a dead connection goes. */
export const retentionDays = 90;

export type CleanUp = {
  readonly retentionDays: number;
  readonly workspaceId: string | null;
  /** Say what would go, and leave it. */
  readonly isDryRun: boolean;
};
export type CleanedUp = DeadConnection & { readonly removedEvents: number | null };

const mostAtOnce = 1_000;

/**
 * Ends connections that only a person could have renewed and nobody has: tokens and copied events are deleted, the
 * history stays. The account can be connected again at any time.
 */
export async function cleanUpDead(deps: Deps, { retentionDays: days, ...ask }: CleanUp): Promise<CleanedUp[]> {
  const before = new Date(deps.now().getTime() - days * dayMs);
  const all = await deps.db.outsideWorkspace((tx) => listDeadConnections(tx, { before, limit: mostAtOnce }));
  const dead = all.filter(({ workspaceId }) => ask.workspaceId === null || workspaceId === ask.workspaceId);
  const gone: CleanedUp[] = [];
  for (const one of dead) gone.push({ ...one, removedEvents: ask.isDryRun ? null : await endDead(deps, one) });
  return gone;
}

async function endDead(deps: Deps, { workspaceId, connectionId, provider }: DeadConnection): Promise<number> {
  const actor = { kind: "system", id: null } as const;
  const { removedEvents } = await endOne(deps, { workspaceId, connectionId }, { provider, keepEvents: false, actor });
  return removedEvents;
}
