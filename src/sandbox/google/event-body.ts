import { parseRecurrenceLines } from "../recurrence/recurrence-lines";
import { InvalidRecurrence } from "../recurrence/rule";
import type { EventFields, EventRecord } from "../world/event";
import { instantOf, type When } from "../world/when";
import { readAttendees } from "./attendees";
import { fail, failInvalid } from "./errors";
import { readExtra } from "./event-extra";
import type { Json } from "./render-event";
import { fromEventDateTime } from "./when-json";

export interface BodyContext {
  readonly zone: string;
  readonly conferenceVersion: number;
  readonly attachments: boolean;
  /** The event before the write; null for a new one. */
  readonly before: EventRecord | null;
}

const STATUSES = ["confirmed", "tentative", "cancelled"] as const;
const VISIBILITIES = ["default", "public", "private", "confidential"] as const;
const WRITABLE_TYPES = ["default", "outOfOffice", "focusTime", "workingLocation", "birthday"];

/** What a request body says about an event, checked (fact sheet 2.5). Fields it leaves out are at their default. */
export function readEventBody(body: Json, context: BodyContext): Omit<EventFields, "organizer" | "creator"> {
  const start = readTime(body.start, "start", context);
  const end = readTime(body.end, "end", context);
  const recurrence = readRecurrence(body, context);
  if (start.kind !== end.kind) failInvalid("end", "Start and end must both be dates or both be times.");
  if (instantOf(end, context.zone) < instantOf(start, context.zone)) fail("timeRangeEmpty");
  const eventType = readType(body, context);
  const workplace = eventType === "workingLocation";
  return {
    summary: text(body, "summary"),
    description: text(body, "description"),
    location: text(body, "location"),
    status: oneOf(body, "status", STATUSES) ?? "confirmed",
    start,
    end,
    recurrence,
    free: workplace || oneOf(body, "transparency", ["opaque", "transparent"] as const) === "transparent",
    visibility: workplace ? "public" : (oneOf(body, "visibility", VISIBILITIES) ?? "default"),
    eventType,
    attendees: readAttendees(body.attendees),
    extra: readExtra(body, context),
  };
}

function readTime(value: unknown, field: "start" | "end", context: BodyContext): When {
  if (value === undefined || value === null)
    return field === "end" ? fail("missingEndTime") : failInvalid("start", "Missing start time.", "required");
  return fromEventDateTime(value, context.zone, field);
}

const MOST_LINES = 200;

function readRecurrence(body: Json, context: BodyContext): readonly string[] | null {
  const { recurrence } = body;
  if (recurrence === undefined || recurrence === null) return null;
  if (!Array.isArray(recurrence) || recurrence.length > MOST_LINES) return failInvalid("recurrence");
  if (recurrence.length === 0) return null;
  const lines = recurrence.map((line) =>
    typeof line === "string" && line.length < 8_192 ? line : failInvalid("recurrence"),
  );
  if (context.before?.seriesId) return failInvalid("recurrence", "An instance of a series cannot repeat by itself.");
  const start = body.start as Json;
  if (start.dateTime !== undefined && typeof start.timeZone !== "string") {
    failInvalid("start.timeZone", "Missing time zone definition for start time.", "required");
  }
  try {
    parseRecurrenceLines(lines);
  } catch (error) {
    if (error instanceof InvalidRecurrence) return failInvalid("recurrence", "Invalid recurrence rule.");
    throw error;
  }
  return lines;
}

function readType(body: Json, context: BodyContext): string {
  const { eventType } = body;
  const before = context.before?.eventType;
  if (eventType === undefined || eventType === null) return before ?? "default";
  if (before !== undefined)
    return eventType === before ? before : failInvalid("eventType", "The type of an event cannot change.");
  return WRITABLE_TYPES.includes(String(eventType)) ? String(eventType) : failInvalid("eventType");
}

const LONGEST_TEXT = 1_000_000;

function text(body: Json, name: string): string | null {
  const value = body[name];
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "string" && value.length <= LONGEST_TEXT ? value : failInvalid(name);
}

function oneOf<T extends string>(body: Json, name: string, values: readonly T[]): T | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  return values.includes(value as T) ? (value as T) : failInvalid(name);
}

/** The event as the body that would leave it unchanged: what a patch is merged into. */
export function toBody(record: EventRecord): Json {
  const time = (when: When): Json =>
    when.kind === "date" ? { date: when.date } : { dateTime: new Date(when.ms).toISOString(), timeZone: when.zone };
  return {
    ...record.extra,
    summary: record.summary,
    description: record.description,
    location: record.location,
    status: record.status,
    start: time(record.start),
    end: time(record.end),
    recurrence: record.recurrence,
    transparency: record.free ? "transparent" : "opaque",
    visibility: record.visibility,
    eventType: record.eventType,
    attendees: record.attendees.map(({ name, response, ...rest }) => ({
      ...rest,
      responseStatus: response,
      ...(name === undefined ? {} : { displayName: name }),
    })),
  };
}

/** JSON merge: objects deeply, arrays whole, null removes (fact sheet 2.6). */
export function mergePatch(base: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const merged: Json = Object.create(null);
  if (typeof base === "object" && base !== null && !Array.isArray(base)) Object.assign(merged, base);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], value);
  }
  return merged;
}
