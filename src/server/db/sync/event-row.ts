import type { EventFlag, Moment, RemoteEvent } from "@/core/calendar/event";
import type { PlannedEvent } from "@/core/sync/known-event";

const doubts: readonly EventFlag[] = ["zone_contradicts_offset", "zone_custom", "zone_unknown"];

const atMidnight = (day: string) => `${day}T00:00:00Z`;
const moment = (name: "start" | "end", { wall, zone, writtenZone }: Moment) => ({
  [`${name}_zone`]: writtenZone,
  [`${name}_wall`]: wall,
  [`${name}_iana_zone`]: zone,
});

function timesOf({ times }: RemoteEvent) {
  if (times.kind === "timed") {
    const { start, end } = times;
    return {
      ...{ is_all_day: false, starts_at: start.at, ends_at: end.at },
      ...moment("start", start),
      ...moment("end", end),
    };
  }
  const { firstDay, endDay } = times;
  const dates = { start_date: firstDay, end_date: endDay };
  return { is_all_day: true, starts_at: atMidnight(firstDay), ends_at: atMidnight(endDay), ...dates };
}

const peopleOf = ({ organizer, attendees, ownResponse }: RemoteEvent) => ({
  response: ownResponse,
  organizer_email: organizer?.email ?? null,
  organizer_name: organizer?.name ?? null,
  organizer_is_self: organizer?.isSelf ?? false,
  attendees: attendees.listed,
  attendee_count: attendees.total,
  attendees_partial: attendees.isPartial,
});

/** An event as a row of `events`, by column; what is left out is null. The fingerprint covers what is kept here. */
export function toEventRow({ event, fingerprint, meeting }: PlannedEvent): Readonly<Record<string, unknown>> {
  const { series, join } = event;
  return {
    remote_id: event.remoteId,
    remote_version: event.remoteVersion,
    remote_updated_at: event.updatedAt,
    ical_uid: event.iCalUid,
    series_remote_id: series?.seriesId,
    recurrence_id: series?.originalStart,
    is_exception: series?.isException ?? false,
    fingerprint,
    ...timesOf(event),
    zone_doubt: event.flags.find((flag) => doubts.includes(flag)),
    status: event.status,
    show_as: event.shownAs,
    kind: event.kind,
    visibility: event.visibility,
    title: event.title,
    location: event.location,
    ...peopleOf(event),
    is_meeting: meeting.isMeeting,
    meeting_reason: meeting.because,
    join_url: join?.url,
    join_service: join?.service,
    join_found_in: join?.foundIn,
    flags: event.flags,
    own_mark: event.ownMark,
  };
}
