import { findPatternedRecurrence } from "../recurrence/pattern-from-rule";
import { InvalidRecurrence } from "../recurrence/rule";
import type { PatternedRecurrence } from "../recurrence/graph-recurrence";
import type { Calendar } from "../world/calendar";
import type { Attendee, EventRecord, Response } from "../world/event";
import { originalKey, wallOf, type When } from "../world/when";
import { writeBody, writePreview } from "./event-body";
import { occurrenceCore, occurrenceUid, writeItemId } from "./item-ids";
import type { Preferences } from "./preferences";
import { cancelledSlots, endOf, startOf, type Item } from "./series";
import { windowsName, writeInstant, writeTimestamp, writeWhen } from "./wire-times";

const never = "0001-01-01T00:00:00Z";
const typeNames = {
  single: "singleInstance",
  master: "seriesMaster",
  occurrence: "occurrence",
  exception: "exception",
} as const;
const responses: Readonly<Record<Response, string>> = {
  needsAction: "notResponded",
  declined: "declined",
  tentative: "tentativelyAccepted",
  accepted: "accepted",
};

/** The change key of a record: opaque, and new with each revision. */
export function changeKeyOf(record: EventRecord): string {
  return Buffer.from(
    `CK${String(record.ordinal).padStart(6, "0")}.${String(record.revision).padStart(9, "0")}`,
  ).toString("base64");
}

export function etagOf(record: EventRecord): string {
  return `W/"${changeKeyOf(record)}"`;
}

function idOf(calendar: Calendar, item: Item, preferences: Preferences): string {
  const core = item.kind === "occurrence" ? occurrenceCore(item.record.id, originalKey(item.original)) : item.record.id;
  return writeItemId(calendar, core, preferences.immutableIds);
}

function seriesIdOf(calendar: Calendar, item: Item, preferences: Preferences): string | null {
  if (item.kind === "occurrence") return writeItemId(calendar, item.record.id, preferences.immutableIds);
  return item.kind === "exception" ? writeItemId(calendar, item.master.id, preferences.immutableIds) : null;
}

/** An occurrence in a delta answer: nothing but where it stands (fact sheet 4.3). */
export function renderStub(calendar: Calendar, item: Item, preferences: Preferences): Record<string, unknown> {
  return {
    "@odata.type": "#microsoft.graph.event",
    "@odata.etag": etagOf(item.record),
    id: idOf(calendar, item, preferences),
    seriesMasterId: seriesIdOf(calendar, item, preferences),
    type: typeNames[item.kind],
    start: writeWhen(startOf(item), preferences),
    end: writeWhen(endOf(item), preferences),
  };
}

/** The whole event as Graph v1.0 writes it. */
export function renderEvent(
  calendar: Calendar,
  item: Item,
  context: { owner: string; preferences: Preferences },
): Record<string, unknown> {
  const { record } = item;
  const { preferences } = context;
  const original = "original" in item ? item.original : null;
  const id = idOf(calendar, item, preferences);
  return {
    "@odata.etag": etagOf(record),
    id,
    createdDateTime: writeTimestamp(record.createdAt),
    lastModifiedDateTime: writeTimestamp(record.updatedAt),
    changeKey: changeKeyOf(record),
    categories: listOf(record.extra["categories"]),
    transactionId: record.extra["transactionId"] ?? null,
    originalStartTimeZone: record.extra["startZoneName"] ?? zoneNameOf(calendar, record.start),
    originalEndTimeZone: record.extra["endZoneName"] ?? zoneNameOf(calendar, record.end),
    iCalUId: original ? occurrenceUid(record.uid, wallOf(original).slice(0, 10)) : record.uid,
    ...renderState(record, context.owner),
    subject: record.summary,
    body: writeBody(record.description ?? "", preferences.plainBody),
    bodyPreview: writePreview(record.description ?? ""),
    isAllDay: startOf(item).kind === "date",
    seriesMasterId: seriesIdOf(calendar, item, preferences),
    type: typeNames[item.kind],
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    start: writeWhen(startOf(item), preferences),
    end: writeWhen(endOf(item), preferences),
    ...renderPlace(record),
    recurrence: item.kind === "master" ? renderRecurrence(calendar, record) : null,
    attendees: record.attendees.map((attendee) => renderAttendee(attendee, record)),
    organizer: {
      emailAddress: { name: record.organizer.name ?? record.organizer.email, address: record.organizer.email },
    },
    ...renderMeeting(record),
    ...(original ? { originalStart: writeInstant(startInstant(original)) } : {}),
  };
}

function startInstant(original: When): number {
  // A date's original start is written as midnight UTC of that date.
  return original.kind === "time" ? original.ms : Date.parse(`${original.date}T00:00:00Z`);
}

