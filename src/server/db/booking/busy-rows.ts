import type { EventGroup } from "@/core/availability/busy-times";
import type { BookedDay } from "@/core/availability/open-slots";
import type { Span } from "@/core/availability/spans";
import { dayMs } from "@/core/time/wall-time";
import type { Tx } from "@/server/db/open-database";
import type { ConfigurationPlace } from "./configurations";

type GroupRow = {
  readonly calendar_id: string;
  readonly kind: string;
  readonly status: string;
  readonly show_as: string;
  readonly response: string;
  readonly is_all_day: boolean;
  readonly is_unanswered: boolean;
  readonly zone: string;
  readonly times: string;
};
type Looking = {
  readonly calendarIds: readonly string[];
  readonly window: Span;
  /** The event of a booking that is to be moved does not stand in its own way. */
  readonly exceptMark: string | null;
};
export type CalendarGroup = EventGroup & { readonly calendarId: string };

/**
 * The times of all blocking calendars in a window, without a word of what is in them. Alike ones come as one row: a
 * team's month is thousands of events, and reading a row costs more than what is in it. Calendars and people are joined to
 * the groups: joined to the events, each of them looks both up once more.
 */
export async function loadEventGroups(
  tx: Tx,
  { workspaceId }: Pick<ConfigurationPlace, "workspaceId">,
  { calendarIds, window, exceptMark }: Looking,
): Promise<CalendarGroup[]> {
  // All-day events are kept at midnight UTC of their days, which may be a day away from where they are lived.
  const [from, until] = [new Date(window.from - dayMs), new Date(window.to + dayMs)];
  const rows = await tx.$queryRaw<GroupRow[]>`
    select g.*, coalesce(k.time_zone, u.time_zone, 'UTC') as zone
    from (
      select e.calendar_id, e.user_id, e.kind, e.status, e.show_as, e.response, e.is_all_day,
        (e.response = 'none' and e.attendee_count > 0 and not e.organizer_is_self) as is_unanswered,
        string_agg(case when e.is_all_day then e.start_date::text || ' ' || e.end_date::text
          else (extract(epoch from e.starts_at) * 1000)::bigint::text || ' ' || (extract(epoch from e.ends_at) * 1000)::bigint::text end, ',') as times
      from events e
      where e.workspace_id = ${workspaceId}::uuid and e.calendar_id = any (${[...calendarIds]}::uuid[])
        and e.starts_at < ${until} and e.ends_at > ${from} and e.status <> 'cancelled' and e.show_as <> 'free'
        and (${exceptMark}::text is null or e.own_mark is distinct from ${exceptMark})
      group by 1, 2, 3, 4, 5, 6, 7, 8
    ) g
    join calendars k on k.workspace_id = ${workspaceId}::uuid and k.id = g.calendar_id
    left join users u on u.id = g.user_id`;
  return rows.map(toGroup);
}

function toGroup({ calendar_id: calendarId, is_all_day: isAllDay, times, zone, ...row }: GroupRow): CalendarGroup {
  const pairs = times.split(",").map((pair) => pair.split(" "));
  return {
    ...{ calendarId, isAllDay, kind: row.kind, status: row.status, shownAs: row.show_as, response: row.response },
    isUnanswered: row.is_unanswered,
    spans: isAllDay ? [] : pairs.map(([from, to]) => ({ from: Number(from), to: Number(to) })),
    days: isAllDay ? pairs.map(([firstDay = "", endDay = ""]) => ({ firstDay, endDay, zone })) : [],
  };
}

type Taken = { readonly hosts: readonly string[]; readonly window: Span; readonly except: string | null };
export type TakenTime = Span & { readonly userId: string };

/** When hosts are taken by bookings, buffers included and whatever the workspace; holds that expired do not count. */
export async function loadTakenTimes(tx: Tx, { hosts, window, except }: Taken, now: Date): Promise<TakenTime[]> {
  const rows = await tx.$queryRaw<{ host_user_id: string; starts_at: Date; ends_at: Date }[]>`
    select host_user_id, starts_at, ends_at from system.taken_times(${[...hosts]}::uuid[], ${new Date(window.from)},
      ${new Date(window.to)}, ${except}::uuid, ${now})`;
  return rows.map((row) => ({ userId: row.host_user_id, from: row.starts_at.getTime(), to: row.ends_at.getTime() }));
}

type Counting = { readonly zone: string; readonly window: Span; readonly except: string | null };

/** Live bookings by day of the configuration's zone. */
export function countBookedDays(
  tx: Tx,
  { workspaceId, configurationId }: ConfigurationPlace,
  { zone, window, except, now }: Counting & { readonly now: Date },
): Promise<BookedDay[]> {
  // A week further on both sides: a cap per week counts the whole week.
  const [from, until] = [new Date(window.from - 7 * dayMs), new Date(window.to + 7 * dayMs)];
  return tx.$queryRaw<BookedDay[]>`
    select to_char(b.starts_at at time zone ${zone}, 'YYYY-MM-DD') as day, count(*)::int as count
    from bookings b
    where b.workspace_id = ${workspaceId}::uuid and b.configuration_id = ${configurationId}::uuid
      and b.starts_at >= ${from} and b.starts_at < ${until} and b.id is distinct from ${except}::uuid
      and (b.state = 'confirmed' or (b.state in ('held', 'requested') and (b.hold_expires_at is null or b.hold_expires_at > ${now})))
    group by 1`;
}
