import type { Tx } from "@/server/db/open-database";

export type SyncRequest = {
  readonly workspaceId: string;
  readonly calendarIds: readonly string[];
  readonly trigger: "schedule" | "notification" | "manual" | "reconnect" | "probe";
  readonly priority: number;
  readonly now: Date;
  /** Compare everything, not only what changed. */
  readonly isFull?: boolean;
};

/** P4: what comes within a second after a read is read together, unless somebody is waiting. */
const restMs = 1_000;
const waiting = 2;

/** When a request that came during a read, or just after one, is served. */
export const servedAt = (now: Date, priority: number): Date =>
  priority >= waiting ? now : new Date(now.getTime() + restMs);

/**
 * Calendars that are wanted become due; the others stay as they are. Every request gets a moment of its own, so that a
 * run can tell one that came while it was reading from the one that it was started for.
 */
export async function markRequested(tx: Tx, request: SyncRequest): Promise<readonly string[]> {
  const { workspaceId, calendarIds, trigger, priority, now, isFull = false } = request;
  const restAfterMs = servedAt(now, priority).getTime() - now.getTime();
  const rows = await tx.$queryRaw<{ calendar_id: string }[]>`
    update calendar_sync_states s set
      sync_requested_at = greatest(${now}, s.sync_requested_at + interval '1 millisecond'),
      requested_trigger = ${trigger},
      requested_priority = greatest(coalesce(s.requested_priority, 0), ${priority}::smallint),
      next_sync_at = least(s.next_sync_at, greatest(${now}, s.last_success_at + ${restAfterMs} * interval '1 millisecond')),
      priority = greatest(s.priority, ${priority}::smallint),
      next_full_read_at = case when ${isFull} then ${now} else s.next_full_read_at end,
      gap_since = case when ${trigger === "reconnect"} then coalesce(s.gap_since, s.last_success_at) else s.gap_since end
    from calendars c join connections n on n.workspace_id = c.workspace_id and n.id = c.connection_id
    where s.workspace_id = ${workspaceId}::uuid and s.calendar_id = any (${[...calendarIds]}::uuid[])
      and c.workspace_id = s.workspace_id and c.id = s.calendar_id and c.is_selected and c.retired_at is null
      and s.paused_at is null and n.paused_at is null and n.disconnected_at is null and n.auth_status = 'active'
    returning s.calendar_id`;
  return rows.map(({ calendar_id: id }) => id);
}
