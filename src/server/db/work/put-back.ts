import type { Tx } from "@/server/db/open-database";

import type { HeldRow } from "./leases";

/**
 * Puts back what was claimed and not begun, with its crashes: the owner stays, so that the next claim counts the one that
 * is taken off here.
 */
export async function putBackSync(tx: Tx, { workspaceId, id: calendarId, fence }: HeldRow): Promise<void> {
  await tx.calendarSyncState.updateMany({
    where: { workspaceId, calendarId, fence, leaseOwner: { not: null } },
    data: { leaseUntil: null, crashes: { decrement: 1 } },
  });
}

export async function putBackWork(tx: Tx, { workspaceId, id, fence }: HeldRow): Promise<void> {
  await tx.dueWork.updateMany({
    where: { workspaceId, id, fence, leaseOwner: { not: null } },
    data: { leaseUntil: null, crashes: { decrement: 1 }, attempts: { decrement: 1 } },
  });
}
