import type { EventRecord } from "../world/event";
import type { EventView } from "../world/event-view";
import { occurrencesIn, type Span } from "../world/occurrences";
import { endAfter, instantOf, originalKey, type When } from "../world/when";

/** A line of a listing before it is rendered. `order` decides its place and is what a page token remembers. */
export interface Row {
  readonly record: EventRecord;
  /** Set for an occurrence of `record` that has no record of its own. */
  readonly occurrence: When | null;
  /** The occurrence ceased to exist. */
  readonly gone: boolean;
  readonly order: readonly [number, number, string];
}

export interface RowQuery {
  readonly zone: string;
  readonly span: Span;
  /** False when the span only bounds the expansion of series. */
  readonly filtersBySpan: boolean;
  readonly singleEvents: boolean;
  readonly showDeleted: boolean;
  readonly matches: (record: EventRecord) => boolean;
}

/** Everything a full listing shows, unordered beyond the calendar's own order. */
export function fullRows(view: EventView, query: RowQuery): Row[] {
  const rows: Row[] = [];
  for (const record of view.all()) {
    if (!query.matches(record)) continue;
    if (query.singleEvents && record.recurrence) rows.push(...expanded(view, record, query));
    else if (isListed(view, record, query)) rows.push(rowOf(record, [record.ordinal, 0, ""]));
  }
  return rows;
}

/** Everything that changed after `since`, in the order of change. */
export function changedRows(view: EventView, since: number, query: RowQuery): Row[] {
  return view.changedSince(since).flatMap((record) => {
    if (!query.matches(record)) return [];
    const repeats = record.recurrence !== null || record.former.length > 0;
    if (!query.singleEvents || !repeats) return plainChange(view, record, query);
    return seriesChange(view, record, { since, query });
  });
}

interface Change {
  readonly since: number;
  readonly query: RowQuery;
}

function plainChange(view: EventView, record: EventRecord, query: RowQuery): Row[] {
  const own = rowOf(record, [record.revision, 0, ""]);
  const orphaned = record.seriesId !== null && view.get(record.seriesId)?.deleted === true;
  if (!orphaned) return [own];
  return query.singleEvents ? [{ ...own, gone: true }] : [];
}

/** An event that repeats, or did before the change: its occurrences now, its exceptions, and what is gone. */
function seriesChange(view: EventView, master: EventRecord, change: Change): Row[] {
  const { query } = change;
  const exceptions = view.exceptionsOf(master.id);
  const current = master.deleted ? [] : occurrencesIn(master, query.span, query.zone);
  const taken = new Set(exceptions.map((exception) => originalKey(exception.original as When)));
  const keys = new Set([...current.map(originalKey), ...(master.deleted ? [] : taken)]);
  const live = current.filter((start) => !taken.has(originalKey(start)));
  const rows = live.map((start) => occurrenceRow(master, start, [master.revision, instantOf(start, query.zone), "1"]));
  const own = exceptions.map((exception) => ({
    ...rowOf(exception, [master.revision, instantOf(exception.original as When, query.zone), "2"]),
    gone: master.deleted || exception.status === "cancelled",
  }));
  const wasSingle = master.former.some((former) => former.endedBy > change.since && former.recurrence === null);
  const itself = rowOf(master, [master.revision, -9e15, ""]);
  const single = master.recurrence === null ? [itself] : wasSingle ? [{ ...itself, gone: true }] : [];
  return [...single, ...goneRows(master, change, keys), ...rows, ...own].toSorted(byOrder);
}

/** Occurrences of earlier shapes of the series that `keys` (what it has now) does not contain. */
function goneRows(master: EventRecord, change: Change, keys: ReadonlySet<string>): Row[] {
  const { since, query } = change;
  const shapes = master.former.filter((former) => former.endedBy > since);
  const all = master.deleted && master.recurrence ? [...shapes, master] : shapes;
  const gone = new Map<string, When>();
  for (const shape of all) {
    for (const start of occurrencesIn(shape, query.span, query.zone)) {
      const key = originalKey(start);
      if (!keys.has(key)) gone.set(key, start);
    }
  }
  return [...gone.values()].map((start) => ({
    ...occurrenceRow(master, start, [master.revision, instantOf(start, query.zone), "0"]),
    gone: true,
  }));
}

function expanded(view: EventView, master: EventRecord, query: RowQuery): Row[] {
  if (master.deleted && !query.showDeleted) return [];
  const taken = new Set(view.exceptionsOf(master.id).map((exception) => originalKey(exception.original as When)));
  const starts = occurrencesIn(master, query.span, query.zone).filter(
    (start) => !taken.has(originalKey(start)) && touches(start, endAfter(start, master), query),
  );
  return starts.map((start) => ({
    ...occurrenceRow(master, start, [master.ordinal, instantOf(start, query.zone), "1"]),
    gone: master.deleted,
  }));
}

function isListed(view: EventView, record: EventRecord, query: RowQuery): boolean {
  if (record.seriesId === null) {
    return (!record.deleted || query.showDeleted) && touchesSomewhere(record, query);
  }
  const master = view.get(record.seriesId);
  if (master?.deleted && !query.showDeleted) return false;
  // Cancelled occurrences come even without showDeleted, unless series are expanded (fact sheet 2.4).
  if (record.status === "cancelled" && query.singleEvents && !query.showDeleted) return false;
  return touchesSomewhere(record, query);
}

function touchesSomewhere(record: EventRecord, query: RowQuery): boolean {
  if (!query.filtersBySpan) return true;
  if (record.recurrence) return occurrencesIn(record, query.span, query.zone).length > 0;
  if (touches(record.start, record.end, query)) return true;
  // A reader that expands by itself must learn that the slot is taken, wherever the occurrence went.
  if (record.seriesId === null || !record.original || query.singleEvents) return false;
  return touches(record.original, endAfter(record.original, record), query);
}

function touches(start: When, end: When, query: RowQuery): boolean {
  if (!query.filtersBySpan) return true;
  return instantOf(end, query.zone) > query.span.from && instantOf(start, query.zone) < query.span.to;
}

function rowOf(record: EventRecord, order: Row["order"]): Row {
  return { record, occurrence: null, gone: false, order };
}

function occurrenceRow(record: EventRecord, occurrence: When, order: Row["order"]): Row {
  return { record, occurrence, gone: false, order };
}

export function byOrder(a: Pick<Row, "order">, b: Pick<Row, "order">): number {
  return (
    a.order[0] - b.order[0] ||
    a.order[1] - b.order[1] ||
    (a.order[2] < b.order[2] ? -1 : a.order[2] > b.order[2] ? 1 : 0)
  );
}
