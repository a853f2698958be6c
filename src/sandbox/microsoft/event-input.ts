import type { Attendee, EventFields, EventRecord } from "../world/event";
import { instantOf, type When } from "../world/when";
import type { Calendar } from "../world/calendar";
import { eventProperties } from "./event-properties";
import { refuse } from "./graph-errors";
import type { Office } from "./office";
import { readRecurrence } from "./recurrence-input";
import { isObject, needKind, readChoice, readFlag, readText, type Fields } from "./request-body";
import { acceptedZone, readWhen } from "./wire-times";

type Change = { -readonly [Name in keyof EventFields]?: EventFields[Name] };

/** What the body is applied to: nothing yet, or the event as it is. */
export interface InputContext {
  readonly calendar: Calendar;
  readonly before: Pick<EventRecord, "start" | "end" | "attendees" | "extra" | "recurrence"> | null;
}

const showAsNames = ["free", "tentative", "busy", "oof", "workingElsewhere", "unknown"] as const;
const sensitivities = ["normal", "personal", "private", "confidential"] as const;
const importances = ["low", "normal", "high"] as const;
const attendeeTypes = ["required", "optional", "resource"] as const;
const meetingProviders = ["unknown", "skypeForBusiness", "skypeForConsumer", "teamsForBusiness"] as const;
const mostAttendees = 500;

