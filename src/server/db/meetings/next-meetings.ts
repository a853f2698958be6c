import type { Tx } from "@/server/db/open-database";

export type NextMeetingRow = {
  readonly id: string;
  readonly title: string | null;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly attendee_count: number;
  readonly join_url: string | null;
  readonly join_service: string | null;
  readonly calendar_name: string;
};

type Asked = {
  readonly workspaceId: string;
  readonly userId: string;
  readonly from: Date;
  readonly until: Date;
  readonly limit: number;
};

/** A person's own; one row for a meeting that several of their calendars hold, the one with a link first. */
export function listNextMeetings(
  tx: Tx,
  { workspaceId, userId, from, until, limit }: Asked,
): Promise<NextMeetingRow[]> {
  return tx.$queryRaw<NextMeetingRow[]>`
    select * from (
      select distinct on (coalesce(e.ical_uid, e.id::text), e.starts_at)
        e.id, e.title, e.starts_at, e.ends_at, e.attendee_count, e.join_url, e.join_service, k.name as calendar_name
      from connections c
      join calendars k on k.workspace_id = c.workspace_id and k.connection_id = c.id and k.is_selected and k.retired_at is null
      join events e on e.workspace_id = k.workspace_id and e.calendar_id = k.id and e.user_id = c.user_id
      where c.workspace_id = ${workspaceId}::uuid and c.user_id = ${userId}::uuid and c.disconnected_at is null
        and e.ends_at > ${from} and e.starts_at < ${until} and e.is_meeting and not e.is_all_day
        and e.status <> 'cancelled' and e.response <> 'declined'
      order by coalesce(e.ical_uid, e.id::text), e.starts_at, e.join_url is null, k.is_primary desc, e.id
    ) own
    order by starts_at, ends_at, id limit ${limit}`;
}
