import { faultOf, type Call } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import { json, jsonText, noContent, type Reply } from "../kernel/reply";
import type { Account } from "../world/account";
import { atLeast, ROLES, type ListEntry, type Role } from "../world/calendar";
import { authorize, openCalendar, type Caller } from "./auth";
import { renderEntry, type EntryFacts } from "./calendar-json";
import { bindingOf, decodeCursor, encodeCursor } from "./cursor";
import { fail, failInvalid } from "./errors";
import { bodyOf } from "./events-write";
import { count, flag, textParam } from "./list-query";
import { etagOf, type Json } from "./render-event";

interface Query {
  readonly minAccessRole: Role | null;
  readonly ownOrganization: boolean;
  readonly showDeleted: boolean;
  readonly showHidden: boolean;
  readonly bind: string;
}

/** calendarList.list with page tokens and sync tokens of its own. */
export function listCalendars(ground: Ground, call: Call): Reply {
  const { account } = authorize(ground, call);
  const syncToken = textParam(call.query, "syncToken");
  const query = readQuery(call, syncToken !== null);
  const since = syncToken === null ? null : readSyncToken(ground, account, { call, token: syncToken });
  const page = readPageToken(call, account, query);
  const maxResults = count(call.query, "maxResults", { least: 1, most: 250, fallback: 100 }) ?? 100;
  const entries = since === null ? account.entries() : account.entriesSince(since);
  const facts = faultOf(call, "empty-listing") ? [] : entries.map((entry) => factsOf(ground, account, entry));
  const shown = facts.filter((fact) => isShown(fact, query, since !== null));
  const from = page?.after[0] ?? 0;
  const part = shown.slice(from, from + maxResults);
  const next = from + part.length;
  const base = page?.base ?? account.listRevision;
  const looped = faultOf(call, "page-loop") !== undefined;
  const more = looped || next < shown.length;
  call.notes.rows = part.length;
  const token = more
    ? { nextPageToken: encodePage(account, query, { base, at: looped ? from : next }) }
    : { nextSyncToken: encodeSync(ground, account, base) };
  return json(200, {
    kind: "calendar#calendarList",
    etag: etagOf(account.listRevision),
    ...token,
    items: part.map(renderEntry),
  });
}

function readQuery(call: Call, incremental: boolean): Query {
  const { query } = call;
  const minAccessRole = textParam(query, "minAccessRole");
  if (minAccessRole !== null && !ROLES.includes(minAccessRole as Role)) failInvalid("minAccessRole");
  if (incremental) {
    for (const name of ["minAccessRole", "showOwnOrganizationOnly"]) {
      if (query.has(name)) failInvalid(name, `Sync token cannot be used with ${name}.`);
    }
    for (const name of ["showDeleted", "showHidden"]) {
      if (query.get(name) === "false") failInvalid(name, `${name} may not be false with a sync token.`);
    }
  }
  const showDeleted = incremental || flag(query, "showDeleted") === true;
  const showHidden = incremental || flag(query, "showHidden") === true;
  const ownOrganization = flag(query, "showOwnOrganizationOnly") === true;
  const bind = bindingOf([minAccessRole, showDeleted, showHidden, ownOrganization, textParam(query, "syncToken")]);
  return { minAccessRole: minAccessRole as Role | null, ownOrganization, showDeleted, showHidden, bind };
}

function readSyncToken(
  ground: Ground,
  account: Account,
  given: { readonly call: Call; readonly token: string },
): number {
  const cursor = decodeCursor(given.token, "sync");
  if (!cursor || faultOf(given.call, "sync-token-loop")) return fail("fullSyncRequired");
  if (cursor.list !== listName(account)) return failInvalid("syncToken", "The sync token belongs to another list.");
  const age = ground.clock.now() - cursor.issuedAt;
  const dead = cursor.revision < account.oldestListToken || age > ground.switches.google.syncTokenLifeMs;
  return dead ? fail("fullSyncRequired") : cursor.revision;
}

function readPageToken(call: Call, account: Account, query: Query) {
  const token = textParam(call.query, "pageToken");
  if (token === null) return null;
  const cursor = decodeCursor(token, "page");
  const fits = cursor?.list === listName(account) && cursor.bind === query.bind;
  return fits ? cursor : failInvalid("pageToken", "Invalid page token value.");
}

