import type { Tx } from "@/server/db/open-database";
import type { CalendarPlace } from "./known-events";

export async function approveHeld(tx: Tx, of: CalendarPlace, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update calendar_sync_states set held_detail = coalesce(held_detail, '{"reads":1}') || jsonb_build_object('approvedAt', ${now.toISOString()}::text)
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and held_at is not null`;
  return changed === 1;
}

/** The next read is a full one, and judges anew. */
export async function dropHeld(tx: Tx, of: CalendarPlace, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update calendar_sync_states set held_at = null, held_detail = null, next_full_read_at = ${now}
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and held_at is not null`;
  return changed === 1;
}
