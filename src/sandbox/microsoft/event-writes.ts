import type { Call } from "../kernel/call";
import { noContent, type Reply } from "../kernel/reply";
import type { Calendar } from "../world/calendar";
import type { EventFields, EventRecord } from "../world/event";
import { NO_FIELDS } from "../world/event";
import { deleteEvent } from "../world/person-edits";
import { originalKey } from "../world/when";
import { identifyCaller, type Caller } from "./caller";
import { readEventFields } from "./event-input";
import { renderFor } from "./event-reads";
import { refuse } from "./graph-errors";
import { needWrite, openCalendar, openItem, type Found } from "./mailbox";
import { tellAttendees, withdrawFromAttendees } from "./meeting-copies";
import { answer, contextOf } from "./odata";
import { refuseCrossing } from "./occurrence-boundary";
import type { MicrosoftRoutes, Office } from "./office";
import { changeKeyOf, etagOf } from "./render-event";
import { readObject } from "./request-body";
import type { Item } from "./series";

/** Creating, changing and deleting events, on the three prefixes. */
export function eventWriteRoutes(office: Office, prefix: string): MicrosoftRoutes {
  const routes: Record<string, readonly [string, (call: Call) => Reply]> = {};
  for (const base of [`${prefix}/events`, `${prefix}/calendar/events`, `${prefix}/calendars/:calendarId/events`]) {
    routes[`POST ${base}`] = ["events.create", (call) => createEvent(office, call)];
    routes[`PATCH ${base}/:eventId`] = ["events.update", (call) => updateEvent(office, call)];
    routes[`DELETE ${base}/:eventId`] = ["events.delete", (call) => removeEvent(office, call)];
  }
  return routes;
}

function sendEvent(office: Office, call: Call, sent: { caller: Caller; found: Found; status: number }): Reply {
  const row = renderFor(office, sent.caller, sent.found);
  const context = contextOf(office, call, `users('${sent.caller.account.id}')/events/$entity`);
  const reply = answer(sent.caller, sent.status, { "@odata.context": context, ...row });
  const etag = etagOf(sent.found.item.record);
  const location = `${context.slice(0, context.indexOf("/$metadata"))}/users/${sent.caller.account.id}/events/${encodeURIComponent(String(row["id"]))}`;
  return { ...reply, headers: { ...reply.headers, etag, ...(sent.status === 201 ? { location } : {}) } };
}

function createEvent(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const calendar = openCalendar(office, caller, call.params["calendarId"]);
  needWrite(office, caller, calendar);
  const body = readObject(office, call);
  const fields = readEventFields(office, body, { calendar, before: null });
  const repeated = findByTransaction(calendar, fields.extra?.["transactionId"]);
  if (repeated) return answerRepeated(office, call, { caller, calendar, record: repeated });
  const owner = office.ground.world.accounts.get(calendar.ownerId) ?? caller.account;
  const self = { email: owner.email, name: owner.facts.name };
  const id = office.ground.ids.base64url(24);
  const record = calendar.events.insert({
    ...NO_FIELDS,
    ...(fields as EventFields),
    organizer: self,
    creator: self,
    id,
    uid: office.ground.ids.hex(64).toUpperCase().replace(/^/, "040000008200E00074C5B7101A82E00800000000"),
  });
  tellAttendees(office, calendar, record);
  return sendEvent(office, call, { caller, found: { calendar, item: itemOf(record) }, status: 201 });
}

function itemOf(record: EventRecord): Item {
  return { kind: record.recurrence ? "master" : "single", record };
}

function findByTransaction(calendar: Calendar, transactionId: unknown): EventRecord | undefined {
  if (typeof transactionId !== "string") return undefined;
  return calendar.events
    .all()
    .find((record) => record.extra["transactionId"] === transactionId && !record.deleted && record.seriesId === null);
}

/** The documentation does not say what a second create with the same transactionId gets: a switch decides. */
function answerRepeated(
  office: Office,
  call: Call,
  sent: { caller: Caller; calendar: Calendar; record: EventRecord },
): Reply {
  if (office.switches.repeatedTransaction === "conflict") {
    refuse(office.ground, "conflict", {
      message: "Your request can't be completed. An event with the same transactionId was created before.",
    });
  }
  return sendEvent(office, call, {
    caller: sent.caller,
    found: { calendar: sent.calendar, item: itemOf(sent.record) },
    status: 201,
  });
}

