import type { Tx } from "@/server/db/open-database";

import type { ClaimedSyncRow } from "./claims";

export type ChosenClaim = {
  readonly workspaceId: string;
  readonly calendarIds: readonly string[];
  readonly owner: string;
  readonly now: Date;
  readonly leaseUntil: Date;
};

/**
 * Leases named calendars of one workspace that are due and free, for somebody who waits for them. Those that took a
 * process with them twice are left to the worker, which runs them alone.
 */
export function claimChosenSyncs(tx: Tx, claim: ChosenClaim): Promise<ClaimedSyncRow[]> {
  const { workspaceId, calendarIds, owner, now, leaseUntil } = claim;
  return tx.$queryRaw<ClaimedSyncRow[]>`
    with picked as (
      select s.calendar_id, s.next_sync_at as was_due_at from calendar_sync_states s
      where s.workspace_id = ${workspaceId}::uuid and s.calendar_id = any (${[...calendarIds]}::uuid[])
        and s.next_sync_at <= ${now} and (s.lease_until is null or s.lease_until <= ${now}) and s.crashes < 1
      order by s.calendar_id for update skip locked
    )
    update calendar_sync_states s set lease_until = ${leaseUntil}, lease_owner = ${owner}::uuid, fence = s.fence + 1,
      crashes = case when s.lease_owner is null then 0 else s.crashes + 1 end, last_attempt_at = ${now}
    from picked p where s.workspace_id = ${workspaceId}::uuid and s.calendar_id = p.calendar_id
    returning s.workspace_id, s.calendar_id, s.provider, s.fence, s.priority, p.was_due_at, s.crashes`;
}
