import { bindingOf } from "./cursor";
import { fail, failInvalid } from "./errors";
import { fromTimestamp, isIanaZone } from "./when-json";

export interface ListQuery {
  readonly maxResults: number;
  readonly pageToken: string | null;
  readonly syncToken: string | null;
  readonly singleEvents: boolean;
  readonly showDeleted: boolean | null;
  readonly timeZone: string | null;
  readonly maxAttendees: number | null;
  readonly eventTypes: readonly string[];
  readonly timeMin: number | null;
  readonly timeMax: number | null;
  readonly updatedMin: number | null;
  readonly orderBy: "startTime" | "updated" | null;
  readonly q: string | null;
  readonly iCalUID: string | null;
  readonly privateProperties: readonly string[];
  readonly sharedProperties: readonly string[];
  /** Fingerprint of what a sync token is bound to. */
  readonly syncBind: string;
  /** Fingerprint of what a page token is bound to. */
  readonly pageBind: string;
}

/** May not come with a sync token (fact sheet 2.2). */
const FORBIDDEN_WITH_SYNC = [
  "iCalUID",
  "orderBy",
  "privateExtendedProperty",
  "q",
  "sharedExtendedProperty",
  "timeMin",
  "timeMax",
  "updatedMin",
] as const;

const EVENT_TYPES = ["birthday", "default", "focusTime", "fromGmail", "outOfOffice", "workingLocation"];

export function readListQuery(query: URLSearchParams): ListQuery {
  const syncToken = textParam(query, "syncToken");
  if (syncToken !== null) refuseForbidden(query);
  const singleEvents = flag(query, "singleEvents") ?? false;
  const eventTypes = query.getAll("eventTypes").toSorted();
  for (const type of eventTypes) if (!EVENT_TYPES.includes(type)) failInvalid("eventTypes");
  const timeZone = zoneParam(query);
  const maxAttendees = count(query, "maxAttendees", { least: 1, most: 1_000_000, fallback: null });
  const showDeleted = flag(query, "showDeleted");
  const timeMin = timestamp(query, "timeMin");
  const timeMax = timestamp(query, "timeMax");
  if (timeMin !== null && timeMax !== null && timeMin >= timeMax) fail("timeRangeEmpty");
  const keep = [singleEvents, flag(query, "showHiddenInvitations") ?? false, timeZone, maxAttendees, eventTypes];
  const rest = {
    timeMin,
    timeMax,
    updatedMin: timestamp(query, "updatedMin"),
    orderBy: orderOf(query, singleEvents),
    q: textParam(query, "q"),
    iCalUID: textParam(query, "iCalUID"),
    privateProperties: properties(query, "privateExtendedProperty"),
    sharedProperties: properties(query, "sharedExtendedProperty"),
  };
  return {
    ...rest,
    maxResults: count(query, "maxResults", { least: 1, most: 2_500, fallback: 250 }) ?? 250,
    pageToken: textParam(query, "pageToken"),
    syncToken,
    singleEvents,
    showDeleted,
    timeZone,
    maxAttendees,
    eventTypes,
    syncBind: bindingOf(keep),
    pageBind: bindingOf([...keep, syncToken, showDeleted, Object.values(rest)]),
  };
}

/** A query whose answers end in a sync token: one that says more than a window selects too little to sync by. */
export function isSyncable(query: ListQuery): boolean {
  return (
    query.orderBy === null &&
    query.q === null &&
    query.iCalUID === null &&
    query.updatedMin === null &&
    query.privateProperties.length + query.sharedProperties.length === 0
  );
}

function refuseForbidden(query: URLSearchParams): void {
  for (const name of FORBIDDEN_WITH_SYNC) {
    if (query.has(name)) failInvalid(name, `Sync token cannot be used with ${name}.`);
  }
  if (query.get("showDeleted") === "false")
    failInvalid("showDeleted", "showDeleted may not be false with a sync token.");
}

function orderOf(query: URLSearchParams, singleEvents: boolean): ListQuery["orderBy"] {
  const order = textParam(query, "orderBy");
  if (order === null || order === "updated") return order;
  if (order !== "startTime") return failInvalid("orderBy");
  return singleEvents ? order : fail("orderingNotAvailable");
}

export function textParam(query: URLSearchParams, name: string): string | null {
  const value = query.get(name);
  return value === "" ? null : value;
}

export function flag(query: URLSearchParams, name: string): boolean | null {
  const value = textParam(query, name);
  if (value === null) return null;
  if (value === "true" || value === "1") return true;
  return value === "false" || value === "0"
    ? false
    : failInvalid(name, `Invalid boolean value: '${value.slice(0, 40)}'.`);
}

/** A count above the maximum is cut to it, as Google does; anything that is no count is refused. */
export function count(
  query: URLSearchParams,
  name: string,
  rule: { readonly least: number; readonly most: number; readonly fallback: number | null },
): number | null {
  const value = textParam(query, name);
  if (value === null) return rule.fallback;
  const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number) || number < rule.least)
    return failInvalid(name, `Invalid integer value: '${value.slice(0, 40)}'.`);
  return Math.min(number, rule.most);
}

export function timestamp(query: URLSearchParams, name: string): number | null {
  const value = textParam(query, name);
  return value === null ? null : fromTimestamp(value, name);
}

export function zoneParam(query: URLSearchParams): string | null {
  const zone = textParam(query, "timeZone");
  if (zone === null || isIanaZone(zone)) return zone;
  return failInvalid("timeZone", "Invalid time zone.");
}

function properties(query: URLSearchParams, name: string): readonly string[] {
  const all = query.getAll(name);
  for (const one of all) if (!one.includes("=")) failInvalid(name, "Extended properties are given as name=value.");
  return all;
}
