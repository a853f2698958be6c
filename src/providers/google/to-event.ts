import type { calendar_v3 } from "googleapis/build/src/apis/calendar/index.js";
import type { EventTimes, Moment } from "@/core/calendar/event";
import type { EventDraft } from "@/core/ports/provider-write";
import { isWire, listOf, type Wire } from "../wire-values";

type Attendee = EventDraft["attendees"][number];
type Change = Partial<EventDraft>;

/** What changes, in Google's words. What is left out stays as it is. */
export function toEvent(draft: Change): calendar_v3.Schema$Event {
  return {
    ...(draft.title === undefined ? {} : { summary: draft.title }),
    ...(draft.location === undefined ? {} : { location: draft.location }),
    ...(draft.description === undefined ? {} : { description: draft.description }),
    ...(draft.times === undefined ? {} : toTimes(draft.times)),
    ...(draft.attendees === undefined ? {} : { attendees: draft.attendees.map(toAttendee) }),
    ...(draft.shownAs === undefined ? {} : { transparency: toTransparency(draft.shownAs) }),
    ...(draft.visibility === undefined ? {} : { visibility: draft.visibility }),
  };
}

const toAttendee = ({ email, name, isOptional }: Attendee): calendar_v3.Schema$EventAttendee => ({
  email,
  ...(name === null ? {} : { displayName: name }),
  ...(isOptional ? { optional: true } : {}),
});

const toTransparency = (shownAs: EventDraft["shownAs"]) =>
  shownAs === "free" || shownAs === "working_elsewhere" ? "transparent" : "opaque";

/** A patch merges into what is there: the other way to write a time has to be emptied. */
function toTimes(times: EventTimes): Pick<calendar_v3.Schema$Event, "start" | "end"> {
  if (times.kind === "timed") return { start: toMoment(times.start), end: toMoment(times.end) };
  const toDay = (date: string) => ({ date, dateTime: null, timeZone: null });
  return { start: toDay(times.firstDay), end: toDay(times.endDay) };
}

const toMoment = ({ at, zone }: Moment): calendar_v3.Schema$EventDateTime => ({
  dateTime: at.toISOString(),
  timeZone: zone ?? "UTC",
  date: null,
});

/** A conference of Google's own. The same request id never makes a second one. */
export const toConference = (requestId: string): Pick<calendar_v3.Schema$Event, "conferenceData"> => ({
  conferenceData: { createRequest: { requestId, conferenceSolutionKey: { type: "hangoutsMeet" } } },
});

/** A list of attendees replaces the whole list: the answers of those who stay have to come along. */
export function keepAnswers(attendees: readonly Attendee[], before: Wire): calendar_v3.Schema$EventAttendee[] {
  const known = new Map(
    listOf(before["attendees"])
      .filter(isWire)
      .map((each) => [String(each["email"]).toLowerCase(), each]),
  );
  return attendees.map((attendee) => ({ ...known.get(attendee.email.toLowerCase()), ...toAttendee(attendee) }));
}
