import type { Tx } from "@/server/db/open-database";

import { instanceWorkspaceId } from "./instance-alerts";

export type OpenAlert = { readonly ruleId: string; readonly subjectId: string; readonly openedAt: Date };

/** What the operator was told and nobody has mended yet. Inside the instance's workspace. */
export function listOpenInstanceAlerts(tx: Tx): Promise<OpenAlert[]> {
  return tx.alert.findMany({
    where: { workspaceId: instanceWorkspaceId, resolvedAt: null },
    select: { ruleId: true, subjectId: true, openedAt: true },
    orderBy: { openedAt: "asc" },
    take: 50,
  });
}
