import { findWorkspace, renameWorkspace } from "@/server/db/people/workspaces";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";

import { actorOf, recordAudit } from "./audit-log";
import { requireHere, type Caller } from "./person";
import type { WorkspaceShape } from "./shapes";

export async function readWorkspace(caller: Caller): Promise<WorkspaceShape> {
  const here = requireHere(caller, { role: "member", scope: "workspace:read" });
  const row = await getDeps().db.inWorkspace(here, (tx) => findWorkspace(tx, here.workspaceId));
  if (row === null) throw new Problem("not_found");
  return { ...row, createdAt: row.createdAt.toISOString() };
}

export async function rename(caller: Caller, name: string): Promise<WorkspaceShape> {
  const here = requireHere(caller, { role: "admin" });
  await getDeps().db.inWorkspace(here, async (tx) => {
    await renameWorkspace(tx, here.workspaceId, name);
    await recordAudit(tx, {
      workspaceId: here.workspaceId,
      actor: actorOf(caller),
      action: "workspace.renamed",
      subject: { kind: "workspace", id: here.workspaceId },
    });
  });
  return readWorkspace(caller);
}
