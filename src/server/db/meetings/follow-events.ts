import type { Tx } from "@/server/db/open-database";

type Calendar = { readonly workspaceId: string; readonly calendarId: string };

/**
 * MTG-3. One record per meeting of a workspace, however many calendars hold a copy: made and moved with the events of this
 * calendar, cancelled when no copy of it is left that takes place. It holds times only. What merely left the window was not
 * cancelled. Repeated, it writes nothing.
 */
export async function followEvents(tx: Tx, { workspaceId, calendarId }: Calendar, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into meetings as m (workspace_id, ical_uid, recurrence_id, starts_at, ends_at, created_at, updated_at)
    select distinct on (e.ical_uid, coalesce(e.recurrence_id, ''))
      e.workspace_id, e.ical_uid, coalesce(e.recurrence_id, ''), e.starts_at, e.ends_at, ${now}, ${now}
    from events e
    where e.workspace_id = ${workspaceId}::uuid and e.calendar_id = ${calendarId}::uuid and e.is_meeting
      and e.status <> 'cancelled' and e.ical_uid is not null
    order by e.ical_uid, coalesce(e.recurrence_id, ''), e.remote_updated_at desc nulls last
    on conflict (workspace_id, ical_uid, recurrence_id) do update set
      starts_at = excluded.starts_at, ends_at = excluded.ends_at, state = 'scheduled', cancelled_at = null, updated_at = ${now}
    where (m.starts_at, m.ends_at, m.state) is distinct from (excluded.starts_at, excluded.ends_at, 'scheduled')`;
  await tx.$executeRaw`
    update meetings m set state = 'cancelled', cancelled_at = ${now}, updated_at = ${now}
    where m.workspace_id = ${workspaceId}::uuid and m.state = 'scheduled'
      and (exists (select from removed_events r
          where r.workspace_id = m.workspace_id and r.calendar_id = ${calendarId}::uuid and r.ical_uid = m.ical_uid
            and r.starts_at = m.starts_at and r.cause <> 'left_window' and r.removed_at >= ${now}::timestamptz - interval '1 day')
        or exists (select from events e
          where e.workspace_id = m.workspace_id and e.calendar_id = ${calendarId}::uuid and e.ical_uid = m.ical_uid
            and coalesce(e.recurrence_id, '') = m.recurrence_id and (e.status = 'cancelled' or not e.is_meeting)))
      and not exists (select from events e
        where e.workspace_id = m.workspace_id and e.ical_uid = m.ical_uid and coalesce(e.recurrence_id, '') = m.recurrence_id
          and e.is_meeting and e.status <> 'cancelled')`;
}
