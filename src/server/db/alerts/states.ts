import type { Tx } from "@/server/db/open-database";

type Whose = { readonly workspaceId: string; readonly userId: string };

/** How a person's accounts are, as recorded. */
export function listStatesOf(tx: Tx, { workspaceId, userId }: Whose) {
  return tx.connection.findMany({
    where: { workspaceId, userId, disconnectedAt: null },
    select: { id: true, provider: true, status: true, statusSince: true, statusCause: true },
    orderBy: { connectedAt: "asc" },
  });
}
