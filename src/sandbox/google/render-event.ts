import type { Calendar } from "../world/calendar";
import type { Attendee, EventRecord, Person } from "../world/event";
import { endAfter, originalKey, type When } from "../world/when";
import { toEventDateTime } from "./when-json";

/** How a calendar's events are shown to this caller. */
export interface Lens {
  readonly calendar: Calendar;
  readonly ownerEmail: string;
  /** Zone that times are rendered in. */
  readonly zone: string;
  readonly timesOnly: boolean;
  /** Private events of somebody else show as busy without details. */
  readonly hidesPrivate: boolean;
  readonly maxAttendees: number | null;
}

export type Json = Record<string, unknown>;

export function etagOf(revision: number): string {
  return `"3${String(revision).padStart(12, "0")}000"`;
}

/** One event as the API shows it. */
export function renderEvent(lens: Lens, record: EventRecord): Json {
  if (lens.timesOnly) return timesOf(lens, record);
  if (record.status === "cancelled" && !showsDetails(lens, record)) return cancelledOf(lens, record);
  if (lens.hidesPrivate && isPrivate(record)) return { ...timesOf(lens, record), visibility: record.visibility };
  return {
    ...head(record),
    ...texts(record),
    creator: personOf(lens, record.creator),
    organizer: personOf(lens, record.organizer),
    start: toEventDateTime(record.start, lens.zone),
    end: toEventDateTime(record.end, lens.zone),
    ...(record.recurrence ? { recurrence: record.recurrence } : {}),
    ...instanceOf(lens, record),
    ...(record.free ? { transparency: "transparent" } : {}),
    ...(record.visibility === "default" ? {} : { visibility: record.visibility }),
    iCalUID: record.uid,
    sequence: record.sequence,
    ...attendeesOf(lens, record),
    ...record.extra,
    reminders: record.extra.reminders ?? { useDefault: true },
    eventType: record.eventType,
  };
}

/** What is certain of a deleted event or a cancelled occurrence (fact sheet 2.4). */
export function cancelledOf(lens: Lens, record: EventRecord): Json {
  return {
    kind: "calendar#event",
    etag: etagOf(record.revision),
    id: record.id,
    status: "cancelled",
    ...instanceOf(lens, record),
  };
}

/** The occurrence of a series at `start` that nobody changed. */
export function renderInstance(lens: Lens, master: EventRecord, start: When): Json {
  const instance: EventRecord = {
    ...master,
    id: instanceId(master, start),
    start,
    end: endAfter(start, master),
    recurrence: null,
    seriesId: master.id,
    original: start,
  };
  return renderEvent(lens, instance);
}

/** An occurrence that ceased to exist, with its series or because the series changed. */
export function cancelledInstance(lens: Lens, master: EventRecord, start: When): Json {
  return {
    kind: "calendar#event",
    etag: etagOf(master.revision),
    id: instanceId(master, start),
    status: "cancelled",
    recurringEventId: master.id,
    originalStartTime: toEventDateTime(start, lens.zone),
  };
}

export function instanceId(master: EventRecord, start: When): string {
  return `${master.id}_${originalKey(start)}`;
}

/** Details stay on the organizer's calendar; occurrences and what moved to another organizer keep only their identity. */
function showsDetails(lens: Lens, record: EventRecord): boolean {
  return record.deleted && record.organizer.email === lens.ownerEmail;
}

function isPrivate(record: EventRecord): boolean {
  return record.visibility === "private" || record.visibility === "confidential";
}

function htmlLink(id: string): string {
  return `https://www.google.com/calendar/event?eid=${Buffer.from(id).toString("base64url")}`;
}

function head(record: EventRecord): Json {
  return {
    kind: "calendar#event",
    etag: etagOf(record.revision),
    id: record.id,
    status: record.status,
    htmlLink: htmlLink(record.seriesId ?? record.id),
    created: new Date(record.createdAt).toISOString(),
    updated: new Date(record.updatedAt).toISOString(),
  };
}

function texts(record: EventRecord): Json {
  const { summary, description, location } = record;
  return {
    ...(summary === null ? {} : { summary }),
    ...(description === null ? {} : { description }),
    ...(location === null ? {} : { location }),
  };
}

function timesOf(lens: Lens, record: EventRecord): Json {
  if (record.status === "cancelled") return cancelledOf(lens, record);
  return {
    kind: "calendar#event",
    etag: etagOf(record.revision),
    id: record.id,
    status: record.status,
    updated: new Date(record.updatedAt).toISOString(),
    start: toEventDateTime(record.start, lens.zone),
    end: toEventDateTime(record.end, lens.zone),
    ...instanceOf(lens, record),
    ...(record.free ? { transparency: "transparent" } : {}),
    iCalUID: record.uid,
    eventType: "default",
  };
}

function instanceOf(lens: Lens, record: EventRecord): Json {
  if (record.seriesId === null || !record.original) return {};
  return { recurringEventId: record.seriesId, originalStartTime: toEventDateTime(record.original, lens.zone) };
}

function personOf(lens: Lens, person: Person): Json {
  return {
    email: person.email,
    ...(person.name === undefined ? {} : { displayName: person.name }),
    ...(person.email === lens.ownerEmail ? { self: true } : {}),
  };
}

function attendeesOf(lens: Lens, record: EventRecord): Json {
  const all = record.attendees;
  if (all.length === 0) return {};
  const own = all.filter((attendee) => attendee.email === lens.ownerEmail);
  const hidden = record.extra.guestsCanSeeOtherGuests === false && record.organizer.email !== lens.ownerEmail;
  const tooMany = lens.maxAttendees !== null && all.length > lens.maxAttendees;
  const shown = hidden || tooMany ? own : all;
  return {
    attendees: shown.map((attendee) => attendeeOf(lens, record, attendee)),
    ...(hidden || tooMany ? { attendeesOmitted: true } : {}),
  };
}

function attendeeOf(lens: Lens, record: EventRecord, attendee: Attendee): Json {
  const { email, name, response, optional, resource, comment, additionalGuests } = attendee;
  return {
    email,
    ...(name === undefined ? {} : { displayName: name }),
    ...(email === record.organizer.email ? { organizer: true } : {}),
    ...(email === lens.ownerEmail ? { self: true } : {}),
    ...(resource ? { resource } : {}),
    ...(optional ? { optional } : {}),
    responseStatus:
      response === "tentative" || response === "accepted" || response === "declined" ? response : "needsAction",
    ...(comment === undefined ? {} : { comment }),
    ...(additionalGuests ? { additionalGuests } : {}),
  };
}