/** Reads the JSON of an event into the world's terms. Wrong types, unknown names and impossible times are refused. */
export function readEventFields(office: Office, body: Fields, context: InputContext): Change {
  for (const name of Object.keys(body)) {
    if (name.includes("@") || eventProperties.has(name)) continue;
    refuse(office.ground, "RequestBodyRead", {
      message: `The property '${name.slice(0, 60)}' does not exist on type 'microsoft.graph.event'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
    });
  }
  const change: Change = {};
  const extra: Record<string, unknown> = { ...context.before?.extra };
  readTexts(office, body, change);
  readChoices(office, body, { change, extra });
  readFlags(office, body, extra);
  readTimes(office, body, { change, extra, context });
  if (Array.isArray(body["attendees"])) change.attendees = readAttendees(office, body["attendees"], context);
  else if (body["attendees"] !== undefined && body["attendees"] !== null)
    needKind(office, { name: "attendees", value: body["attendees"] }, "array");
  return { ...change, extra };
}

function readTexts(office: Office, body: Fields, change: Change): void {
  if (body["subject"] !== undefined) change.summary = readText(office, body, "subject") ?? null;
  const text = body["body"];
  if (text !== undefined && text !== null) {
    needKind(office, { name: "body", value: text }, "object");
    readChoice(office, text as Fields, { name: "contentType", of: ["text", "html"] });
    change.description = readText(office, text as Fields, "content") ?? "";
  }
  const { location, locations } = body;
  if (location !== undefined && location !== null) {
    needKind(office, { name: "location", value: location }, "object");
    change.location = readText(office, location as Fields, "displayName") ?? "";
  }
  if (locations === undefined || locations === null) return;
  needKind(office, { name: "locations", value: locations }, "array");
  const names = (locations as unknown[]).map(
    (place) => (isObject(place) ? readText(office, place, "displayName") : undefined) ?? "",
  );
  if (location === undefined) change.location = names.filter(Boolean).join("; ");
}

function readChoices(office: Office, body: Fields, into: { change: Change; extra: Record<string, unknown> }): void {
  const showAs = readChoice(office, body, { name: "showAs", of: showAsNames });
  if (showAs !== undefined) {
    into.change.free = showAs === "free" || showAs === "workingElsewhere";
    into.extra["showAs"] = showAs;
  }
  const sensitivity = readChoice(office, body, { name: "sensitivity", of: sensitivities });
  if (sensitivity !== undefined) {
    into.change.visibility = sensitivity === "private" || sensitivity === "confidential" ? sensitivity : "default";
    into.extra["sensitivity"] = sensitivity;
  }
  const importance = readChoice(office, body, { name: "importance", of: importances });
  if (importance !== undefined) into.extra["importance"] = importance;
  const provider = readChoice(office, body, { name: "onlineMeetingProvider", of: meetingProviders });
  // Once made, an online meeting stays as it is.
  if (provider !== undefined && into.extra["joinUrl"] === undefined) into.extra["onlineMeetingProvider"] = provider;
}

const flags = ["isReminderOn", "responseRequested", "allowNewTimeProposals", "hideAttendees"] as const;

function readFlags(office: Office, body: Fields, extra: Record<string, unknown>): void {
  for (const name of flags) {
    const value = readFlag(office, body, name);
    if (value !== undefined) extra[name] = value;
  }
  const minutes = body["reminderMinutesBeforeStart"];
  if (minutes !== undefined && minutes !== null) {
    needKind(office, { name: "reminderMinutesBeforeStart", value: minutes }, "number");
    extra["reminderMinutes"] = minutes;
  }
  const categories = body["categories"];
  if (categories !== undefined && categories !== null) {
    needKind(office, { name: "categories", value: categories }, "array");
    extra["categories"] = (categories as unknown[]).map(String);
  }
  if (readFlag(office, body, "isOnlineMeeting") === true && extra["joinUrl"] === undefined) {
    const thread = office.ground.ids.base64url(48);
    extra["joinUrl"] =
      `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${thread}%40thread.v2/0?context=%7b%22Tid%22%3a%22${office.ground.ids.guid()}%22%7d`;
  }
  const transactionId = readText(office, body, "transactionId");
  if (transactionId !== undefined && extra["transactionId"] === undefined) extra["transactionId"] = transactionId;
}

interface TimeTarget {
  readonly change: Change;
  readonly extra: Record<string, unknown>;
  readonly context: InputContext;
}

function readTimes(office: Office, body: Fields, target: TimeTarget): void {
  const { before, calendar } = target.context;
  const allDay = readFlag(office, body, "isAllDay") ?? before?.start.kind === "date";
  const given = {
    start: readMoment(office, body, { name: "start", allDay, target }),
    end: readMoment(office, body, { name: "end", allDay, target }),
  };
  const start = given.start ?? before?.start;
  const end = given.end ?? before?.end;
  if (!start || !end) {
    return refuse(office.ground, "ErrorPropertyValidationFailure", {
      message: "At least one property failed validation: start and end are required.",
    });
  }
  refuseImpossible(office, calendar, { start, end });
  if (given.start) target.change.start = given.start;
  if (given.end) target.change.end = given.end;
  readRule(office, body, { change: target.change, start, calendar });
}

function readRule(office: Office, body: Fields, target: { change: Change; start: When; calendar: Calendar }): void {
  const { recurrence } = body;
  if (recurrence === undefined) return;
  const zone = target.start.kind === "time" ? target.start.zone : target.calendar.zone;
  target.change.recurrence =
    recurrence === null ? null : readRecurrence(office, recurrence, { when: target.start, zone });
}

const notMidnight = "The Event.Start and Event.End properties of an all-day event must be set to midnight.";

function refuseImpossible(office: Office, calendar: Calendar, times: { start: When; end: When }): void {
  const { start, end } = times;
  if (start.kind !== end.kind) refuse(office.ground, "ErrorPropertyValidationFailure", { message: notMidnight });
  const length = instantOf(end, calendar.zone) - instantOf(start, calendar.zone);
  if (length > 0 || (length === 0 && start.kind === "time")) return;
  refuse(office.ground, "ErrorPropertyValidationFailure", { message: "The end must be after the start." });
}

function readMoment(
  office: Office,
  body: Fields,
  about: { name: "start" | "end"; allDay: boolean; target: TimeTarget },
): When | undefined {
  const value = body[about.name];
  if (value === undefined || value === null) return undefined;
  needKind(office, { name: about.name, value }, "object");
  const text = readText(office, value as Fields, "dateTime") ?? "";
  const zoneName = readText(office, value as Fields, "timeZone") ?? "UTC";
  const zone = acceptedZone(zoneName, office.switches);
  if (zone === null)
    return refuse(office.ground, "TimeZoneNotSupportedException", {
      message: `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zoneName.slice(0, 80)}'.`,
    });
  const when = readWhen(text, zone, about.allDay);
  if (when) {
    // The world keeps IANA zones; the custom name a seeded event may have had ends with its time.
    delete about.target.extra[`${about.name}ZoneName`];
    return when;
  }
  const isTime = readWhen(text, zone, false) !== null;
  return refuse(office.ground, isTime ? "ErrorPropertyValidationFailure" : "RequestBodyRead", {
    message: isTime ? notMidnight : `Cannot convert '${text.slice(0, 40)}' to a date and time.`,
  });
}

function readAttendees(office: Office, list: unknown[], context: InputContext): Attendee[] {
  if (list.length > mostAttendees)
    refuse(office.ground, "ErrorPropertyValidationFailure", {
      message: `An event may have at most ${mostAttendees} attendees.`,
    });
  return list.map((value) => {
    needKind(office, { name: "attendees", value }, "object");
    const address = (value as Fields)["emailAddress"];
    needKind(office, { name: "emailAddress", value: address }, "object");
    const email = readText(office, address as Fields, "address");
    if (!email?.includes("@"))
      return refuse(office.ground, "ErrorPropertyValidationFailure", {
        message: "At least one recipient isn't valid.",
      });
    const name = readText(office, address as Fields, "name");
    const type = readChoice(office, value as Fields, { name: "type", of: attendeeTypes });
    // The list is replaced whole, but who answered stays who answered.
    const known = context.before?.attendees.find((attendee) => attendee.email.toLowerCase() === email.toLowerCase());
    return {
      email,
      response: known?.response ?? "needsAction",
      ...(name === undefined ? {} : { name }),
      ...(type === "optional" ? { optional: true } : {}),
      ...(type === "resource" ? { resource: true } : {}),
    };
  });
}
