import type { Account } from "../world/account";
import type { Calendar, ListEntry, Role } from "../world/calendar";
import { etagOf, type Json } from "./render-event";

/** Google's palette of calendar colours: id → background, foreground. */
export const CALENDAR_COLORS: Readonly<Record<string, readonly [string, string]>> = {
  "1": ["#ac725e", "#1d1d1d"],
  "2": ["#d06b64", "#1d1d1d"],
  "3": ["#f83a22", "#1d1d1d"],
  "4": ["#fa573c", "#1d1d1d"],
  "7": ["#42d692", "#1d1d1d"],
  "8": ["#16a765", "#1d1d1d"],
  "9": ["#7bd148", "#1d1d1d"],
  "12": ["#fad165", "#1d1d1d"],
  "14": ["#9fe1e7", "#1d1d1d"],
  "15": ["#9fc6e7", "#1d1d1d"],
  "16": ["#4986e7", "#1d1d1d"],
  "17": ["#9a9cff", "#1d1d1d"],
  "22": ["#f691b2", "#1d1d1d"],
};

const CONFERENCES = { allowedConferenceSolutionTypes: ["hangoutsMeet"] };

const REMINDERS = [{ method: "popup", minutes: 10 }];
const NOTIFICATIONS = { notifications: [{ type: "eventCreation", method: "email" }] };

export interface EntryFacts {
  readonly account: Account;
  readonly entry: ListEntry;
  readonly calendar: Calendar | undefined;
  readonly role: Role;
  readonly ownerEmail: string;
}

/** One line of calendarList (fact sheet 2.1). */
export function renderEntry({ account, entry, calendar, role, ownerEmail }: EntryFacts): Json {
  const etag = etagOf(entry.revision * 1_000 + (calendar?.version ?? 0));
  if (entry.deleted || !calendar || role === "none") {
    return { kind: "calendar#calendarListEntry", etag, id: entry.calendarId, deleted: true };
  }
  const primary = calendar.primary && calendar.ownerId === account.id;
  return {
    kind: "calendar#calendarListEntry",
    etag,
    id: calendar.id,
    ...calendarTexts(calendar),
    ...(entry.nameOverride === null ? {} : { summaryOverride: entry.nameOverride }),
    timeZone: calendar.zone,
    ...colorOf(entry.color ?? calendar.color),
    ...flagsOf(entry),
    accessRole: role,
    defaultReminders: primary ? REMINDERS : [],
    ...entry.extra,
    ...(primary ? { primary: true, notificationSettings: NOTIFICATIONS } : {}),
    conferenceProperties: CONFERENCES,
    ...(calendar.primary ? {} : { dataOwner: ownerEmail }),
  };
}

function colorOf(colorId: string): Json {
  const [backgroundColor, foregroundColor] = CALENDAR_COLORS[colorId] ?? ["#9fe1e7", "#1d1d1d"];
  return { colorId, backgroundColor, foregroundColor };
}

function flagsOf(entry: ListEntry): Json {
  return { ...(entry.selected ? { selected: true } : {}), ...(entry.hidden ? { hidden: true } : {}) };
}

/** A calendar by itself. */
export function renderCalendar(calendar: Calendar, ownerEmail: string): Json {
  return {
    kind: "calendar#calendar",
    etag: etagOf(calendar.version),
    id: calendar.id,
    ...calendarTexts(calendar),
    timeZone: calendar.zone,
    conferenceProperties: CONFERENCES,
    ...(calendar.primary ? {} : { dataOwner: ownerEmail }),
  };
}

function calendarTexts(calendar: Calendar): Json {
  return {
    summary: calendar.name,
    ...(calendar.description === null ? {} : { description: calendar.description }),
    ...(calendar.location === null ? {} : { location: calendar.location }),
  };
}
