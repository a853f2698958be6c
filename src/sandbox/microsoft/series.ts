import { expandRecurrence, type SeriesStart } from "../recurrence/expand-recurrence";
import { InvalidRecurrence } from "../recurrence/rule";
import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import { endAfter, instantOf, onDate, originalKey, type When } from "../world/when";

/** One thing with a time: a single event, a series as such, one occurrence of it, or an exception. */
export type Item =
  | { readonly kind: "single"; readonly record: EventRecord }
  | { readonly kind: "master"; readonly record: EventRecord }
  | {
      readonly kind: "occurrence";
      readonly record: EventRecord;
      readonly original: When;
      readonly start: When;
      readonly end: When;
    }
  | { readonly kind: "exception"; readonly record: EventRecord; readonly master: EventRecord; readonly original: When };

export interface Window {
  readonly from: number;
  readonly to: number;
}

const dayMs = 86_400_000;
const occurrenceLimit = 5_000;

export function startOf(item: Item): When {
  return item.kind === "occurrence" ? item.start : item.record.start;
}

export function endOf(item: Item): When {
  return item.kind === "occurrence" ? item.end : item.record.end;
}

/** Overlap, half-open; an event without length counts at its moment. */
export function overlaps(start: number, end: number, window: Window): boolean {
  return start < window.to && (end > window.from || (start === end && start >= window.from));
}

export function isInWindow(calendar: Calendar, item: Item, window: Window): boolean {
  return overlaps(instantOf(startOf(item), calendar.zone), instantOf(endOf(item), calendar.zone), window);
}

function seriesStart(calendar: Calendar, master: EventRecord): SeriesStart {
  const { start } = master;
  return start.kind === "date" ? { date: start.date, zone: calendar.zone } : { wall: start.wall, zone: start.zone };
}

/** The slots a series has by its rule, before exceptions, that begin inside the window. */
export function slots(calendar: Calendar, master: EventRecord, window: Window): When[] {
  const { start } = master;
  try {
    const found = expandRecurrence({
      start: seriesStart(calendar, master),
      lines: master.recurrence ?? [],
      ...window,
      limit: occurrenceLimit,
    });
    return [...found].map(({ wall, instant }) =>
      start.kind === "date" ? onDate(wall) : { kind: "time", wall, zone: start.zone, ms: instant },
    );
  } catch (error) {
    // Rules written through the neutral edits may be none; a calendar that cannot expand one shows the rest.
    if (error instanceof InvalidRecurrence) return [];
    throw error;
  }
}

/** The slot a key names, or null when the rule does not generate it (any more). */
function findSlot(calendar: Calendar, master: EventRecord, key: string): When | null {
  const at = instantOfKey(calendar, key);
  if (at === null) return null;
  return slots(calendar, master, { from: at, to: at + 1 }).find((slot) => originalKey(slot) === key) ?? null;
}

function instantOfKey(calendar: Calendar, key: string): number | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z)?$/.exec(key);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  if (hour === undefined) {
    const date = `${year}-${month}-${day}`;
    return Number.isNaN(Date.parse(date)) ? null : instantOf(onDate(date), calendar.zone);
  }
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? null : at;
}

/** What stands at a slot now: the occurrence, its exception, or null when it was cancelled or never was. */
export function findOccurrence(at: { calendar: Calendar; master: EventRecord; key: string }): Item | null {
  const slot = findSlot(at.calendar, at.master, at.key);
  return slot ? itemAt(at.calendar, at.master, slot) : null;
}

function itemAt(calendar: Calendar, master: EventRecord, slot: When): Item | null {
  const exception = calendar.events.exceptionAt(master.id, originalKey(slot));
  // A deleted exception was dropped with a change of the rule: its slot is an ordinary occurrence again.
  if (!exception || exception.deleted)
    return { kind: "occurrence", record: master, original: slot, start: slot, end: endAfter(slot, master) };
  return exception.status === "cancelled" ? null : { kind: "exception", record: exception, master, original: slot };
}

function lengthOf(calendar: Calendar, record: EventRecord): number {
  return Math.max(0, instantOf(record.end, calendar.zone) - instantOf(record.start, calendar.zone));
}

/** Occurrences and exceptions of a series that overlap the window, by when they are now and not by when they were meant. */
export function seriesItems(calendar: Calendar, master: EventRecord, window: Window): Item[] {
  const reach = lengthOf(calendar, master) + dayMs;
  const items: Item[] = [];
  for (const slot of slots(calendar, master, { from: window.from - reach, to: window.to })) {
    if (calendar.events.exceptionAt(master.id, originalKey(slot))?.deleted === false) continue;
    const item: Item = { kind: "occurrence", record: master, original: slot, start: slot, end: endAfter(slot, master) };
    if (isInWindow(calendar, item, window)) items.push(item);
  }
  for (const exception of calendar.events.exceptionsOf(master.id)) {
    if (exception.status === "cancelled" || exception.deleted || !exception.original) continue;
    const item: Item = { kind: "exception", record: exception, master, original: exception.original };
    if (isInWindow(calendar, item, window) && findSlot(calendar, master, originalKey(exception.original)))
      items.push(item);
  }
  return items.sort((a, b) => instantOf(startOf(a), calendar.zone) - instantOf(startOf(b), calendar.zone));
}

/** Slots that were cancelled, as long as the rule still has them. */
export function cancelledSlots(calendar: Calendar, master: EventRecord): When[] {
  return calendar.events
    .exceptionsOf(master.id)
    .filter((exception) => exception.status === "cancelled" && !exception.deleted && exception.original !== null)
    .map((exception) => exception.original as When)
    .filter((original) => findSlot(calendar, master, originalKey(original)) !== null);
}

/** The nearest items before and after a slot, for the rule that an occurrence may not pass its neighbours. */
export function neighbours(
  calendar: Calendar,
  master: EventRecord,
  slot: When,
): { before: Item | null; after: Item | null } {
  const at = instantOf(slot, calendar.zone);
  const year = 400 * dayMs;
  const earlier = slots(calendar, master, { from: at - year, to: at }).reverse();
  const later = slots(calendar, master, { from: at + 1, to: at + year });
  const first = (candidates: When[]): Item | null => {
    for (const candidate of candidates) {
      const item = itemAt(calendar, master, candidate);
      if (item) return item;
    }
    return null;
  };
  return { before: first(earlier), after: first(later) };
}