/** If-Match names the change key, with or without the quotes of an etag; `*` always fits. */
function refuseStale(office: Office, call: Call, record: EventRecord): void {
  const condition = call.request.headers["if-match"];
  if (condition === undefined || condition === "*" || !office.switches.enforceIfMatch) return;
  const key = changeKeyOf(record);
  const fits = condition.split(",").some((part) => part.trim().replace(/^W\//, "").replace(/^"|"$/g, "") === key);
  if (!fits) refuse(office.ground, "ErrorIrresolvableConflict");
}

function openForWriting(office: Office, call: Call, caller: Caller): Found {
  const { eventId = "", calendarId } = call.params;
  const found = openItem(office, caller, { eventId, calendarId });
  needWrite(office, caller, found.calendar);
  refuseStale(office, call, found.item.record);
  return found;
}

function updateEvent(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const found = openForWriting(office, call, caller);
  const body = readObject(office, call);
  const before = stateOf(found.item);
  const fields = readEventFields(office, body, { calendar: found.calendar, before });
  const item = applyChange(office, found, fields);
  tellAttendees(office, found.calendar, item.kind === "exception" ? item.master : item.record);
  return sendEvent(office, call, { caller, found: { calendar: found.calendar, item }, status: 200 });
}

function stateOf(item: Item): EventRecord {
  return item.kind === "occurrence"
    ? { ...item.record, start: item.start, end: item.end, recurrence: null }
    : item.record;
}

function applyChange(office: Office, found: Found, fields: Partial<EventFields>): Item {
  const { calendar, item } = found;
  if (item.kind === "single" || item.kind === "master") {
    const changesSeries = item.kind === "master" && (fields.recurrence !== undefined || fields.start !== undefined);
    if (changesSeries && office.switches.ruleChangeDropsExceptions) dropExceptions(calendar, item.record);
    return itemOf(calendar.events.update(item.record.id, { ...fields, sequence: item.record.sequence + 1 }));
  }
  if (fields.recurrence)
    refuse(office.ground, "ErrorPropertyValidationFailure", {
      message: "A recurrence can only be set on a series master.",
    });
  const master = item.kind === "exception" ? item.master : item.record;
  if (fields.start) refuseCrossing(office, calendar, { master, original: item.original, start: fields.start });
  const { recurrence: _none, ...change } = fields;
  const record = writeException(calendar, { item, master, change });
  return { kind: "exception", record, master, original: item.original };
}

/** A dropped exception is marked deleted: its slot is an ordinary occurrence again. */
function dropExceptions(calendar: Calendar, master: EventRecord): void {
  for (const exception of calendar.events.exceptionsOf(master.id)) {
    if (!exception.deleted) calendar.events.update(exception.id, { deleted: true });
  }
}

type Instance = Extract<Item, { kind: "occurrence" | "exception" }>;

function writeException(
  calendar: Calendar,
  at: { item: Instance; master: EventRecord; change: Partial<EventFields> },
): EventRecord {
  const { item, master, change } = at;
  const known = calendar.events.exceptionAt(master.id, originalKey(item.original));
  if (item.kind === "exception")
    return calendar.events.update(item.record.id, { ...change, sequence: item.record.sequence + 1 });
  const whole = {
    ...master,
    start: item.start,
    end: item.end,
    recurrence: null,
    status: "confirmed" as const,
    ...change,
  };
  if (known)
    return calendar.events.update(known.id, { ...fieldsOf(whole), deleted: false, sequence: known.sequence + 1 });
  return calendar.events.insert({
    ...fieldsOf(whole),
    id: `${master.id}.${originalKey(item.original)}`,
    uid: master.uid,
    sequence: master.sequence + 1,
    seriesId: master.id,
    original: item.original,
  });
}

function fieldsOf(record: EventFields): EventFields {
  const {
    summary,
    description,
    location,
    status,
    start,
    end,
    recurrence,
    free,
    visibility,
    eventType,
    organizer,
    creator,
    attendees,
    extra,
  } = record;
  return {
    summary,
    description,
    location,
    status,
    start,
    end,
    recurrence,
    free,
    visibility,
    eventType,
    organizer,
    creator,
    attendees,
    extra,
  };
}

function removeEvent(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  const found = openForWriting(office, call, caller);
  removeItem(office, found);
  return noContent;
}

/** Deletes an event or a series, or cancels the one occurrence. An organizer's deletion takes the meeting from everybody. */
export function removeItem(office: Office, found: Found): void {
  const { calendar, item } = found;
  if (item.kind === "single" || item.kind === "master") {
    deleteEvent(calendar.events, item.record);
    withdrawFromAttendees(office, calendar, item.record);
    return;
  }
  const master = item.kind === "exception" ? item.master : item.record;
  writeException(calendar, { item, master, change: { status: "cancelled" } });
}
