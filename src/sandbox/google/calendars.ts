import type { Call } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import type { Naming } from "../kernel/provider";
import { json, jsonText, noContent, type Reply } from "../kernel/reply";
import { ROLES, type Calendar, type Role } from "../world/calendar";
import { deleteEvent } from "../world/person-edits";
import { authorize, needRole, openCalendar, type Access } from "./auth";
import { CALENDAR_COLORS, renderCalendar } from "./calendar-json";
import { fail, failInvalid } from "./errors";
import { bodyOf } from "./events-write";
import { etagOf, type Json } from "./render-event";
import { isIanaZone } from "./when-json";

export function getCalendar(ground: Ground, call: Call): Reply {
  const { calendar } = open(ground, call);
  return jsonText(JSON.stringify(rendered(ground, calendar)), { etag: etagOf(calendar.version) });
}

function open(ground: Ground, call: Call): Access {
  return openCalendar(ground, authorize(ground, call), call.params.calendarId ?? "");
}

function rendered(ground: Ground, calendar: Calendar): Json {
  return renderCalendar(calendar, ground.world.accounts.get(calendar.ownerId)?.email ?? "");
}

export function insertCalendar(ground: Ground, naming: Naming, call: Call): Reply {
  const { account } = authorize(ground, call);
  const body = bodyOf(call);
  if (typeof body.summary !== "string" || body.summary === "") return failInvalid("summary", "Required", "required");
  const calendar = ground.world.addCalendar({
    id: naming.calendarId(account, false),
    ownerId: account.id,
    name: body.summary,
    zone: "UTC",
  });
  applyTexts(calendar, body);
  return json(200, rendered(ground, calendar));
}

/** calendars.update and patch. A change of the zone alone moves all-day events' busy times, not their dates. */
export function changeCalendar(ground: Ground, call: Call, mode: "update" | "patch"): Reply {
  const access = open(ground, call);
  needRole(access, "owner");
  const body = bodyOf(call);
  if (mode === "update" && typeof body.summary !== "string") return failInvalid("summary", "Required", "required");
  applyTexts(access.calendar, mode === "update" ? { description: null, location: null, ...body } : body);
  access.calendar.version += 1;
  return json(200, rendered(ground, access.calendar));
}

function applyTexts(calendar: Calendar, body: Json): void {
  const { summary, description, location, timeZone } = body;
  if (timeZone !== undefined && !isIanaZone(timeZone)) return failInvalid("timeZone", "Invalid time zone.");
  if (typeof summary === "string") calendar.name = summary;
  if (typeof timeZone === "string") calendar.zone = timeZone;
  if (description !== undefined) calendar.description = typeof description === "string" ? description : null;
  if (location !== undefined) calendar.location = typeof location === "string" ? location : null;
}

export function deleteCalendar(ground: Ground, call: Call): Reply {
  const access = open(ground, call);
  needRole(access, "owner");
  if (access.calendar.primary) return fail("forbidden");
  ground.world.deleteCalendar(access.calendar);
  return noContent;
}

/** calendars.clear: deletes every event of the primary calendar. */
export function clearCalendar(ground: Ground, call: Call): Reply {
  const access = open(ground, call);
  needRole(access, "owner");
  if (!access.calendar.primary) return fail("forbidden");
  const { events } = access.calendar;
  for (const event of events.all()) if (!event.deleted && event.seriesId === null) deleteEvent(events, event);
  return noContent;
}

export function colors(ground: Ground, call: Call): Reply {
  authorize(ground, call);
  const palette = Object.fromEntries(
    Object.entries(CALENDAR_COLORS).map(([id, [background, foreground]]) => [id, { background, foreground }]),
  );
  return json(200, { kind: "calendar#colors", updated: "2012-02-14T00:00:00.000Z", calendar: palette, event: palette });
}

export function listAcl(ground: Ground, call: Call): Reply {
  const access = open(ground, call);
  needRole(access, "writer");
  const items = [...access.calendar.acl].map(([scope, role]) => renderRule(scope, role));
  return json(200, { kind: "calendar#acl", etag: etagOf(access.calendar.version), items });
}

function renderRule(scope: string, role: Role): Json {
  const at = scope.indexOf(":");
  const inner = at < 0 ? { type: scope } : { type: scope.slice(0, at), value: scope.slice(at + 1) };
  return { kind: "calendar#aclRule", etag: etagOf(ROLES.indexOf(role)), id: scope, scope: inner, role };
}

export function getRule(ground: Ground, call: Call): Reply {
  const access = open(ground, call);
  needRole(access, "writer");
  const scope = call.params.ruleId ?? "";
  const role = access.calendar.acl.get(scope);
  return role ? json(200, renderRule(scope, role)) : fail("notFound");
}

/** acl.insert, update and patch. The owner of a calendar stays its owner. */
export function putRule(ground: Ground, call: Call): Reply {
  const access = open(ground, call);
  needRole(access, "owner");
  const body = bodyOf(call);
  const { role } = body;
  if (!ROLES.includes(role as Role)) return failInvalid("role");
  const scope = call.params.ruleId ?? scopeOf(body.scope);
  const given = role === "none" ? "none" : (role as Role);
  if (call.params.ruleId !== undefined && !access.calendar.acl.has(scope)) return fail("notFound");
  ground.world.share(access.calendar, scope, given);
  return json(200, renderRule(scope, given));
}

export function deleteRule(ground: Ground, call: Call): Reply {
  const access = open(ground, call);
  needRole(access, "owner");
  const scope = call.params.ruleId ?? "";
  if (!access.calendar.acl.has(scope)) return fail("notFound");
  if (scope === `user:${ground.world.accounts.get(access.calendar.ownerId)?.email}`) return fail("forbidden");
  ground.world.share(access.calendar, scope, "none");
  return noContent;
}

function scopeOf(value: unknown): string {
  const { type, value: who } = (typeof value === "object" && value !== null ? value : {}) as Json;
  if (type === "default") return "default";
  if (!["user", "group", "domain"].includes(String(type)) || typeof who !== "string" || who === "") {
    return failInvalid("scope", "Invalid scope value.");
  }
  return `${String(type)}:${who.toLowerCase()}`;
}

/** settings.list and get: what clients read to learn a person's zone and language. */
export function settings(ground: Ground, call: Call): Reply {
  const { account } = authorize(ground, call);
  const all: Record<string, string> = {
    timezone: account.facts.zone,
    locale: account.facts.locale,
    weekStart: "1",
    format24HourTime: "true",
    defaultEventLength: "30",
  };
  const render = (id: string): Json => ({ kind: "calendar#setting", etag: etagOf(id.length), id, value: all[id] });
  const wanted = call.params.setting;
  if (wanted !== undefined) return Object.hasOwn(all, wanted) ? json(200, render(wanted)) : fail("notFound");
  return json(200, { kind: "calendar#settings", etag: etagOf(1), items: Object.keys(all).map(render) });
}
