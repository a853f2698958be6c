import type { Attendee, EventFields, Response } from "../world/event";
import { endAfter, onDate, type When } from "../world/when";
import { addDays } from "../kernel/zone";
import type { Edit, NewPersonEvent } from "../world/person-edits";
import { refuse, textOf, whenOf, type Input } from "./input";

type Reader = (input: Input, zone: string) => Edit;

const READERS: Readonly<Record<Edit["do"], Reader>> = {
  create: (input, zone) => ({ do: "create", event: newEventOf(innerOf(input, "event"), zone) }),
  change: (input, zone) => ({ do: "change", eventId: idOf(input), fields: fieldsOf(innerOf(input, "fields"), zone) }),
  move: (input, zone) => ({
    do: "move",
    eventId: idOf(input),
    start: whenOf(input.start, zone),
    ...(input.end === undefined ? {} : { end: whenOf(input.end, zone) }),
  }),
  "move-to-calendar": (input) => ({
    do: "move-to-calendar",
    eventId: idOf(input),
    calendarId: needed(input, "calendarId"),
  }),
  "change-occurrence": (input, zone) => ({
    do: "change-occurrence",
    eventId: idOf(input),
    original: whenOf(input.original, zone),
    fields: fieldsOf(innerOf(input, "fields"), zone),
  }),
  "cancel-occurrence": (input, zone) => ({
    do: "cancel-occurrence",
    eventId: idOf(input),
    original: whenOf(input.original, zone),
  }),
  "restore-occurrence": (input, zone) => ({
    do: "restore-occurrence",
    eventId: idOf(input),
    original: whenOf(input.original, zone),
  }),
  split: (input, zone) => ({
    do: "split",
    eventId: idOf(input),
    original: whenOf(input.original, zone),
    fields: fieldsOf(innerOf(input, "fields"), zone),
  }),
  respond: (input) => ({
    do: "respond",
    eventId: idOf(input),
    email: needed(input, "email"),
    response: responseOf(input.response),
  }),
  delete: (input) => ({ do: "delete", eventId: idOf(input) }),
  undelete: (input) => ({ do: "undelete", eventId: idOf(input) }),
};

/** Reads an edit as a test or the control page sends it. */
export function editOf(input: Input, zone: string): Edit {
  const kind = textOf(input, "do") ?? "";
  if (!Object.hasOwn(READERS, kind)) return refuse(`do must be one of ${Object.keys(READERS).join(", ")}.`);
  return READERS[kind as Edit["do"]](input, zone);
}

function newEventOf(input: Input, zone: string): NewPersonEvent {
  const start = whenOf(input.start, zone);
  const end = input.end === undefined ? defaultEnd(start) : whenOf(input.end, zone);
  const { start: _start, end: _end, ...fields } = fieldsOf(input, zone);
  const id = textOf(input, "id");
  const uid = textOf(input, "uid");
  return { ...fields, start, end, ...(id === undefined ? {} : { id }), ...(uid === undefined ? {} : { uid }) };
}

function defaultEnd(start: When): When {
  if (start.kind === "date") return onDate(addDays(start.date, 1));
  return endAfter(start, { start, end: { ...start, ms: start.ms + 3_600_000 } });
}

const TEXTS = ["summary", "description", "location", "eventType", "visibility", "status"] as const;

function fieldsOf(input: Input, zone: string): Partial<EventFields> {
  const fields: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const value = textOf(input, name);
    if (value !== undefined) fields[name] = value;
  }
  for (const name of ["start", "end"] as const) if (input[name] !== undefined) fields[name] = whenOf(input[name], zone);
  if (input.recurrence !== undefined) fields.recurrence = input.recurrence === null ? null : linesOf(input.recurrence);
  if (typeof input.free === "boolean") fields.free = input.free;
  if (Array.isArray(input.attendees)) fields.attendees = input.attendees.map(attendeeOf);
  if (isObject(input.extra)) fields.extra = input.extra;
  if (isObject(input.organizer)) fields.organizer = personOf(input.organizer);
  return fields as Partial<EventFields>;
}

function isObject(value: unknown): value is Input {
  return typeof value === "object" && value !== null;
}

function linesOf(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) return value;
  return refuse("recurrence must be a list of lines.");
}

function attendeeOf(value: unknown): Attendee {
  if (typeof value === "string") return { email: value, response: "needsAction" };
  const input = (value ?? {}) as Input;
  return { ...personOf(input), response: input.response === undefined ? "needsAction" : responseOf(input.response) };
}

function personOf(input: Input): { email: string; name?: string } {
  const name = textOf(input, "name");
  return { email: needed(input, "email"), ...(name === undefined ? {} : { name }) };
}

function responseOf(value: unknown): Response {
  const all: readonly unknown[] = ["needsAction", "declined", "tentative", "accepted"];
  return all.includes(value)
    ? (value as Response)
    : refuse("response must be needsAction, declined, tentative or accepted.");
}

function innerOf(input: Input, name: string): Input {
  const inner = input[name] ?? {};
  return typeof inner === "object" && !Array.isArray(inner) ? (inner as Input) : refuse(`${name} must be an object.`);
}

function idOf(input: Input): string {
  return needed(input, "eventId");
}

function needed(input: Input, name: string): string {
  return textOf(input, name) ?? refuse(`${name} is missing.`);
}
