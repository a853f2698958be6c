import { admitEvent, type Admission, type IncomingEvent } from "@/core/calendar/admit-event";
import type { IncomingAttendee, IncomingPerson } from "@/core/calendar/admit-people";
import type { Response, Role, ShownAs, Visibility } from "@/core/calendar/event";
import type { IncomingTime } from "@/core/calendar/event-times";
import type { RemoteChange } from "@/core/ports/calendar-provider";
import { originalStartOf } from "../original-start";
import { isWire, listOf, lookUp, textOf, wireOf, type Wire } from "../wire-values";

const shown: Readonly<Record<string, ShownAs>> = {
  free: "free",
  tentative: "tentative",
  busy: "busy",
  oof: "out_of_office",
  workingElsewhere: "working_elsewhere",
  unknown: "busy",
};
const visibilities: Readonly<Record<string, Visibility>> = {
  normal: "default",
  personal: "default",
  private: "private",
  confidential: "confidential",
};
const responses: Readonly<Record<string, Response>> = {
  none: "none",
  notResponded: "none",
  organizer: "accepted",
  accepted: "accepted",
  tentativelyAccepted: "tentative",
  declined: "declined",
};
const roles: Readonly<Record<string, Role>> = { required: "required", optional: "optional", resource: "resource" };
const types = new Set<unknown>(["singleInstance", "occurrence", "exception"]);

/** Stands before our mark in `transactionId`, which other programs use as well. */
export const markPrefix = "daykeeper-";

/** A row, and the master of its series when it has one: of an occurrence, a listing says only where it stands. */
export type EventRow = { readonly row: Wire; readonly master: Wire | null };

export function fromEvent(event: EventRow, calendarZone: string): RemoteChange {
  const admission = readEvent(event, calendarZone);
  return admission.kind === "event" ? admission : { kind: "set_aside", setAside: admission.setAside };
}

export const readEvent = (event: EventRow, calendarZone: string): Admission =>
  admitEvent(toIncoming(event, calendarZone), calendarZone);

function toIncoming({ row, master }: EventRow, calendarZone: string): IncomingEvent {
  // An exception says everything itself, an occurrence what the master does not.
  const whole: Wire = row["type"] === "occurrence" && master !== null ? { ...master, ...placeOf(row) } : row;
  const { showAs = "busy", sensitivity = "normal", transactionId } = whole;
  return {
    remoteId: row["id"],
    remoteVersion: row["@odata.etag"],
    // Every occurrence has an iCalUId of its own; the master's is the one that other copies of the meeting share.
    iCalUid: (master ?? row)["iCalUId"],
    updatedAt: whole["lastModifiedDateTime"],
    series: toSeries(whole, calendarZone),
    status: whole["isCancelled"] === true ? "cancelled" : "confirmed",
    shownAs: lookUp(shown, showAs),
    visibility: lookUp(visibilities, sensitivity),
    title: whole["subject"],
    location: wireOf(whole["location"])["displayName"],
    description: wireOf(whole["body"])["content"],
    start: toTime(whole, "start"),
    end: toTime(whole, "end"),
    organizer: isWire(whole["organizer"])
      ? { ...toPerson(whole["organizer"]), isSelf: whole["isOrganizer"] === true }
      : null,
    attendees: { listed: listOf(whole["attendees"]).filter(isWire).map(toAttendee) },
    // Outlook marks nobody in the list as ourselves: it says apart what we answered.
    ownResponse:
      whole["isOrganizer"] === true ? "organizer" : lookUp(responses, wireOf(whole["responseStatus"])["response"]),
    conferenceUrls: [wireOf(whole["onlineMeeting"])["joinUrl"], whole["onlineMeetingUrl"]],
    ownMark:
      typeof transactionId === "string" && transactionId.startsWith(markPrefix)
        ? transactionId.slice(markPrefix.length)
        : null,
    isUnfamiliar:
      !types.has(row["type"]) || [lookUp(shown, showAs), lookUp(visibilities, sensitivity)].includes(undefined),
  };
}

/** What an occurrence says itself. */
const placeOf = ({ id, type, start, end, seriesMasterId }: Wire): Wire => ({ id, type, start, end, seriesMasterId });

function toSeries(event: Wire, calendarZone: string): IncomingEvent["series"] {
  const { type, seriesMasterId, originalStart } = event;
  if (type !== "occurrence" && type !== "exception") return null;
  // An occurrence stands where the rule put it; only an exception has to say where that was.
  const place: IncomingTime =
    type === "occurrence"
      ? toTime(event, "start")
      : event["isAllDay"] === true
        ? { day: textOf(originalStart)?.slice(0, 10) }
        : { time: originalStart };
  return {
    seriesId: seriesMasterId,
    originalStart: originalStartOf(place, calendarZone),
    isException: type === "exception",
  };
}

/** Asked for in UTC. A whole day is midnight in whatever zone is named (4.4): the day counts, and is never shifted. */
function toTime(event: Wire, which: "start" | "end"): IncomingTime {
  const { dateTime, timeZone } = wireOf(event[which]);
  if (event["isAllDay"] === true) return { day: textOf(dateTime)?.slice(0, 10) };
  if (typeof dateTime !== "string" || !/^utc$/i.test(textOf(timeZone) ?? "")) return { time: dateTime, zone: timeZone };
  const written = event[which === "start" ? "originalStartTimeZone" : "originalEndTimeZone"];
  return { time: dateTime.endsWith("Z") ? dateTime : `${dateTime}Z`, zone: written };
}

function toPerson(value: Wire): IncomingPerson {
  const { address, name } = wireOf(value["emailAddress"]);
  return { email: address, name };
}

const toAttendee = (attendee: Wire): IncomingAttendee => ({
  ...toPerson(attendee),
  response: lookUp(responses, wireOf(attendee["status"])["response"]),
  role: lookUp(roles, attendee["type"]),
});