function encodePage(account: Account, query: Query, at: { readonly base: number; readonly at: number }): string {
  return encodeCursor({
    kind: "page",
    list: listName(account),
    bind: query.bind,
    base: at.base,
    after: [at.at, 0, ""],
    horizon: 0,
  });
}

function encodeSync(ground: Ground, account: Account, revision: number): string {
  return encodeCursor({
    kind: "sync",
    list: listName(account),
    bind: "",
    revision,
    issuedAt: ground.clock.now(),
    window: [null, null, 0],
  });
}

function listName(account: Account): string {
  return `list/${account.id}`;
}

function factsOf(ground: Ground, account: Account, entry: ListEntry): EntryFacts {
  const calendar = ground.world.calendars.get(entry.calendarId);
  const role = calendar ? ground.world.roleOf(account, calendar) : "none";
  const ownerEmail = ground.world.accounts.get(calendar?.ownerId ?? "")?.email ?? "";
  return { account, entry, calendar, role, ownerEmail };
}

function isShown(facts: EntryFacts, query: Query, incremental: boolean): boolean {
  const gone = facts.entry.deleted || facts.role === "none";
  if (incremental) return true;
  if (gone) return query.showDeleted;
  if (facts.entry.hidden && !query.showHidden) return false;
  if (query.ownOrganization && domainOf(facts.ownerEmail) !== domainOf(facts.account.email)) return false;
  return query.minAccessRole === null || atLeast(facts.role, query.minAccessRole);
}

function domainOf(email: string): string {
  return email.slice(email.indexOf("@") + 1);
}

export function getEntry(ground: Ground, call: Call): Reply {
  const caller = authorize(ground, call);
  const entry = entryOf(ground, caller, call);
  const rendered = renderEntry(factsOf(ground, caller.account, entry));
  return jsonText(JSON.stringify(rendered), { etag: String(rendered.etag) });
}

function entryOf(ground: Ground, { account }: Caller, call: Call): ListEntry {
  const id = call.params.calendarId ?? "";
  const entry = account.entry(id === "primary" ? ground.world.primaryOf(account).id : id);
  return entry && !entry.deleted ? entry : fail("notFound");
}

/** calendarList.insert: puts a calendar the person may see on their list. */
export function insertEntry(ground: Ground, call: Call): Reply {
  const caller = authorize(ground, call);
  const body = bodyOf(call);
  if (typeof body.id !== "string") return failInvalid("id", "Required", "required");
  const { calendar } = openCalendar(ground, caller, body.id);
  const { account } = caller;
  ground.world.listChanged(account, () => account.putEntry(calendar.id, { deleted: false, ...entryChange(body) }));
  return json(200, renderEntry(factsOf(ground, account, account.entry(calendar.id) as ListEntry)));
}

/** calendarList.update and patch: only what belongs to the line, not to the calendar. */
export function changeEntry(ground: Ground, call: Call): Reply {
  const caller = authorize(ground, call);
  const entry = entryOf(ground, caller, call);
  const change = entryChange(bodyOf(call));
  ground.world.listChanged(caller.account, () => caller.account.putEntry(entry.calendarId, change));
  return json(200, renderEntry(factsOf(ground, caller.account, entry)));
}

export function deleteEntry(ground: Ground, call: Call): Reply {
  const caller = authorize(ground, call);
  const entry = entryOf(ground, caller, call);
  const calendar = ground.world.calendars.get(entry.calendarId);
  if (calendar?.ownerId === caller.account.id) return fail("forbidden");
  ground.world.listChanged(caller.account, () => caller.account.putEntry(entry.calendarId, { deleted: true }));
  return noContent;
}

function entryChange(body: Json): Partial<ListEntry> {
  const { summaryOverride, colorId, hidden, selected, defaultReminders } = body;
  return {
    ...(typeof summaryOverride === "string" ? { nameOverride: summaryOverride } : {}),
    ...(typeof colorId === "string" ? { color: colorId } : {}),
    ...(typeof hidden === "boolean" ? { hidden } : {}),
    ...(typeof selected === "boolean" ? { selected } : {}),
    ...(Array.isArray(defaultReminders) ? { extra: { defaultReminders: readReminders(defaultReminders) } } : {}),
  };
}

function readReminders(reminders: readonly unknown[]): Json[] {
  return reminders.map((reminder) => {
    const { method, minutes } = (reminder ?? {}) as Json;
    const fits = (method === "email" || method === "popup") && Number.isInteger(minutes);
    return fits ? { method, minutes } : failInvalid("defaultReminders");
  });
}
