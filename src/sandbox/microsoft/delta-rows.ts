import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import { writeItemId } from "./item-ids";
import type { Preferences } from "./preferences";
import type { RenderCache } from "./render-cache";
import { etagOf, renderEvent, renderStub } from "./render-event";
import { isInWindow, seriesItems, type Item, type Window } from "./series";

/** What rows are made for. */
export interface RowContext {
  readonly calendar: Calendar;
  readonly window: Window;
  readonly preferences: Preferences;
  readonly owner: string;
  readonly texts: RenderCache;
}

/** A row as JSON. */
type Row = string;

function fullRow(context: RowContext, item: Item): Row {
  const { calendar, preferences, owner } = context;
  const render = (): Row =>
    JSON.stringify({ "@odata.type": "#microsoft.graph.event", ...renderEvent(calendar, item, context) });
  return context.texts.text(item.record, `delta|${item.kind}|${preferences.key}|${owner}|${calendar.zone}`, render);
}

function removedRow(context: RowContext, record: EventRecord): Row {
  const id = writeItemId(context.calendar, record.id, context.preferences.immutableIds);
  return JSON.stringify({
    "@odata.type": "#microsoft.graph.event",
    "@odata.etag": etagOf(record),
    id,
    "@removed": { reason: "deleted" },
  });
}

/**
 * All rows of one event, never split over pages: a single event, or a series with the occurrences it has in the window
 * as stubs, its exceptions in full and the master last. Empty when it has nothing in the window.
 */
export function rowsOf(context: RowContext, record: EventRecord): Row[] {
  const { calendar, window, preferences } = context;
  if (!record.recurrence) {
    const item: Item = { kind: "single", record };
    return isInWindow(calendar, item, window) ? [fullRow(context, item)] : [];
  }
  const items = seriesItems(calendar, record, window);
  if (items.length === 0) return [];
  const rows = items.map((item) =>
    item.kind === "exception" ? fullRow(context, item) : JSON.stringify(renderStub(calendar, item, preferences)),
  );
  return [...rows, fullRow(context, { kind: "master", record })];
}

/**
 * What a change of an event looks like. A cancelled occurrence has no row of its own: the rest of its series comes again.
 * An event that is deleted, or now lies outside the window, or always did, comes as a removal.
 */
export function changedRows(context: RowContext, record: EventRecord): Row[] {
  const rows = record.deleted ? [] : rowsOf(context, record);
  return rows.length > 0 ? rows : [removedRow(context, record)];
}

/** The event a record stands for in a round: exceptions stand for their series. */
export function headOf(calendar: Calendar, record: EventRecord): EventRecord {
  return record.seriesId === null ? record : (calendar.events.get(record.seriesId) ?? record);
}
