import type { Attendee, EventTimes, Moment, Person, RemoteEvent } from "./event";

/**
 * Everything of an event that we keep, as one text: two events with the same text need no write. The version and
 * the time of the last change are not part of it (they also change with reminders and colours, which we do not keep),
 * nor is the id that makes the row's key. A server hashes the text; the order of the fields is part of what is stored, so a change of it rewrites every row once.
 */
export function toFingerprintText(event: RemoteEvent): string {
  return JSON.stringify([
    event.iCalUid,
    event.series && [event.series.seriesId, event.series.originalStart, event.series.isException],
    event.kind,
    event.status,
    event.shownAs,
    event.visibility,
    event.title,
    event.location,
    times(event.times),
    event.organizer && person(event.organizer),
    [event.attendees.total, event.attendees.isPartial, event.attendees.listed.map(attendee)],
    event.ownResponse,
    event.join && [event.join.service, event.join.url, event.join.foundIn],
    event.ownMark,
    event.flags,
  ]);
}

const person = (who: Person) => [who.email, who.name, who.isSelf];
const attendee = (who: Attendee) => [...person(who), who.response, who.role];
const moment = (when: Moment) => [when.at.getTime(), when.wall, when.zone, when.writtenZone];

function times(when: EventTimes) {
  return when.kind === "all_day" ? [when.firstDay, when.endDay] : [moment(when.start), moment(when.end)];
}
