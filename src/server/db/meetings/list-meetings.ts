import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

/** What the record itself holds: when, and what became of it. */
export type MeetingRecord = {
  readonly id: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly state: string;
  readonly outcome: string | null;
};
export type MeetingRow = MeetingRecord & {
  readonly outcome_note: string | null;
  readonly title: string | null;
  readonly attendees: unknown;
  readonly attendee_count: number;
  readonly is_private: boolean;
  readonly join_url: string | null;
  readonly join_service: string | null;
  readonly calendar_name: string;
  readonly account_email: string | null;
};

export type Span = { readonly from: Date; readonly until: Date; readonly isPast: boolean; readonly limit: number };
type Whose = { readonly workspaceId: string; readonly userId: string };

/** Upcoming ones the next first, past ones the last first. What is going on is upcoming. */
const orderOf = ({ isPast }: Span) =>
  isPast ? Prisma.sql`starts_at desc, ends_at desc, id` : Prisma.sql`starts_at, ends_at, id`;

/** The person's copies of meetings in a span: the connected calendars they chose. */
const copies = ({ workspaceId, userId }: Whose, { from, until, isPast }: Span) => Prisma.sql`
  from connections c
  join calendars k on k.workspace_id = c.workspace_id and k.connection_id = c.id and k.is_selected and k.retired_at is null
  join events e on e.workspace_id = k.workspace_id and e.calendar_id = k.id and e.user_id = c.user_id
  join meetings m on m.workspace_id = e.workspace_id and m.ical_uid = e.ical_uid
    and m.recurrence_id = coalesce(e.recurrence_id, '')
  where c.workspace_id = ${workspaceId}::uuid and c.user_id = ${userId}::uuid and c.disconnected_at is null
    and ${isPast ? Prisma.sql`e.ends_at <= ${until} and e.ends_at > ${from}` : Prisma.sql`e.ends_at > ${from} and e.starts_at < ${until}`}
    and e.is_meeting and not e.is_all_day and e.response <> 'declined'`;

/** With their contents: the database shows them to nobody but the owner of the calendar. One row for several copies. */
export function listOwnMeetings(tx: Tx, whose: Whose, span: Span): Promise<MeetingRow[]> {
  return tx.$queryRaw<MeetingRow[]>`
    select * from (
      select distinct on (m.id) m.id, e.starts_at, e.ends_at,
        case when e.status = 'cancelled' then 'cancelled' else m.state end as state, m.outcome, m.outcome_note,
        e.title, e.attendees, e.attendee_count, e.visibility in ('private', 'confidential') as is_private, e.join_url,
        e.join_service, k.name as calendar_name, c.account_email
      ${copies(whose, span)}
      order by m.id, e.join_url is null, k.is_primary desc, e.id
    ) own order by ${orderOf(span)} limit ${span.limit}::int`;
}

/** That there is one, and what became of it: all that somebody who looks after the team may know of it. */
export function listMeetingsOf(tx: Tx, whose: Whose, span: Span): Promise<MeetingRecord[]> {
  return tx.$queryRaw<MeetingRecord[]>`
    select * from (
      select distinct on (m.id) m.id, m.starts_at, m.ends_at, m.state, m.outcome ${copies(whose, span)} order by m.id
    ) theirs order by ${orderOf(span)} limit ${span.limit}::int`;
}

/** Whether the person has a copy. */
export async function hasCopy(tx: Tx, { workspaceId, userId }: Whose, meetingId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 as here from meetings m
    join events e on e.workspace_id = m.workspace_id and e.ical_uid = m.ical_uid and coalesce(e.recurrence_id, '') = m.recurrence_id
    where m.workspace_id = ${workspaceId}::uuid and m.id = ${meetingId}::uuid and e.user_id = ${userId}::uuid and e.is_meeting
    limit 1`;
  return rows.length > 0;
}

export type Outcome = { readonly outcome?: string | null; readonly outcomeNote?: string | null };

export async function writeOutcome(
  tx: Tx,
  {
    workspaceId,
    id,
    by,
    now,
  }: { readonly workspaceId: string; readonly id: string; readonly by: string; readonly now: Date },
  change: Outcome,
): Promise<{ id: string; outcome: string | null; outcomeNote: string | null }> {
  return tx.meeting.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: { ...change, outcomeBy: by, outcomeAt: now },
    select: { id: true, outcome: true, outcomeNote: true },
  });
}
