import type { Tx } from "@/server/db/open-database";

type Account = { readonly workspaceId: string; readonly connectionId: string };
export type WorkedDay = { readonly day: string; readonly from: Date; readonly to: Date };

/**
 * MON-4. Writes down how many meetings days that are over had, for each calendar that was read after their end and as far as
 * it is mirrored. A day is counted once: what is deleted later was there all the same.
 */
export async function countDays(
  tx: Tx,
  { workspaceId, connectionId }: Account,
  { days, forgetBefore }: { readonly days: readonly WorkedDay[]; readonly forgetBefore: string },
): Promise<void> {
  await tx.$executeRaw`
    insert into meeting_days (workspace_id, calendar_id, day, meetings)
    select k.workspace_id, k.id, d.day, least(count(distinct coalesce(e.ical_uid, e.id::text) || e.starts_at::text), 9999)
    from calendars k
    join calendar_sync_states s on s.workspace_id = k.workspace_id and s.calendar_id = k.id
    cross join unnest(${days.map(({ day }) => day)}::text[]::date[], ${days.map(({ from }) => from)}::timestamptz[],
      ${days.map(({ to }) => to)}::timestamptz[]) as d(day, begins, ends)
    left join events e on e.workspace_id = k.workspace_id and e.calendar_id = k.id and e.is_meeting and not e.is_all_day
      and e.status <> 'cancelled' and e.response <> 'declined' and e.starts_at < d.ends and e.ends_at > d.begins
    where k.workspace_id = ${workspaceId}::uuid and k.connection_id = ${connectionId}::uuid and k.is_selected
      and k.retired_at is null and s.last_success_at > d.ends
      and d.begins > s.last_success_at - make_interval(days => k.window_past_days)
      and not exists (select from meeting_days x
        where x.workspace_id = k.workspace_id and x.calendar_id = k.id and x.day = d.day)
    group by k.workspace_id, k.id, d.day
    on conflict do nothing`;
  await tx.$executeRaw`
    delete from meeting_days x using calendars k
    where k.workspace_id = ${workspaceId}::uuid and k.connection_id = ${connectionId}::uuid
      and x.workspace_id = k.workspace_id and x.calendar_id = k.id and x.day < ${forgetBefore}::text::date`;
}

export type WeekdayRow = {
  readonly calendar_id: string;
  readonly before: readonly number[];
  readonly meetings: number;
  readonly is_away: boolean;
};
type Asked = Account & { readonly today: WorkedDay; readonly before: readonly string[] };

/** Of each calendar of an account: its weekday in the weeks before, and today with what would explain that it is empty. */
export function listWeekdays(tx: Tx, { workspaceId, connectionId, today, before }: Asked): Promise<WeekdayRow[]> {
  const { day, from, to } = today;
  return tx.$queryRaw<WeekdayRow[]>`
    select k.id as calendar_id,
      array(select d.meetings::int from meeting_days d where d.workspace_id = k.workspace_id and d.calendar_id = k.id
        and d.day = any(${before}::text[]::date[])) as before,
      (select count(*) from events e where e.workspace_id = k.workspace_id and e.calendar_id = k.id and e.is_meeting
        and not e.is_all_day and e.response <> 'declined' and e.starts_at < ${to} and e.ends_at > ${from})::int
      + (select count(*) from removed_events r where r.workspace_id = k.workspace_id and r.calendar_id = k.id
        and r.cause in ('deleted', 'cancelled') and r.starts_at < ${to} and r.starts_at >= ${from})::int as meetings,
      exists (select from events e where e.workspace_id = k.workspace_id and e.calendar_id = k.id and e.status <> 'cancelled'
        and (e.kind = 'out_of_office' or e.show_as = 'out_of_office' or (e.is_all_day and e.show_as = 'busy'))
        and case when e.is_all_day then e.start_date <= ${day}::text::date and e.end_date > ${day}::text::date
          else e.starts_at < ${to} and e.ends_at > ${from} end) as is_away
    from calendars k
    where k.workspace_id = ${workspaceId}::uuid and k.connection_id = ${connectionId}::uuid and k.is_selected
      and k.retired_at is null`;
}

type Team = Omit<Asked, "connectionId"> & {
  readonly userId: string;
  readonly leastWeeks: number;
  readonly leastShare: number;
};

/** The other people of the workspace whose weekday is usually full, and how many of them are empty today as well. */
export async function countQuietOthers(
  tx: Tx,
  { workspaceId, userId, today, before, leastWeeks, leastShare }: Team,
): Promise<{ usual: number; quiet: number }> {
  const [row] = await tx.$queryRaw<{ usual: number; quiet: number }[]>`
    select count(*)::int as usual, count(*) filter (where is_quiet)::int as quiet from (
      select c.user_id, bool_and(not exists (select from events e where e.workspace_id = h.workspace_id
        and e.calendar_id = h.calendar_id and e.is_meeting and e.status <> 'cancelled'
        and e.starts_at < ${today.to} and e.ends_at > ${today.from})) as is_quiet
      from (
        select d.workspace_id, d.calendar_id from meeting_days d
        where d.workspace_id = ${workspaceId}::uuid and d.day = any(${before}::text[]::date[])
        group by 1, 2
        having count(*) >= ${leastWeeks}::int and count(*) filter (where d.meetings > 0) >= count(*) * ${leastShare}::float8
      ) h
      join calendars k on k.workspace_id = h.workspace_id and k.id = h.calendar_id and k.is_selected and k.retired_at is null
      join connections c on c.workspace_id = k.workspace_id and c.id = k.connection_id and c.disconnected_at is null
      where c.user_id <> ${userId}::uuid
      group by c.user_id
    ) others`;
  return row ?? { usual: 0, quiet: 0 };
}
