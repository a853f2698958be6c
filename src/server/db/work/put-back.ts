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

/** What is leased in this name and was never heard of. Answers how much that was. */
export async function putBackUnheard(
  tx: Tx,
  { owner, heard, now }: { readonly owner: string; readonly heard: readonly string[]; readonly now: Date },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ rows: number }[]>`
    select system.put_back_unheard(${owner}::uuid, ${[...heard]}::uuid[], ${now}) as rows`;
  return row?.rows ?? 0;
}
