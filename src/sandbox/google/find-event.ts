import { InvalidRecurrence } from "../recurrence/rule";
import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import type { EventView } from "../world/event-view";
import { hasOccurrence } from "../world/occurrences";
import { atInstant, endAfter, onDate, type When } from "../world/when";

/** An event by its id: a record, or an occurrence of a series that nobody changed yet. */
export interface Found {
  readonly record: EventRecord;
  /** Set when `record` is the series and an occurrence of it was asked for. */
  readonly occurrence: When | null;
}

export function findEvent(calendar: Calendar, view: EventView, id: string): Found | null {
  const record = view.get(id);
  if (record) return { record, occurrence: null };
  const cut = id.lastIndexOf("_");
  const master = cut > 0 ? view.get(id.slice(0, cut)) : undefined;
  const occurrence = master?.recurrence && !master.deleted ? occurrenceAt(calendar, master, id.slice(cut + 1)) : null;
  return master && occurrence ? { record: master, occurrence } : null;
}

/** The event as it stands: an unchanged occurrence gets the series' fields at its own time. */
export function standing({ record, occurrence }: Found, instanceId: string): EventRecord {
  if (!occurrence) return record;
  return {
    ...record,
    id: instanceId,
    start: occurrence,
    end: endAfter(occurrence, record),
    recurrence: null,
    seriesId: record.id,
    original: occurrence,
  };
}

function occurrenceAt(calendar: Calendar, master: EventRecord, suffix: string): When | null {
  const original = readKey(suffix, master);
  try {
    return original && hasOccurrence(master, original, calendar.zone) ? original : null;
  } catch (error) {
    if (error instanceof InvalidRecurrence) return null;
    throw error;
  }
}

function readKey(suffix: string, master: EventRecord): When | null {
  if (master.start.kind === "date") {
    if (!/^\d{8}$/.test(suffix)) return null;
    const date = `${suffix.slice(0, 4)}-${suffix.slice(4, 6)}-${suffix.slice(6)}`;
    return Number.isNaN(Date.parse(date)) ? null : onDate(date);
  }
  if (!/^\d{8}T\d{6}Z$/.test(suffix)) return null;
  const day = `${suffix.slice(0, 4)}-${suffix.slice(4, 6)}-${suffix.slice(6, 8)}`;
  const ms = Date.parse(`${day}T${suffix.slice(9, 11)}:${suffix.slice(11, 13)}:${suffix.slice(13, 15)}Z`);
  return Number.isNaN(ms) ? null : atInstant(ms, master.start.zone);
}
