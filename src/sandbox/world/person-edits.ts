import type { Naming } from "../kernel/provider";
import type { Calendar } from "./calendar";
import { NO_FIELDS, type Attendee, type EventFields, type EventRecord, type Person, type Response } from "./event";
import type { EventStore } from "./event-store";
import { occurrencesIn } from "./occurrences";
import { endBefore, isRule, linesFrom } from "./series-lines";
import { endAfter, instantOf, originalKey, type When } from "./when";
import type { World } from "./world";

/** What a person does in the provider's own app; the same for every provider. */
export type Edit =
  | { readonly do: "create"; readonly event: NewPersonEvent }
  | { readonly do: "change"; readonly eventId: string; readonly fields: Partial<EventFields> }
  | { readonly do: "move"; readonly eventId: string; readonly start: When; readonly end?: When }
  | { readonly do: "move-to-calendar"; readonly eventId: string; readonly calendarId: string }
  | {
      readonly do: "change-occurrence";
      readonly eventId: string;
      readonly original: When;
      readonly fields: Partial<EventFields>;
    }
  | { readonly do: "cancel-occurrence"; readonly eventId: string; readonly original: When }
  | { readonly do: "restore-occurrence"; readonly eventId: string; readonly original: When }
  | { readonly do: "split"; readonly eventId: string; readonly original: When; readonly fields?: Partial<EventFields> }
  | { readonly do: "respond"; readonly eventId: string; readonly email: string; readonly response: Response }
  | { readonly do: "delete"; readonly eventId: string }
  | { readonly do: "undelete"; readonly eventId: string };

export type NewPersonEvent = Partial<EventFields> &
  Pick<EventFields, "start" | "end"> & { readonly id?: string; readonly uid?: string };

export class EditRefused extends Error {}

/** Applies an edit to a calendar and returns the event it made or changed. */
export function applyEdit(world: World, target: EditTarget, edit: Edit): EventRecord {
  const { events } = target.calendar;
  if (edit.do === "create") return createEvent(world, target, edit.event);
  const event = events.get(edit.eventId);
  if (!event) throw new EditRefused(`no event ${edit.eventId}`);
  if (edit.do === "undelete") return undelete(events, event);
  if (event.deleted) throw new EditRefused(`event ${edit.eventId} is deleted`);
  return EDITS[edit.do](event, edit as never, { world, target });
}

interface EditPlace {
  readonly world: World;
  readonly target: EditTarget;
}

type OnEvent = Exclude<Edit["do"], "create" | "undelete">;
type Apply<K extends Edit["do"]> = (
  event: EventRecord,
  edit: Extract<Edit, { do: K }>,
  place: EditPlace,
) => EventRecord;

const EDITS: { readonly [K in OnEvent]: Apply<K> } = {
  change: (event, { fields }, { target }) => target.calendar.events.update(event.id, fields),
  move: (event, edit, { target }) => move(target.calendar.events, event, edit),
  "move-to-calendar": (event, { calendarId }, { world, target }) =>
    moveToCalendar(world, target, { event, calendarId }),
  "change-occurrence": (event, { original, fields }, { target }) =>
    putException(storeOf(target), event, { original, change: fields }),
  "cancel-occurrence": (event, { original }, { target }) =>
    putException(storeOf(target), event, { original, change: { status: "cancelled" } }),
  "restore-occurrence": (event, { original }, { target }) => restoreOccurrence(target.calendar.events, event, original),
  split: (event, { original, fields }, { world, target }) =>
    split(world, target, { master: event, original, fields: fields ?? {} }),
  respond: (event, edit, { target }) => respond(target.calendar.events, event, edit),
  delete: (event, _edit, { target }) => deleteEvent(target.calendar.events, event),
};

function storeOf({ calendar, naming }: EditTarget): { readonly events: EventStore; readonly naming: Naming } {
  return { events: calendar.events, naming };
}

export interface EditTarget {
  readonly calendar: Calendar;
  readonly naming: Naming;
}

export function createEvent(world: World, target: EditTarget, event: NewPersonEvent): EventRecord {
  const organizer = organizerOf(world, target);
  const owner = world.accounts.get(target.calendar.ownerId);
  const creator: Person = owner ? { email: owner.email, name: owner.facts.name } : organizer;
  const id = event.id ?? target.naming.eventId();
  const uid = event.uid ?? target.naming.eventUid(id);
  return target.calendar.events.insert({ ...NO_FIELDS, organizer, creator, ...event, id, uid });
}

function organizerOf(world: World, { calendar, naming }: EditTarget): Person {
  const owner = world.accounts.get(calendar.ownerId);
  if (!owner) return { email: calendar.id };
  return naming.organizer?.(calendar, owner) ?? { email: owner.email, name: owner.facts.name };
}

/** Deletes a single event or a whole series, or cancels the occurrence an exception stands for. */
export function deleteEvent(events: EventStore, event: EventRecord): EventRecord {
  return events.update(event.id, { status: "cancelled", deleted: event.seriesId === null });
}

