import type { PlannedEvent } from "@/core/sync/known-event";
import type { Tx } from "@/server/db/open-database";
import { toEventRow } from "./event-row";

export type MirrorOf = {
  readonly workspaceId: string;
  readonly calendarId: string;
  /** The owner of the calendar. */
  readonly userId: string;
  /** The round that writes. */
  readonly roundId: string;
  readonly now: Date;
};

/** Writes any number of events by one statement. A row that is there keeps its id and when it was first seen. */
export async function upsertEvents(tx: Tx, of: MirrorOf, events: readonly PlannedEvent[]): Promise<void> {
  const rows = JSON.stringify(events.map(toEventRow));
  await tx.$executeRaw`
    insert into events (
      workspace_id, calendar_id, user_id, read_id, first_seen_at, updated_at, fingerprint,
      remote_id, remote_version, remote_updated_at, ical_uid, series_remote_id, recurrence_id, is_exception,
      is_all_day, starts_at, ends_at, start_date, end_date, start_zone, end_zone, start_wall, end_wall,
      start_iana_zone, end_iana_zone, zone_doubt, status, show_as, kind, response, visibility, title, location,
      organizer_email, organizer_name, organizer_is_self, attendees, attendee_count, attendees_partial,
      is_meeting, meeting_reason, join_url, join_service, join_found_in, flags, own_mark
    )
    select ${of.workspaceId}::uuid, ${of.calendarId}::uuid, ${of.userId}::uuid, ${of.roundId}::uuid, ${of.now}, ${of.now},
      decode(r.fingerprint, 'hex'),
      r.remote_id, r.remote_version, r.remote_updated_at, r.ical_uid, r.series_remote_id, r.recurrence_id,
      r.is_exception, r.is_all_day, r.starts_at, r.ends_at, r.start_date, r.end_date, r.start_zone, r.end_zone,
      r.start_wall, r.end_wall, r.start_iana_zone, r.end_iana_zone, r.zone_doubt, r.status, r.show_as, r.kind,
      r.response, r.visibility, r.title, r.location, r.organizer_email, r.organizer_name, r.organizer_is_self,
      r.attendees, r.attendee_count, r.attendees_partial, r.is_meeting, r.meeting_reason, r.join_url,
      r.join_service, r.join_found_in, r.flags, r.own_mark
    from jsonb_to_recordset(${rows}::jsonb) as r (
      fingerprint text,
      remote_id text, remote_version text, remote_updated_at timestamptz, ical_uid text, series_remote_id text,
      recurrence_id text, is_exception boolean, is_all_day boolean, starts_at timestamptz, ends_at timestamptz,
      start_date date, end_date date, start_zone text, end_zone text, start_wall text, end_wall text,
      start_iana_zone text, end_iana_zone text, zone_doubt text, status text, show_as text, kind text,
      response text, visibility text, title text, location text, organizer_email text, organizer_name text,
      organizer_is_self boolean, attendees jsonb, attendee_count integer, attendees_partial boolean,
      is_meeting boolean, meeting_reason text, join_url text, join_service text, join_found_in text,
      flags text[], own_mark text
    )
    on conflict (workspace_id, calendar_id, remote_id) do update set
      read_id = excluded.read_id, updated_at = excluded.updated_at, fingerprint = excluded.fingerprint,
      remote_version = excluded.remote_version, remote_updated_at = excluded.remote_updated_at,
      ical_uid = excluded.ical_uid, series_remote_id = excluded.series_remote_id,
      recurrence_id = excluded.recurrence_id, is_exception = excluded.is_exception,
      is_all_day = excluded.is_all_day, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      start_date = excluded.start_date, end_date = excluded.end_date, start_zone = excluded.start_zone,
      end_zone = excluded.end_zone, start_wall = excluded.start_wall, end_wall = excluded.end_wall,
      start_iana_zone = excluded.start_iana_zone, end_iana_zone = excluded.end_iana_zone,
      zone_doubt = excluded.zone_doubt, status = excluded.status, show_as = excluded.show_as,
      kind = excluded.kind, response = excluded.response, visibility = excluded.visibility,
      title = excluded.title, location = excluded.location, organizer_email = excluded.organizer_email,
      organizer_name = excluded.organizer_name, organizer_is_self = excluded.organizer_is_self,
      attendees = excluded.attendees, attendee_count = excluded.attendee_count,
      attendees_partial = excluded.attendees_partial, is_meeting = excluded.is_meeting,
      meeting_reason = excluded.meeting_reason, join_url = excluded.join_url,
      join_service = excluded.join_service, join_found_in = excluded.join_found_in, flags = excluded.flags,
      own_mark = excluded.own_mark`;
}