function zoneNameOf(calendar: Calendar, when: When): string {
  return windowsName(when.kind === "time" ? when.zone : calendar.zone);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Flags and choices that only Graph knows live in `extra`; what both providers know is translated. */
function renderState(record: EventRecord, owner: string): Record<string, unknown> {
  const { extra } = record;
  return {
    reminderMinutesBeforeStart: typeof extra["reminderMinutes"] === "number" ? extra["reminderMinutes"] : 15,
    isReminderOn: extra["isReminderOn"] !== false,
    hasAttachments: false,
    importance: extra["importance"] ?? "normal",
    sensitivity: sensitivityOf(record),
    isCancelled: isCancelled(record),
    isOrganizer: isOwn(record, owner),
    isDraft: false,
    responseRequested: extra["responseRequested"] !== false,
    showAs: showAsOf(record),
    responseStatus: responseStatusOf(record, owner),
    allowNewTimeProposals: extra["allowNewTimeProposals"] !== false,
    hideAttendees: extra["hideAttendees"] === true,
  };
}

export function isCancelled(record: EventRecord): boolean {
  return record.extra["isCancelled"] === true || (record.status === "cancelled" && !record.deleted);
}

export function isOwn(record: EventRecord, owner: string): boolean {
  return record.organizer.email.toLowerCase() === owner.toLowerCase();
}

function sensitivityOf(record: EventRecord): string {
  if (record.visibility === "private" || record.visibility === "confidential") return record.visibility;
  return record.extra["sensitivity"] === "personal" ? "personal" : "normal";
}

export function showAsOf(record: EventRecord): string {
  const chosen = record.extra["showAs"];
  if (record.free) return chosen === "workingElsewhere" ? chosen : "free";
  if (typeof chosen === "string" && chosen !== "free") return chosen;
  if (record.status === "tentative") return "tentative";
  return record.eventType === "outOfOffice" ? "oof" : "busy";
}

function responseStatusOf(record: EventRecord, owner: string): { response: string; time: string } {
  if (isOwn(record, owner)) return { response: "organizer", time: never };
  const self = record.attendees.find((attendee) => attendee.email.toLowerCase() === owner.toLowerCase());
  return self ? statusOf(self, record) : { response: "none", time: never };
}

function statusOf(attendee: Attendee, record: EventRecord): { response: string; time: string } {
  const response = responses[attendee.response];
  return { response, time: attendee.response === "needsAction" ? never : writeInstant(record.updatedAt) };
}

function renderAttendee(attendee: Attendee, record: EventRecord): Record<string, unknown> {
  const organizes = isOwn(record, attendee.email);
  return {
    type: attendee.resource ? "resource" : attendee.optional ? "optional" : "required",
    status: organizes ? { response: "organizer", time: never } : statusOf(attendee, record),
    emailAddress: { name: attendee.name ?? attendee.email, address: attendee.email },
  };
}

function renderPlace(record: EventRecord): Record<string, unknown> {
  const place = (name: string): Record<string, unknown> => ({
    displayName: name,
    locationType: "default",
    uniqueId: name,
    uniqueIdType: "private",
  });
  if (record.location === null || record.location === "")
    return { location: { displayName: "", locationType: "default", uniqueIdType: "unknown" }, locations: [] };
  return { location: place(record.location), locations: record.location.split("; ").map(place) };
}

function renderMeeting(record: EventRecord): Record<string, unknown> {
  const joinUrl = record.extra["joinUrl"];
  if (typeof joinUrl !== "string")
    return { isOnlineMeeting: false, onlineMeetingProvider: "unknown", onlineMeetingUrl: null, onlineMeeting: null };
  const provider = record.extra["onlineMeetingProvider"];
  return {
    isOnlineMeeting: true,
    onlineMeetingProvider: typeof provider === "string" ? provider : "teamsForBusiness",
    onlineMeetingUrl: null,
    onlineMeeting: { joinUrl },
  };
}

/** Null where Graph has no pattern for the rule (hourly, several days of the month and the like). */
function renderRecurrence(calendar: Calendar, record: EventRecord): PatternedRecurrence | null {
  const rule = record.recurrence?.find((line) => line.startsWith("RRULE:"));
  if (rule === undefined) return null;
  const zone = record.start.kind === "time" ? record.start.zone : calendar.zone;
  try {
    const startWall = record.start.kind === "date" ? record.start.date : record.start.wall;
    return findPatternedRecurrence(rule.slice("RRULE:".length), { startWall, zone, zoneName: windowsName(zone) });
  } catch (error) {
    if (error instanceof InvalidRecurrence) return null;
    throw error;
  }
}

/** `OID.{series}.{date}` of each cancelled occurrence; the date is that of the series' own zone. */
export function renderCancelled(calendar: Calendar, record: EventRecord, preferences: Preferences): string[] {
  const series = writeItemId(calendar, record.id, preferences.immutableIds);
  return cancelledSlots(calendar, record).map((slot) => `OID.${series}.${wallOf(slot).slice(0, 10)}`);
}
