import type { EventFlag, EventTimes, RemoteEvent } from "@/core/calendar/event";
import type { PlannedEvent } from "@/core/sync/known-event";
import type { Field } from "./table-text";

const doubts: readonly EventFlag[] = ["zone_contradicts_offset", "zone_custom", "zone_unknown"];

const atMidnight = (day: string) => `${day}T00:00:00Z`;

/** is_all_day, both instants, both dates, both zones as written, both wall times, both zones. */
function timesOf(times: EventTimes): readonly Field[] {
  if (times.kind === "all_day") {
    const { firstDay, endDay } = times;
    return [true, atMidnight(firstDay), atMidnight(endDay), firstDay, endDay, null, null, null, null, null, null];
  }
  const { start, end } = times;
  return [
    ...[false, start.at, end.at, null, null],
    ...[start.writtenZone, end.writtenZone, start.wall, end.wall, start.zone, end.zone],
  ];
}

function peopleOf({ organizer, attendees }: RemoteEvent): readonly Field[] {
  const { listed, total, isPartial } = attendees;
  const by = [organizer?.email, organizer?.name, organizer?.isSelf ?? false];
  return [...by, listed.length === 0 ? "[]" : JSON.stringify(listed), total, isPartial];
}

/** An event as the fields of its row, in the order in which `upsertEvents` takes them. The fingerprint covers all that is kept. */
export function toEventFields({ event, fingerprint, meeting }: PlannedEvent): readonly Field[] {
  const { series, join } = event;
  return [
    fingerprint,
    ...[event.remoteId, event.remoteVersion, event.updatedAt, event.iCalUid],
    ...[series?.seriesId, series?.originalStart, series?.isException ?? false],
    ...timesOf(event.times),
    event.flags.find((flag) => doubts.includes(flag)),
    ...[event.status, event.shownAs, event.kind, event.ownResponse, event.visibility, event.title, event.location],
    ...peopleOf(event),
    ...[meeting.isMeeting, meeting.because, join?.url, join?.service, join?.foundIn],
    ...[`{${event.flags.join(",")}}`, event.ownMark],
  ];
}
