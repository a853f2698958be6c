import { jsonBody, type Call } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import type { Naming } from "../kernel/provider";
import { jsonText, noContent, type Reply } from "../kernel/reply";
import { atLeast, type Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import { createEvent, deleteEvent, moveToCalendar, putException, undelete } from "../world/person-edits";
import { sameShape } from "../world/series-shape";
import { atInstant } from "../world/when";
import { authorize, needRole, openCalendar, type Access, type Caller } from "./auth";
import { conferenceChange, finishConference } from "./conference";
import { fail, failInvalid } from "./errors";
import { mergePatch, readEventBody, toBody } from "./event-body";
import { findEvent, standing, type Found } from "./find-event";
import { lensOf } from "./lens";
import { count, flag } from "./list-query";
import { refuseForeignChanges, settleOrphans, spreadVisibility } from "./write-rules";
import { etagOf, renderEvent, type Json } from "./render-event";

/** One write with everything it needs. */
export interface Write {
  readonly ground: Ground;
  readonly call: Call;
  readonly caller: Caller;
  readonly access: Access;
  readonly calendar: Calendar;
  readonly naming: Naming;
}

export function openForWriting(ground: Ground, naming: Naming, call: Call): Write {
  const caller = authorize(ground, call);
  const access = openCalendar(ground, caller, call.params.calendarId ?? "");
  needRole(access, "writerWithoutPrivateAccess");
  const sendUpdates = call.query.get("sendUpdates");
  if (sendUpdates !== null && !["all", "externalOnly", "none"].includes(sendUpdates)) failInvalid("sendUpdates");
  return { ground, call, caller, access, calendar: access.calendar, naming };
}

export function bodyOf(call: Call): Json {
  const body = jsonBody(call);
  if (typeof body !== "object" || body === null || Array.isArray(body)) return fail("parseError");
  return body as Json;
}

const CLIENT_ID = /^[a-v0-9]{5,1024}$/;

/** events.insert: 200 with the event; a client may bring the id (fact sheet 2.5, 2.6). */
export function insertEvent(write: Write): Reply {
  const body = bodyOf(write.call);
  const id = body.id;
  if (id !== undefined && id !== null) {
    if (typeof id !== "string" || !CLIENT_ID.test(id)) return fail("invalidId");
    if (isPresent(body.iCalUID)) return failInvalid("iCalUID", "Only one of id and iCalUID can be given.");
    refuseTaken(write, id);
  }
  const uid = body.iCalUID;
  if (isPresent(uid) && typeof uid !== "string") return failInvalid("iCalUID");
  refuseOnSecondary(write, body);
  return answerNew(write, body, {
    ...(typeof id === "string" ? { id } : {}),
    ...(typeof uid === "string" ? { uid } : {}),
  });
}

function refuseTaken({ calendar, ground }: Write, id: string): void {
  const known = calendar.events.get(id);
  if (known && (!known.deleted || ground.switches.google.deletedIdsStayTaken)) fail("duplicate");
}

/** Focus time and out of office exist on primary calendars only, and with times. */
function refuseOnSecondary({ calendar }: Write, body: Json): void {
  const special =
    body.eventType === "outOfOffice" || body.eventType === "focusTime" || body.eventType === "workingLocation";
  if (special && !calendar.primary) failInvalid("eventType", "This type of event can only be on a primary calendar.");
}

function answerNew(
  write: Write,
  body: Json,
  names: { id?: string; uid?: string; organizer?: EventRecord["organizer"] },
): Reply {
  const { ground, calendar, naming } = write;
  const fields = readEventBody(body, contextOf(write, null));
  if (fields.status === "cancelled") failInvalid("status", "A new event cannot be cancelled.");
  const conference = conferenceChange(body, conferenceVersion(write.call), {});
  const event = { ...fields, extra: { ...fields.extra, ...conference.extra }, ...names };
  const dead = names.id === undefined ? undefined : calendar.events.get(names.id);
  const record = dead
    ? undelete(calendar.events, { ...dead, ...event })
    : createEvent(ground.world, { calendar, naming }, { ...event, creator: creatorOf(write) });
  if (conference.pending) finishConference(ground, calendar, { event: record, pending: conference.pending });
  return answer(write, record);
}

function creatorOf({ caller }: Write): EventRecord["creator"] {
  return { email: caller.account.email, name: caller.account.facts.name };
}

/** events.import: a private copy of somebody's event, known by its iCalUID. */
export function importEvent(write: Write): Reply {
  const body = bodyOf(write.call);
  const uid = body.iCalUID;
  if (typeof uid !== "string" || uid === "") return failInvalid("iCalUID", "Required", "required");
  if (isPresent(body.eventType) && body.eventType !== "default") return failInvalid("eventType");
  const known = write.calendar.events.all().find((event) => event.uid === uid && event.seriesId === null);
  if (known && !known.deleted) return fail("duplicate");
  const organizer = readOrganizer(body.organizer);
  return answerNew(write, body, { uid, ...(organizer ? { organizer } : {}) });
}

function readOrganizer(value: unknown): EventRecord["organizer"] | null {
  if (typeof value !== "object" || value === null) return null;
  const { email, displayName } = value as Json;
  if (typeof email !== "string" || !email.includes("@")) return failInvalid("organizer.email");
  return { email: email.toLowerCase(), ...(typeof displayName === "string" ? { name: displayName } : {}) };
}

/** events.quickAdd: the text becomes the title of the next full hour. */
export function quickAdd(write: Write): Reply {
  const text = write.call.query.get("text") ?? "";
  if (text === "") return failInvalid("text", "Required", "required");
  const { ground, calendar, naming } = write;
  const hour = Math.ceil(ground.clock.now() / 3_600_000) * 3_600_000;
  const [start, end] = [atInstant(hour, calendar.zone), atInstant(hour + 3_600_000, calendar.zone)];
  return answer(write, createEvent(ground.world, { calendar, naming }, { summary: text.slice(0, 1_000), start, end }));
}

/** events.update (PUT, whole) and events.patch (merge). */
export function changeEvent(write: Write, mode: "update" | "patch"): Reply {
  const { call, calendar } = write;
  const id = call.params.eventId ?? "";
  const found = findEvent(calendar, calendar.events, id) ?? fail("notFound");
  const before = standing(found, id);
  refuseStale(call, before);
  if (before.visibility !== "default" && !atLeast(write.access.role, "writer")) fail("forbidden");
  const given = bodyOf(call);
  const body = mode === "patch" ? (mergePatch(toBody(before), given) as Json) : given;
  const fields = readEventBody(body, contextOf(write, before));
  const ownerEmail = lensOf(write.ground, write.access).ownerEmail;
  const allowed = refuseForeignChanges(before, fields, { ownerEmail, given });
  const conference = conferenceChange(given, conferenceVersion(call), before.extra);
  const extra = { ...allowed.extra, ...conference.extra };
  const record = store(write, found, {
    ...allowed,
    extra: conference.extra.conferenceData ? extra : dropConference(extra),
  });
  if (conference.pending) finishConference(write.ground, calendar, { event: record, pending: conference.pending });
  return answer(write, record);
}

function dropConference(extra: Json): Json {
  const { conferenceData: _data, hangoutLink: _link, ...rest } = extra;
  return rest;
}

function store(write: Write, found: Found, fields: Parameters<typeof spreadVisibility>[2]): EventRecord {
  const { calendar, naming, ground } = write;
  const { events } = calendar;
  if (found.occurrence) {
    const made = putException({ events, naming }, found.record, { original: found.occurrence, change: fields });
    return spreadVisibility(events, made, fields);
  }
  const before = found.record;
  if (fields.status === "cancelled") return before.status === "cancelled" ? before : deleteEvent(events, before);
  if (before.deleted) return undelete(events, { ...before, ...fields });
  const timesMoved = !sameShape(before, { ...before, ...fields });
  const record = events.update(before.id, {
    ...fields,
    sequence: before.sequence + (timesMoved ? 1 : 0),
    silent: onlyRemindersChanged(before, fields),
  });
  if (record.recurrence && ground.switches.google.orphanedExceptions === "cancel") settleOrphans(calendar, record);
  return spreadVisibility(events, record, fields);
}

function onlyRemindersChanged(before: EventRecord, after: Parameters<typeof spreadVisibility>[2]): boolean {
  const { reminders: was, ...restBefore } = toBody(before);
  const { reminders: is, ...restAfter } = toBody({ ...before, ...after });
  return JSON.stringify(restBefore) === JSON.stringify(restAfter) && JSON.stringify(was) !== JSON.stringify(is);
}

/** events.delete: a second time answers 410; the id of an occurrence deletes that occurrence. */
export function removeEvent(write: Write): Reply {
  const { call, calendar, naming } = write;
  const { events } = calendar;
  const id = call.params.eventId ?? "";
  const found = findEvent(calendar, events, id) ?? fail("notFound");
  const event = standing(found, id);
  refuseStale(call, event);
  if (event.status === "cancelled") return fail("deleted");
  if (found.occurrence)
    putException({ events, naming }, found.record, { original: found.occurrence, change: { status: "cancelled" } });
  else deleteEvent(events, event);
  return noContent;
}

/** events.move: to another calendar of which the caller is a writer; instances and special types stay. */
export function moveEvent(write: Write): Reply {
  const { ground, call, caller, calendar, naming } = write;
  const destination = call.query.get("destination") ?? "";
  if (destination === "") return failInvalid("destination", "Required", "required");
  const target = openCalendar(ground, caller, destination);
  needRole(target, "writer");
  const event = calendar.events.get(call.params.eventId ?? "");
  if (!event || event.deleted) return fail("notFound");
  if (event.seriesId !== null || event.eventType !== "default")
    return failInvalid("eventId", "This event cannot be moved.");
  if (event.organizer.email !== lensOf(ground, write.access).ownerEmail) return fail("forbiddenForNonOrganizer");
  if (target.calendar === calendar) return answer(write, event);
  const moved = moveToCalendar(ground.world, { calendar, naming }, { event, calendarId: target.calendar.id });
  return answer({ ...write, access: target }, moved);
}

function refuseStale(call: Call, event: EventRecord): void {
  const wanted = call.request.headers["if-match"];
  if (wanted !== undefined && wanted !== "*" && wanted !== etagOf(event.revision)) fail("conditionNotMet");
}

function answer({ ground, access, call }: Write, record: EventRecord): Reply {
  const maxAttendees = count(call.query, "maxAttendees", { least: 1, most: 1_000_000, fallback: null });
  const lens = lensOf(ground, access, { maxAttendees });
  return jsonText(JSON.stringify(renderEvent(lens, record)), { etag: etagOf(record.revision) });
}

function contextOf({ call, calendar }: Write, before: EventRecord | null) {
  return {
    zone: calendar.zone,
    conferenceVersion: conferenceVersion(call),
    attachments: flag(call.query, "supportsAttachments") === true,
    before,
  };
}

function conferenceVersion(call: Call): number {
  return count(call.query, "conferenceDataVersion", { least: 0, most: 1, fallback: 0 }) ?? 0;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
