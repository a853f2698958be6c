import { listConnectedWorkspaces, type ConnectedWorkspace } from "@/server/db/health/all-workspaces";
import { loadEvidence } from "@/server/db/health/evidence";
import type { Deps } from "@/server/deps";
import { assessRows } from "@/server/health/assess-rows";
import { toHealth } from "@/server/health/to-shape";

import type { WorkspaceHealth } from "./shapes";

const pageSize = 500;

/** Every workspace where something is connected, or the one that is named. One after the other: it is nobody's rush. */
export async function loadWorkspaces(
  deps: Pick<Deps, "db" | "now">,
  workspaceId: string | null,
): Promise<WorkspaceHealth[]> {
  const found: WorkspaceHealth[] = [];
  for await (const workspace of walkWorkspaces(deps)) {
    if (workspaceId === null || workspace.workspaceId === workspaceId) found.push(await loadOne(deps, workspace));
  }
  return found;
}

async function* walkWorkspaces({ db }: Pick<Deps, "db">): AsyncGenerator<ConnectedWorkspace> {
  const readPage = (after: string | null): Promise<ConnectedWorkspace[]> =>
    db.outsideWorkspace((tx) => listConnectedWorkspaces(tx, { after, limit: pageSize }));
  let page = await readPage(null);
  while (page.length > 0) {
    yield* page;
    page = page.length < pageSize ? [] : await readPage(page.at(-1)?.workspaceId ?? null);
  }
}

async function loadOne(
  { db, now }: Pick<Deps, "db" | "now">,
  { workspaceId, name }: ConnectedWorkspace,
): Promise<WorkspaceHealth> {
  const at = now();
  const rows = await db.inWorkspace({ workspaceId }, (tx) => loadEvidence(tx, { workspaceId }, at));
  return {
    workspaceId,
    name,
    health: toHealth(assessRows(rows, at), { now: at, viewerId: null, runs: new Map(), fullPages: new Map() }),
  };
}
