import { admitEvent, type Admission, type IncomingEvent } from "@/core/calendar/admit-event";
import type { IncomingAttendee, IncomingPerson } from "@/core/calendar/admit-people";
import type { EventKind, EventStatus, Response, ShownAs, Visibility } from "@/core/calendar/event";
import type { IncomingTime } from "@/core/calendar/event-times";
import type { RemoteChange } from "@/core/ports/calendar-provider";
import { originalStartOf } from "../original-start";
import { isWire, listOf, lookUp, textOf, wireOf, type Wire } from "../wire-values";

const kinds: Readonly<Record<string, EventKind>> = {
  default: "event",
  focusTime: "focus_time",
  outOfOffice: "out_of_office",
  workingLocation: "working_location",
  birthday: "birthday",
  fromGmail: "from_mail",
};
const statuses: Readonly<Record<string, EventStatus>> = { confirmed: "confirmed", tentative: "tentative" };
const visibilities: Readonly<Record<string, Visibility>> = {
  default: "default",
  public: "public",
  private: "private",
  confidential: "confidential",
};
const responses: Readonly<Record<string, Response>> = {
  needsAction: "none",
  accepted: "accepted",
  tentative: "tentative",
  declined: "declined",
};

/** Where the mark of a write of ours is kept: in the part of an event that only this calendar's copy has. */
export const markProperty = "daykeeperMark";

/** A row of a listing as a change: an event, a removal, or an event set aside. */
export function fromEvent(row: unknown, calendarZone: string): RemoteChange {
  const event = wireOf(row);
  const remoteId = textOf(event["id"]);
  // Google calls what is deleted "cancelled"; of a deleted event only the id is certain.
  if (event["status"] === "cancelled" && remoteId !== null) return { kind: "removed", remoteId };
  // A master comes only when it is asked for by its id; its occurrences are what we keep.
  if (remoteId !== null && listOf(event["recurrence"]).length > 0)
    return { kind: "unresolved", remoteId, seriesId: remoteId };
  const admission = readEvent(event, calendarZone);
  return admission.kind === "event" ? admission : { kind: "set_aside", setAside: admission.setAside };
}

/** One event as the API shows it. */
export const readEvent = (event: Wire, calendarZone: string): Admission =>
  admitEvent(toIncoming(event, calendarZone), calendarZone);

function toIncoming(event: Wire, calendarZone: string): IncomingEvent {
  const { eventType = "default", status = "confirmed", visibility = "default" } = event;
  return {
    remoteId: event["id"],
    remoteVersion: event["etag"],
    iCalUid: event["iCalUID"],
    updatedAt: event["updated"],
    series: toSeries(event, calendarZone),
    kind: lookUp(kinds, eventType) ?? "other",
    status: lookUp(statuses, status),
    shownAs: toShownAs(event),
    visibility: lookUp(visibilities, visibility),
    title: event["summary"],
    location: event["location"],
    description: event["description"],
    start: toTime(event["start"]),
    end: toTime(event["end"]),
    organizer: isWire(event["organizer"]) ? toPerson(event["organizer"]) : null,
    attendees: {
      listed: listOf(event["attendees"]).filter(isWire).map(toAttendee),
      isPartial: event["attendeesOmitted"] === true,
    },
    conferenceUrls: toConferenceUrls(event),
    ownMark: wireOf(wireOf(event["extendedProperties"])["private"])[markProperty],
    isUnfamiliar: [lookUp(kinds, eventType), lookUp(statuses, status), lookUp(visibilities, visibility)].includes(
      undefined,
    ),
  };
}

function toSeries(event: Wire, calendarZone: string): IncomingEvent["series"] {
  const seriesId = textOf(event["recurringEventId"]);
  if (seriesId === null) return null;
  const originalStart = originalStartOf(toTime(event["originalStartTime"]), calendarZone);
  const isMoved = originalStart !== originalStartOf(toTime(event["start"]), calendarZone);
  return { seriesId, originalStart, isException: isMoved };
}

function toTime(value: unknown): IncomingTime {
  const { date, dateTime, timeZone } = wireOf(value);
  return textOf(date) === null ? { time: dateTime, zone: timeZone } : { day: date };
}

/** Where somebody works is never busy, whatever else the event says. */
function toShownAs({ transparency, eventType, status }: Wire): ShownAs {
  if (eventType === "workingLocation") return "working_elsewhere";
  if (transparency === "transparent") return "free";
  if (eventType === "outOfOffice") return "out_of_office";
  return status === "tentative" ? "tentative" : "busy";
}

const toPerson = (person: Wire): IncomingPerson => ({
  email: person["email"],
  name: person["displayName"],
  isSelf: person["self"] === true,
});

function toAttendee(attendee: Wire): IncomingAttendee {
  return {
    ...toPerson(attendee),
    response: lookUp(responses, attendee["responseStatus"]),
    role: attendee["resource"] === true ? "resource" : attendee["optional"] === true ? "optional" : "required",
  };
}

/** The entry point for a screen first; a phone number is no link to join by. */
function toConferenceUrls(event: Wire): readonly unknown[] {
  const entries = listOf(wireOf(event["conferenceData"])["entryPoints"]).filter(isWire);
  const videos = entries.filter((entry) => entry["entryPointType"] === "video").map((entry) => entry["uri"]);
  return [...videos, event["hangoutLink"]];
}
