import { faultOf, type Call } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import { jsonText, type Reply } from "../kernel/reply";
import { numberParam } from "../faults/rules";
import type { EventRecord } from "../world/event";
import { viewAt, type EventView } from "../world/event-view";
import { occurrencesIn } from "../world/occurrences";
import { endAfter, instantOf, originalKey, type When } from "../world/when";
import { authorize, openCalendar, type Access } from "./auth";
import { bindingOf, decodeCursor, encodeCursor } from "./cursor";
import { fail, failInvalid } from "./errors";
import { findEvent, standing } from "./find-event";
import { lensOf } from "./lens";
import { count, flag, textParam, timestamp, zoneParam } from "./list-query";
import { cancelledOf, etagOf, renderEvent, renderInstance, type Json, type Lens } from "./render-event";

/** events.get: also of deleted events for a while, and of occurrences that have no record of their own. */
export function getEvent(ground: Ground, call: Call): Reply {
  const { access, lens } = openForReading(ground, call);
  const view = readingView(ground, call, access);
  const id = call.params.eventId ?? "";
  const found = findEvent(access.calendar, view, id);
  if (!found) return fail("notFound");
  const event = standing(found, id);
  const forgotten = event.deleted && ground.clock.now() - event.updatedAt > ground.switches.google.tombstoneLifeMs;
  if (forgotten) return fail("notFound");
  const etag = etagOf(event.revision);
  if (call.request.headers["if-none-match"] === etag) return { status: 304, headers: { etag } };
  return jsonText(JSON.stringify(renderEvent(lens, event)), { etag });
}

function openForReading(ground: Ground, call: Call): { readonly access: Access; readonly lens: Lens } {
  const caller = authorize(ground, call);
  const access = openCalendar(ground, caller, call.params.calendarId ?? "");
  const maxAttendees = count(call.query, "maxAttendees", { least: 1, most: 1_000_000, fallback: null });
  return { access, lens: lensOf(ground, access, { timeZone: zoneParam(call.query), maxAttendees }) };
}

function readingView(ground: Ground, call: Call, access: Access): EventView {
  const { events } = access.calendar;
  const stale = faultOf(call, "stale-reads");
  return viewAt(
    events,
    stale ? events.revisionAt(ground.clock.now() - numberParam(stale, "ms", 30_000)) : events.revision,
  );
}

interface Instance {
  readonly at: number;
  readonly key: string;
  readonly render: () => Json;
}

/** events.instances: the occurrences of one series, changed ones included (fact sheet 2.6). */
export function listInstances(ground: Ground, call: Call): Reply {
  const { access, lens } = openForReading(ground, call);
  const view = readingView(ground, call, access);
  const master = view.get(call.params.eventId ?? "");
  if (!master || (master.deleted && flag(call.query, "showDeleted") !== true)) return fail("notFound");
  if (!master.recurrence) return failInvalid("eventId", "The event does not repeat.");
  const horizon = ground.clock.now() + ground.switches.google.expandAheadDays * 86_400_000;
  const all = instancesOf(view, master, { call, lens, horizon: Math.ceil(horizon / 86_400_000) * 86_400_000 });
  const maxResults = count(call.query, "maxResults", { least: 1, most: 2_500, fallback: 250 }) ?? 250;
  const bind = bindingOf([
    master.id,
    ...["timeMin", "timeMax", "originalStart", "showDeleted"].map((name) => call.query.get(name)),
  ]);
  const from = startOf(call, all, bind);
  const part = all.slice(from, from + maxResults);
  const last = part.at(-1);
  const more = last !== undefined && from + part.length < all.length;
  call.notes.rows = part.length;
  const next = more
    ? encodeCursor({ kind: "page", list: master.id, bind, base: 0, after: [last.at, 0, last.key], horizon: 0 })
    : null;
  return jsonText(
    JSON.stringify({
      kind: "calendar#events",
      etag: etagOf(access.calendar.events.revision),
      summary: access.calendar.name,
      updated: new Date(ground.clock.now()).toISOString(),
      timeZone: lens.zone,
      accessRole: access.role,
      defaultReminders: [],
      ...(next === null ? {} : { nextPageToken: next }),
      items: part.map((instance) => instance.render()),
    }),
  );
}

function startOf(call: Call, all: readonly Instance[], bind: string): number {
  const token = textParam(call.query, "pageToken");
  if (token === null) return 0;
  const cursor = decodeCursor(token, "page");
  if (!cursor || cursor.bind !== bind) return failInvalid("pageToken", "Invalid page token value.");
  const [at, , key] = cursor.after;
  const index = all.findIndex((instance) => instance.at > at || (instance.at === at && instance.key > key));
  return index < 0 ? all.length : index;
}

interface InstanceQuery {
  readonly call: Call;
  readonly lens: Lens;
  readonly horizon: number;
}

function instancesOf(view: EventView, master: EventRecord, query: InstanceQuery): Instance[] {
  const { call, lens, horizon } = query;
  const zone = lens.calendar.zone;
  const timeMin = timestamp(call.query, "timeMin");
  const timeMax = timestamp(call.query, "timeMax");
  if (timeMin !== null && timeMax !== null && timeMin >= timeMax) fail("timeRangeEmpty");
  const span = { from: timeMin ?? -8_000_000_000_000, to: timeMax ?? horizon };
  const exceptions = view.exceptionsOf(master.id);
  const taken = new Set(exceptions.map((exception) => originalKey(exception.original as When)));
  const showDeleted = flag(call.query, "showDeleted") === true;
  const touches = (start: When, end: When): boolean =>
    instantOf(end, zone) > span.from && instantOf(start, zone) < span.to;
  const plain = occurrencesIn(master, span, zone)
    .filter((start) => !taken.has(originalKey(start)) && touches(start, endAfter(start, master)))
    .map((start) => ({
      at: instantOf(start, zone),
      key: originalKey(start),
      render: () => renderInstance(lens, master, start),
    }));
  const changed = exceptions
    .filter((exception) => (exception.status !== "cancelled" || showDeleted) && touches(exception.start, exception.end))
    .map((exception) => ({
      at: instantOf(exception.start, zone),
      key: originalKey(exception.original as When),
      render: () => (exception.status === "cancelled" ? cancelledOf(lens, exception) : renderEvent(lens, exception)),
    }));
  const wanted = originalWanted(call);
  return [...plain, ...changed]
    .filter((instance) => wanted === null || sameOriginal(instance.key, wanted))
    .toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** `originalStart` as the key of an occurrence; a date for all-day series. */
function originalWanted(call: Call): string | null {
  const value = textParam(call.query, "originalStart");
  if (value === null) return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value.replaceAll("-", "");
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) return failInvalid("originalStart");
  return originalKey({ kind: "time", wall: "", zone: "UTC", ms });
}

function sameOriginal(key: string, wanted: string): boolean {
  return key === wanted || (wanted.length === 8 && key.startsWith(wanted) && key.length === 8);
}
