import type { Call } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import { json, type Reply } from "../kernel/reply";
import { withOffset } from "../kernel/zone";
import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import { instantOf } from "../world/when";
import { authorize, type Caller } from "./auth";
import { fail, failInvalid } from "./errors";
import { fullRows } from "./event-rows";
import { bodyOf } from "./events-write";
import type { Json } from "./render-event";
import { endAfter } from "../world/when";
import { fromTimestamp, isIanaZone } from "./when-json";

const MOST_CALENDARS = 50;
const MOST_GROUP_MEMBERS = 100;

interface BusyQuery {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
}

/** freebusy.query: 200 even when every calendar has an error (fact sheet 2.7). */
export function queryFreeBusy(ground: Ground, call: Call): Reply {
  const caller = authorize(ground, call);
  const body = bodyOf(call);
  const query = readQuery(ground, body);
  const ids = idsOf(body);
  const limit = limitOf(body, "calendarExpansionMax", MOST_CALENDARS);
  limitOf(body, "groupExpansionMax", MOST_GROUP_MEMBERS);
  const calendars = Object.fromEntries(
    ids.map((id, index) => [
      id,
      index < limit ? busyOf(ground, caller, { id, query }) : failed("tooManyCalendarsRequested"),
    ]),
  );
  return json(200, {
    kind: "calendar#freeBusy",
    timeMin: new Date(query.from).toISOString(),
    timeMax: new Date(query.to).toISOString(),
    groups: {},
    calendars,
  });
}

function readQuery(ground: Ground, body: Json): BusyQuery {
  const { timeMin, timeMax, timeZone } = body;
  if (typeof timeMin !== "string") return failInvalid("timeMin", "Required", "required");
  if (typeof timeMax !== "string") return failInvalid("timeMax", "Required", "required");
  if (timeZone !== undefined && !isIanaZone(timeZone)) return failInvalid("timeZone", "Invalid time zone.");
  const query = {
    from: fromTimestamp(timeMin, "timeMin"),
    to: fromTimestamp(timeMax, "timeMax"),
    zone: String(timeZone ?? "UTC"),
  };
  if (query.from >= query.to) return fail("timeRangeEmpty");
  if (query.to - query.from > ground.switches.google.freeBusyMaxDays * 86_400_000) return fail("timeRangeTooLong");
  return query;
}

function idsOf(body: Json): string[] {
  const { items } = body;
  if (!Array.isArray(items)) return items === undefined ? [] : failInvalid("items");
  const ids = items.map((item) => {
    const id = (item as Json | null)?.id;
    return typeof id === "string" ? id : failInvalid("items.id", "Required", "required");
  });
  return [...new Set(ids)];
}

function limitOf(body: Json, name: string, most: number): number {
  const value = body[name];
  if (value === undefined || value === null) return most;
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= most ? Number(value) : failInvalid(name);
}

function busyOf(ground: Ground, caller: Caller, wanted: { readonly id: string; readonly query: BusyQuery }): Json {
  const { world } = ground;
  const calendar = wanted.id === "primary" ? world.primaryOf(caller.account) : world.calendars.get(wanted.id);
  if (!calendar || world.roleOf(caller.account, calendar) === "none") return failed("notFound");
  return { busy: merged(busyTimes(calendar, wanted.query, ownerEmailOf(ground, calendar)), wanted.query.zone) };
}

function ownerEmailOf(ground: Ground, calendar: Calendar): string {
  return ground.world.accounts.get(calendar.ownerId)?.email ?? "";
}

function failed(reason: string): Json {
  return { errors: [{ domain: "global", reason }], busy: [] };
}

function busyTimes(calendar: Calendar, query: BusyQuery, ownerEmail: string): [number, number][] {
  const rows = fullRows(calendar.events, {
    zone: calendar.zone,
    span: query,
    filtersBySpan: true,
    singleEvents: true,
    showDeleted: false,
    matches: (record) => record.recurrence !== null || isBusy(record, ownerEmail),
  });
  return rows.flatMap(({ record, occurrence }) => {
    if (!isBusy(record, ownerEmail)) return [];
    const start = occurrence ?? record.start;
    const from = instantOf(start, calendar.zone);
    const to = instantOf(occurrence ? endAfter(start, record) : record.end, calendar.zone);
    return to > from ? [[Math.max(from, query.from), Math.min(to, query.to)] as [number, number]] : [];
  });
}

function isBusy(record: EventRecord, ownerEmail: string): boolean {
  if (record.free || record.status === "cancelled" || record.eventType === "workingLocation") return false;
  return !record.attendees.some((attendee) => attendee.email === ownerEmail && attendee.response === "declined");
}

function merged(times: [number, number][], zone: string): Json[] {
  const joined: [number, number][] = [];
  for (const [from, to] of times.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined.map(([from, to]) => ({ start: withOffset(from, zone), end: withOffset(to, zone) }));
}