/** Makes or changes the exception at one occurrence of a series. */
export function putException(
  store: { readonly events: EventStore; readonly naming: Naming },
  master: EventRecord,
  at: { readonly original: When; readonly change: Partial<EventFields> },
): EventRecord {
  if (!master.recurrence) throw new EditRefused(`event ${master.id} does not repeat`);
  const known = store.events.exceptionAt(master.id, originalKey(at.original));
  if (known && !known.deleted) return store.events.update(known.id, { ...at.change, sequence: known.sequence + 1 });
  const fresh = {
    ...pickFields(master),
    start: at.original,
    end: endAfter(at.original, master),
    ...at.change,
    recurrence: null,
  };
  // A change of the rule made it an ordinary occurrence again (Microsoft): it begins anew from the series.
  if (known) return store.events.update(known.id, { ...fresh, deleted: false, sequence: known.sequence + 1 });
  return store.events.insert({
    ...fresh,
    id: store.naming.exceptionId(master, at.original),
    uid: master.uid,
    sequence: master.sequence + 1,
    seriesId: master.id,
    original: at.original,
  });
}

function restoreOccurrence(events: EventStore, master: EventRecord, original: When): EventRecord {
  const known = events.exceptionAt(master.id, originalKey(original));
  if (!known || known.status !== "cancelled") throw new EditRefused("that occurrence is not cancelled");
  return events.update(known.id, { status: "confirmed" });
}

function move(events: EventStore, event: EventRecord, to: { readonly start: When; readonly end?: When }): EventRecord {
  const { start, end = endAfter(start, event) } = to;
  // A new time makes every occurrence a new one: exceptions of the old times end.
  if (event.recurrence) dropExceptions(events, event, () => true);
  return events.update(event.id, { start, end, sequence: event.sequence + 1 });
}

function split(
  world: World,
  target: EditTarget,
  cut: { readonly master: EventRecord; readonly original: When; readonly fields: Partial<EventFields> },
): EventRecord {
  const { master, original, fields } = cut;
  if (!master.recurrence) throw new EditRefused(`event ${master.id} does not repeat`);
  const { events } = target.calendar;
  dropExceptions(events, master, (exception) => !endsBefore(exception.original, original));
  const later = linesFrom(master.recurrence, original, countBefore(master, original, target.calendar.zone));
  events.update(master.id, { recurrence: endBefore(master.recurrence, original), sequence: master.sequence + 1 });
  return createEvent(world, target, {
    ...pickFields(master),
    start: original,
    end: endAfter(original, master),
    recurrence: later,
    ...fields,
  });
}

/** Occurrences by the rule alone: a count counts those that single dates take out as well. */
function countBefore(master: EventRecord, original: When, zone: string): number {
  const rules = { ...master, recurrence: master.recurrence?.filter(isRule) ?? null };
  return occurrencesIn(rules, { from: -8_000_000_000_000, to: instantOf(original, zone) }, zone).length;
}

function endsBefore(a: When | null, b: When): boolean {
  return a !== null && originalKey(a) < originalKey(b);
}

function pickFields(record: EventFields): EventFields {
  const { summary, description, location, status, start, end, recurrence, free, visibility, eventType, organizer } =
    record;
  const { creator, attendees, extra } = record;
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

function dropExceptions(events: EventStore, master: EventRecord, which: (exception: EventRecord) => boolean): void {
  for (const exception of events.exceptionsOf(master.id)) {
    if (exception.status !== "cancelled" && which(exception)) events.update(exception.id, { status: "cancelled" });
  }
}

/** The event leaves a stub behind and goes on, with its id and its exceptions, on another calendar. */
export function moveToCalendar(
  world: World,
  from: EditTarget,
  to: { readonly event: EventRecord; readonly calendarId: string },
): EventRecord {
  const calendar = world.calendars.get(to.calendarId);
  if (!calendar || calendar.deletedAt !== null) throw new EditRefused(`no calendar ${to.calendarId}`);
  const { event } = to;
  if (event.seriesId !== null) throw new EditRefused("an occurrence cannot move alone");
  const exceptions = from.calendar.events.exceptionsOf(event.id);
  const known = calendar.events.get(event.id);
  const organizer = organizerOf(world, { calendar, naming: from.naming });
  // The old copy belongs to the new organizer now: that is why it keeps no details.
  from.calendar.events.update(event.id, { status: "cancelled", deleted: true, organizer });
  if (known) return undelete(calendar.events, { ...event, organizer });
  const moved = calendar.events.insert({
    ...pickFields(event),
    organizer,
    id: event.id,
    uid: event.uid,
    sequence: event.sequence,
  });
  for (const exception of exceptions) {
    const { id, uid, original } = exception;
    if (original)
      calendar.events.insert({ ...pickFields(exception), organizer, id, uid, seriesId: event.id, original });
  }
  return moved;
}

/** Brings a deleted event back, and with a series its exceptions: readers have dropped them with the master. */
export function undelete(events: EventStore, event: EventRecord): EventRecord {
  const record = events.update(event.id, { ...pickFields(event), status: "confirmed", deleted: false });
  for (const exception of events.exceptionsOf(event.id)) events.update(exception.id, {});
  return record;
}

function respond(
  events: EventStore,
  event: EventRecord,
  answer: { readonly email: string; readonly response: Response },
): EventRecord {
  const email = answer.email.toLowerCase();
  const attendees: Attendee[] = event.attendees.map((attendee) =>
    attendee.email.toLowerCase() === email ? { ...attendee, response: answer.response } : attendee,
  );
  return events.update(event.id, { attendees });
}
