import type { Caller } from "./caller";
import { refuse } from "./graph-errors";
import { visibleCalendars } from "./mailbox";
import type { Office } from "./office";
import { readText, type Fields } from "./request-body";
import type { ChangeType } from "./subscription";
import { readBound } from "./wire-times";

const changeTypes: readonly ChangeType[] = ["created", "updated", "deleted"];
const longestClientState = 128;
const minuteMs = 60_000;

function refuseRequest(office: Office, message: string): never {
  return refuse(office.ground, "InvalidRequest", { message });
}

export function readChangeTypes(office: Office, body: Fields): ChangeType[] {
  const names = (readText(office, body, "changeType") ?? "").split(",").map((name) => name.trim().toLowerCase());
  const found = changeTypes.filter((type) => names.includes(type));
  if (found.length === 0 || names.some((name) => !(changeTypes as readonly string[]).includes(name))) {
    return refuseRequest(office, "changeType must be one or more of created, updated, deleted.");
  }
  return found;
}

/** https, or http to this machine where the sandbox may. */
export function readCallback(
  office: Office,
  body: Fields,
  name: "notificationUrl" | "lifecycleNotificationUrl",
): string | null {
  const text = readText(office, body, name);
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  const allowed =
    url?.protocol === "https:" || (url?.protocol === "http:" && loopback && office.switches.loopbackCallbacks);
  return allowed ? text : refuseRequest(office, `${name} must be an https address.`);
}

/** `me/events` and `users/{id}/events` are documented; a single calendar only by a switch. Null calendar: the whole mailbox. */
export function readResource(
  office: Office,
  caller: Caller,
  body: Fields,
): { resource: string; calendarId: string | null } {
  const resource = readText(office, body, "resource") ?? "";
  const path = resource.replace(/^\/+|\/+$/g, "").replace(/^v1\.0\//i, "");
  const match = /^(?:me|users\/([^/]+))(?:\/calendars\/([^/]+)|\/calendar)?\/events$/i.exec(path);
  if (!match)
    return refuseRequest(office, `Resource '${resource.slice(0, 80)}' is not supported for change notifications.`);
  const [, userId, calendarName] = match;
  const isSelf =
    userId === undefined || userId === caller.account.id || userId.toLowerCase() === caller.account.email.toLowerCase();
  if (!isSelf) return refuse(office.ground, "ExtensionError");
  if (calendarName === undefined) return { resource, calendarId: null };
  if (!office.switches.perCalendarSubscriptions) return refuse(office.ground, "ExtensionError");
  const id = decodeURIComponent(calendarName);
  const calendar = visibleCalendars(office, caller.account).find((candidate) => candidate.id === id);
  return calendar ? { resource, calendarId: calendar.id } : refuse(office.ground, "ErrorItemNotFound");
}

/** No later than Outlook allows; sooner than 45 minutes is raised to that. */
export function readExpiry(office: Office, body: Fields): number {
  const { subscriptionMaxMinutes: most, subscriptionMinMinutes: least } = office.switches;
  const now = office.ground.clock.now();
  const at = readBound(readText(office, body, "expirationDateTime") ?? "");
  if (at === null) return refuseRequest(office, "expirationDateTime is missing or not a date and time.");
  if (at <= now) return refuseRequest(office, "Subscription expiration must be in the future.");
  if (at > now + most * minuteMs) {
    return refuseRequest(office, `Subscription expiration can only be ${most} minutes in the future.`);
  }
  return Math.max(at, now + least * minuteMs);
}

export function readClientState(office: Office, body: Fields): string | null {
  const state = readText(office, body, "clientState") ?? null;
  if (state !== null && state.length > longestClientState)
    refuseRequest(office, `clientState may have at most ${longestClientState} characters.`);
  return state;
}
