import type { Tx } from "@/server/db/open-database";

type Calendar = { readonly workspaceId: string; readonly calendarId: string };

/**
 * Bookings ahead whose event in the mirror is not as they say: moved, gone, or declined by the visitor. What is still on
 * its way to the provider says nothing yet.
 */
export async function listDiverging(tx: Tx, { workspaceId, calendarId }: Calendar, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select b.id from bookings b
    join event_writes w on w.workspace_id = b.workspace_id and w.id = b.write_id and w.state = 'done'
    left join event_writes l on l.workspace_id = b.workspace_id and l.id = b.last_write_id
    left join events e on e.workspace_id = b.workspace_id and e.calendar_id = b.calendar_id and e.remote_id = w.remote_id
    where b.workspace_id = ${workspaceId}::uuid and b.calendar_id = ${calendarId}::uuid and b.state = 'confirmed'
      and b.ends_at > ${now} and (l.id is null or l.state not in ('pending', 'sending', 'unknown'))
      and (e.id is null or e.status = 'cancelled' or e.starts_at <> b.starts_at or e.ends_at <> b.ends_at
        or b.attention is distinct from 'moved_onto_another' and exists (select from jsonb_array_elements(e.attendees) a
          where lower(a ->> 'email') = b.visitor_email and a ->> 'response' = 'declined')
        is distinct from (b.attention is not distinct from 'attendee_declined'))
    order by b.starts_at limit 200`;
  return rows.map(({ id }) => id);
}

/** Whether a change of its event that we ordered may not have reached the provider yet. */
export async function isOnItsWay(
  tx: Tx,
  { workspaceId, lastWriteId }: { readonly workspaceId: string; readonly lastWriteId: string | null },
): Promise<boolean> {
  if (lastWriteId === null) return false;
  const where = { workspaceId, id: lastWriteId, state: { in: ["pending", "sending", "unknown"] } };
  return (await tx.eventWrite.count({ where })) > 0;
}

/** Whether the mirror still shows the event of a booking, or nobody mirrors its calendar and nobody can tell. */
export async function isStillShown(
  tx: Tx,
  of: { readonly workspaceId: string; readonly bookingId: string },
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select from bookings b
    join event_writes w on w.workspace_id = b.workspace_id and w.id = b.write_id
    join calendars c on c.workspace_id = b.workspace_id and c.id = b.calendar_id
    left join events e on e.workspace_id = b.workspace_id and e.calendar_id = b.calendar_id and e.remote_id = w.remote_id
    where b.workspace_id = ${of.workspaceId}::uuid and b.id = ${of.bookingId}::uuid
      and (e.status <> 'cancelled' or not c.is_selected)`;
  return rows.length > 0;
}
