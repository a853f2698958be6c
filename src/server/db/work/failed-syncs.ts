import type { Tx } from "@/server/db/open-database";

import { crashedCode, type FailureNote } from "./due-work";
import type { HeldRow } from "./leases";

const held = ({ workspaceId, id: calendarId, fence }: HeldRow) => ({
  workspaceId,
  calendarId,
  fence,
  leaseOwner: { not: null },
});

/** Due later, the longer the more often it failed. False: it is no longer held. */
export async function putOffSync(
  tx: Tx,
  row: HeldRow,
  next: { readonly note: FailureNote; readonly at: (failures: number) => Date },
): Promise<boolean> {
  const where = held(row);
  const state = await tx.calendarSyncState.findFirst({ where, select: { consecutiveFailures: true } });
  if (state === null) return false;
  const failures = state.consecutiveFailures + 1;
  const { count } = await tx.calendarSyncState.updateMany({
    where,
    data: {
      nextSyncAt: next.at(failures),
      priority: 0,
      consecutiveFailures: failures,
      lastError: next.note,
      leaseUntil: null,
      leaseOwner: null,
    },
  });
  return count === 1;
}

/** Nothing is scheduled any more, until somebody asks for it. */
export async function setSyncAside(tx: Tx, row: HeldRow, end: { at: Date; note: FailureNote }): Promise<boolean> {
  const { count } = await tx.calendarSyncState.updateMany({
    where: held(row),
    data: {
      nextSyncAt: null,
      disabledAt: end.at,
      disabledReason: crashedCode,
      lastError: end.note,
      leaseUntil: null,
      leaseOwner: null,
    },
  });
  return count === 1;
}
