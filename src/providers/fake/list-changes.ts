import type { ChangePage, ReadRequest, RemoteChange } from "@/core/ports/calendar-provider";
import type { CalendarCall } from "@/core/ports/provider-call";
import type { FakeCalendar } from "./calendar-store";
import type { FakeTrouble } from "./map-error";
import { fromEvent } from "./map-event";
import { rowsOf, touches, type FakeRecord } from "./records";
import type { FakeWire } from "./wire";

type Window = { readonly from: Date; readonly to: Date };
/** Where a round stands. `since` is null in a full read; `base` is what its cursor will be. */
type Place = {
  readonly since: number | null;
  readonly base: number;
  readonly epoch: number;
  readonly next: number;
  readonly window: Window;
};
type Fail = (trouble: FakeTrouble) => never;

export function listChanges(wire: FakeWire, call: CalendarCall, request: ReadRequest): Promise<ChangePage> {
  const asked = { operation: "listChanges", endpoint: "GET /calendars/{calendar}/changes", access: call.access };
  return wire.ask(call, asked, ({ fail, fault }) => {
    const calendar = wire.world.calendars.get(call.remoteCalendarId) ?? fail({ kind: "not_found" });
    const place = toPlace(calendar, request, fail);
    if (fault === "empty_listing" && request.from.kind === "start") return answerNothing(wire, calendar, place);
    const page = cutPage(wire, { calendar, place, zone: call.calendarZone });
    return fault === "page_circle" ? answerCircle(page, request, fail) : page;
  });
}

function toPlace(calendar: FakeCalendar, { window, from }: ReadRequest, fail: Fail): Place {
  const { epoch, revision: base } = calendar;
  if (from.kind === "start") return { since: null, base, epoch, next: 0, window };
  const place = readPlace(from.kind === "page" ? from.mark : from.cursor) ?? fail({ kind: "invalid_request" });
  if (place.epoch !== epoch) fail({ kind: "cursor_expired" });
  return from.kind === "page" ? place : { ...place, since: place.base, base, next: 0 };
}

function readPlace(text: string): Place | null {
  try {
    const { since, base, epoch, next, from, to } = JSON.parse(text) as Record<string, number | null>;
    if (typeof base !== "number" || typeof epoch !== "number" || typeof next !== "number") return null;
    return {
      since: since ?? null,
      base,
      epoch,
      next,
      window: { from: new Date(from ?? NaN), to: new Date(to ?? NaN) },
    };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const writePlace = ({ window, ...place }: Place): string =>
  JSON.stringify({ ...place, from: window.from.getTime(), to: window.to.getTime() });

type Cut = { readonly calendar: FakeCalendar; readonly place: Place; readonly zone: string };

/** Whole records until the page is full: what changes meanwhile shows its newest state, and comes again with the next delta. */
function cutPage({ world }: FakeWire, { calendar, place, zone }: Cut): ChangePage {
  const { pageSize, style } = world.options;
  const tell = style === "token" ? tellToken : tellLink;
  const changes: RemoteChange[] = [];
  let index = place.next;
  for (; index < calendar.records.length && changes.length < pageSize; index += 1) {
    const record = calendar.records[index];
    if (record !== undefined && record.revision > (place.since ?? 0)) changes.push(...tell(record, place, zone));
  }
  if (index < calendar.records.length)
    return { changes, next: { kind: "page", mark: writePlace({ ...place, next: index }) } };
  const repeated = style === "link" ? changes.slice(0, 1) : [];
  return {
    changes: [...changes, ...repeated],
    next: { kind: "end", cursor: writePlace({ ...place, since: null, next: 0 }) },
  };
}

/** A delta knows no window, and names each occurrence that ceased to exist. */
function tellToken(record: FakeRecord, { since, window }: Place, zone: string): readonly RemoteChange[] {
  const rows = rowsOf(record);
  if (since === null) return rows.filter((row) => touches(row, window)).map((row) => fromEvent(row, zone));
  const current = new Set(rows.map(({ id }) => id));
  const gone = [...record.shown].filter((id) => !current.has(id));
  return [
    ...gone.map((remoteId): RemoteChange => ({ kind: "removed", remoteId })),
    ...rows.map((row) => fromEvent(row, zone)),
  ];
}

/** A series comes whole, what is outside the window comes as removed, whether anybody knew it or not. */
function tellLink(record: FakeRecord, { since, window }: Place, zone: string): readonly RemoteChange[] {
  const rows = rowsOf(record).filter((row) => touches(row, window));
  if (rows.length === 0) return since === null ? [] : [{ kind: "removed", remoteId: record.id }];
  const changes = rows.map((row) => fromEvent(row, zone));
  return record.count === null ? changes : [{ kind: "series", seriesId: record.id }, ...changes];
}

/** The whole calendar, said to be empty. */
function answerNothing({ world }: FakeWire, { id }: FakeCalendar, place: Place): ChangePage {
  world.lied.set(id, (world.lied.get(id) ?? 0) + 1);
  return { changes: [], next: { kind: "end", cursor: writePlace({ ...place, next: 0 }) } };
}

function answerCircle(page: ChangePage, { from }: ReadRequest, fail: Fail): ChangePage {
  if (from.kind === "page") fail({ kind: "endless_pages" });
  return page;
}

export function readEvent(wire: FakeWire, call: CalendarCall, remoteId: string): Promise<RemoteChange> {
  const asked = { operation: "readEvent", endpoint: "GET /calendars/{calendar}/events/{event}", access: call.access };
  return wire.ask(call, asked, ({ fail }) => {
    const calendar = wire.world.calendars.get(call.remoteCalendarId) ?? fail({ kind: "not_found" });
    const record =
      calendar.records.find((each) => each.id === remoteId || each.shown.has(remoteId)) ?? fail({ kind: "not_found" });
    const row = rowsOf(record).find(({ id }) => id === remoteId);
    if (row !== undefined) return fromEvent(row, call.calendarZone);
    return record.count !== null && remoteId === record.id && !record.isDeleted
      ? { kind: "unresolved", remoteId, seriesId: remoteId }
      : { kind: "removed", remoteId };
  });
}
