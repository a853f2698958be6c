import type { Tx } from "@/server/db/open-database";

type Of = { readonly workspaceId: string; readonly calendarIds: readonly string[] };

/** One row per calendar that is read. There already: left as it is. Not due yet: a request makes it so. */
export async function createSyncStates(tx: Tx, { workspaceId, calendarIds }: Of, provider: string): Promise<void> {
  await tx.calendarSyncState.createMany({
    data: calendarIds.map((calendarId) => ({ workspaceId, calendarId, provider })),
    skipDuplicates: true,
  });
}

/**
 * Nothing is due any more, and what runs at this moment stops: it writes under a fence that has moved on (F99). The row
 * stays locked until the transaction ends, so that nothing can be written in between either.
 */
export async function stopSyncs(tx: Tx, { workspaceId, calendarIds }: Of): Promise<void> {
  await tx.$executeRaw`
    update calendar_sync_states
    set next_sync_at = null, fence = fence + 1, lease_until = null, lease_owner = null,
      sync_requested_at = null, requested_trigger = null, requested_priority = null
    where workspace_id = ${workspaceId}::uuid and calendar_id = any (${[...calendarIds]}::uuid[])`;
}

export async function pauseSyncs(tx: Tx, { workspaceId, calendarIds }: Of, pausedAt: Date | null): Promise<void> {
  await tx.calendarSyncState.updateMany({
    where: { workspaceId, calendarId: { in: [...calendarIds] } },
    data: { pausedAt },
  });
}

/** Something may be missing since then. A gap that is open already stays as old as it is. */
export async function openGap(tx: Tx, { workspaceId, calendarIds }: Of, now: Date): Promise<void> {
  await tx.$executeRaw`
    update calendar_sync_states
    set gap_since = coalesce(gap_since, last_success_at, ${now}), disabled_at = null, disabled_reason = null,
      consecutive_failures = 0, last_error = null
    where workspace_id = ${workspaceId}::uuid and calendar_id = any (${[...calendarIds]}::uuid[])`;
}

/**
 * The next read begins anew: what was read before was read by other rules. The copy stays until that read has its word.
 * A person asked for it, so it does not count among the full reads that a failing cursor may cause.
 */
export async function forgetCursors(tx: Tx, { workspaceId, calendarIds }: Of): Promise<void> {
  await tx.$executeRaw`
    update calendar_sync_states
    set cursor_kind = null, cursor = null, read_id = null, read_page = null, read_started_at = null, round = null,
      covered_from = null, covered_until = null, baselined_at = null, held_at = null, held_detail = null, full_reads_at = '{}',
      fence = fence + 1, lease_until = null, lease_owner = null
    where workspace_id = ${workspaceId}::uuid and calendar_id = any (${[...calendarIds]}::uuid[])`;
  await tx.$executeRaw`
    delete from sync_read_items where workspace_id = ${workspaceId}::uuid and calendar_id = any (${[...calendarIds]}::uuid[])`;
}

/** The copy itself. Asked without a person, or row security would leave the events of others where they are. */
export async function deleteMirror(tx: Tx, { workspaceId, calendarIds }: Of): Promise<number> {
  const where = { workspaceId, calendarId: { in: [...calendarIds] } };
  const { count } = await tx.event.deleteMany({ where });
  await tx.removedEvent.deleteMany({ where });
  await tx.quarantinedEvent.deleteMany({ where });
  await tx.calendarSyncState.updateMany({ where, data: { eventsSynced: 0, lastSuccessAt: null } });
  return count;
}
