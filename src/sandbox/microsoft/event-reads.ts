import { faultOf, type Call } from "../kernel/call";
import { numberParam } from "../faults/rules";
import type { Reply } from "../kernel/reply";
import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import { instantOf } from "../world/when";
import { identifyCaller, type Caller } from "./caller";
import { readFilter, readOrder } from "./event-filter";
import { eventProperties, expandable } from "./event-properties";
import { refuse } from "./graph-errors";
import { openCalendar, openItem, type Found } from "./mailbox";
import { allowOptions, answer, contextOf, cutPage, listReply, project, readSelect } from "./odata";
import type { MicrosoftRoutes, Office } from "./office";
import type { Preferences } from "./preferences";
import { renderCancelled, renderEvent } from "./render-event";
import { readWindow } from "./read-window";
import { overlaps, seriesItems, startOf, type Item, type Window } from "./series";

const listOptions = ["$top", "$skip", "$select", "$filter", "$orderby", "$expand", "$count"];
const utc: Preferences = { zone: null, plainBody: false, immutableIds: false, pageSize: null, applied: [], key: "" };

/** Reading events: lists, single ones, the view of a window, the instances of a series. */
export function eventReadRoutes(office: Office, prefix: string): MicrosoftRoutes {
  const routes: Record<string, readonly [string, (call: Call) => Reply]> = {};
  for (const base of [`${prefix}/events`, `${prefix}/calendar/events`, `${prefix}/calendars/:calendarId/events`]) {
    routes[`GET ${base}`] = ["events.list", (call) => listEvents(office, call)];
    routes[`GET ${base}/:eventId`] = ["events.get", (call) => getEvent(office, call)];
    routes[`GET ${base}/:eventId/instances`] = ["events.instances", (call) => listInstances(office, call)];
  }
  for (const base of [prefix, `${prefix}/calendar`, `${prefix}/calendars/:calendarId`]) {
    routes[`GET ${base}/calendarView`] = ["events.view", (call) => viewEvents(office, call)];
  }
  return routes;
}

/** Rows whose details the caller may not see keep their times only. */
export function renderFor(office: Office, caller: Caller, found: Found): Record<string, unknown> {
  const { calendar, item } = found;
  const owner = office.ground.world.accounts.get(calendar.ownerId)?.email ?? "";
  const event = renderEvent(calendar, item, { owner, preferences: caller.preferences });
  const shared = calendar.ownerId !== caller.account.id;
  const isPrivate = event["sensitivity"] === "private" || event["sensitivity"] === "confidential";
  if (isTimesOnly(caller)) return { ...event, body: { contentType: "html", content: "" }, bodyPreview: "" };
  if (!shared || (!isPrivate && office.ground.world.roleOf(caller.account, calendar) !== "freeBusyReader"))
    return event;
  return {
    ...event,
    subject: isPrivate ? "Private Appointment" : "",
    body: { contentType: "html", content: "" },
    bodyPreview: "",
    attendees: [],
    location: { displayName: "" },
    locations: [],
  };
}

/** The newest version of each event that a read may see: with the fault of stale reads, an older one. */
function visibleRecords(office: Office, call: Call, calendar: Calendar): readonly EventRecord[] {
  const stale = faultOf(call, "stale-reads");
  if (faultOf(call, "empty-listing")) return [];
  if (!stale) return calendar.events.all();
  const revision = calendar.events.revisionAt(office.ground.clock.now() - numberParam(stale, "ms", 30_000));
  return calendar.events.all().flatMap((record) => calendar.events.asOf(record, revision) ?? []);
}

function listEvents(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  allowOptions(office, call, listOptions);
  const calendar = openCalendar(office, caller, call.params["calendarId"]);
  const items = visibleRecords(office, call, calendar)
    .filter((record) => !record.deleted && record.seriesId === null)
    .map((record): Item => ({ kind: record.recurrence ? "master" : "single", record }));
  return sendItems(office, call, { caller, calendar, items });
}

/** Filters, orders, cuts and renders, in that order, so that only the rows of the page are made in full. */
function sendItems(
  office: Office,
  call: Call,
  list: { caller: Caller; calendar: Calendar; items: readonly Item[] },
): Reply {
  const { caller, calendar } = list;
  refuseUnknownExpand(office, call);
  const select = readSelect(office, call, eventProperties);
  const items = arranged(office, call, { caller, calendar, items: list.items });
  const page = cutPage(office, call, { rows: items, caller });
  const rows = page.rows.map((item) => textFor(office, caller, { found: { calendar, item }, select }));
  const context = contextOf(office, call, `users('${caller.account.id}')/events`);
  return listReply(call, { context, page: { ...page, rows }, caller });
}

/** $filter and $orderby look at the rows as they read in UTC, whatever zone the answer is in. */
function arranged(
  office: Office,
  call: Call,
  list: { caller: Caller; calendar: Calendar; items: readonly Item[] },
): readonly Item[] {
  const filter = call.query.get("$filter");
  const order = call.query.get("$orderby");
  if (filter === null && order === null) return list.items;
  const fits = filter === null ? () => true : readFilter(office, filter);
  const compare = order === null ? () => 0 : readOrder(office, order);
  return list.items
    .map((item) => ({
      item,
      row: renderEvent(list.calendar, item, { owner: list.caller.account.email, preferences: utc }),
    }))
    .filter(({ row }) => fits(row))
    .toSorted((a, b) => compare(a.row, b.row))
    .map(({ item }) => item);
}

/** Whole rows of one's own calendar are kept; what depends on who looks or on $select is made each time. */
function textFor(office: Office, caller: Caller, wanted: { found: Found; select: ReadonlySet<string> | null }): string {
  const { calendar, item } = wanted.found;
  const render = (): string => JSON.stringify(project(renderFor(office, caller, wanted.found), wanted.select));
  const isPlain = wanted.select === null && calendar.ownerId === caller.account.id && item.kind !== "occurrence";
  if (!isPlain || isTimesOnly(caller)) return render();
  return office.texts.text(item.record, `list|${item.kind}|${caller.preferences.key}|${calendar.zone}`, render);
}

/** Calendars.ReadBasic alone opens no bodies. */
function isTimesOnly({ token }: Caller): boolean {
  const fuller = token.scopes.some((scope) => scope.startsWith("Calendars.Read") && scope !== "Calendars.ReadBasic");
  return token.scopes.includes("Calendars.ReadBasic") && !fuller;
}

function refuseUnknownExpand(office: Office, call: Call): void {
  const expand = call.query.get("$expand");
  if (expand === null) return;
  for (const name of expand.split(",").map((part) => part.trim().split("(")[0] ?? "")) {
    if (!expandable.has(name))
      refuse(office.ground, "BadRequest", {
        message: `Could not find a property named '${name.slice(0, 60)}' on type 'microsoft.graph.event'.`,
      });
  }
}

function viewEvents(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  allowOptions(office, call, listOptions);
  const calendar = openCalendar(office, caller, call.params["calendarId"]);
  const window = readWindow(office, call);
  const find = (): Item[] => itemsInWindow(calendar, visibleRecords(office, call, calendar), window);
  const items = call.faults.length > 0 ? find() : office.windows.items(calendar, window, find);
  return sendItems(office, call, { caller, calendar, items });
}

/** Everything that overlaps the window, in the order of its start; series expanded, masters left out. */
export function itemsInWindow(calendar: Calendar, records: readonly EventRecord[], window: Window): Item[] {
  const items: { item: Item; start: number }[] = [];
  for (const record of records) {
    if (record.deleted || record.seriesId !== null) continue;
    if (record.recurrence) {
      for (const item of seriesItems(calendar, record, window))
        items.push({ item, start: instantOf(startOf(item), calendar.zone) });
      continue;
    }
    const start = instantOf(record.start, calendar.zone);
    if (overlaps(start, instantOf(record.end, calendar.zone), window))
      items.push({ item: { kind: "single", record }, start });
  }
  return items
    .sort((a, b) => a.start - b.start || a.item.record.ordinal - b.item.record.ordinal)
    .map(({ item }) => item);
}

function getEvent(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  allowOptions(office, call, ["$select", "$expand"]);
  refuseUnknownExpand(office, call);
  const { eventId = "", calendarId } = call.params;
  const found = openItem(office, caller, { eventId, calendarId });
  const select = readSelect(office, call, eventProperties);
  const row = project(renderFor(office, caller, found), select);
  return answer(caller, 200, {
    "@odata.context": contextOf(office, call, `users('${caller.account.id}')/events/$entity`),
    ...row,
    ...seriesDetails(office, caller, { found, select }),
  });
}

/** Returned only when selected, on a master asked for by its id (fact sheet 4.1). */
function seriesDetails(
  office: Office,
  caller: Caller,
  about: { found: Found; select: ReadonlySet<string> | null },
): Record<string, unknown> {
  const { calendar, item } = about.found;
  if (item.kind !== "master" || about.select === null) return {};
  const details: Record<string, unknown> = {};
  if (about.select.has("cancelledOccurrences"))
    details["cancelledOccurrences"] = renderCancelled(calendar, item.record, caller.preferences);
  if (about.select.has("exceptionOccurrences")) {
    const everything = { from: Date.UTC(1900, 0, 1), to: Date.UTC(2200, 0, 1) };
    details["exceptionOccurrences"] = calendar.events
      .exceptionsOf(item.record.id)
      .filter((exception) =>
        seriesItems(calendar, item.record, windowAround(calendar, exception, everything)).some(
          ({ record }) => record === exception,
        ),
      )
      .map((record) =>
        renderFor(office, caller, {
          calendar,
          item: { kind: "exception", record, master: item.record, original: record.original ?? record.start },
        }),
      );
  }
  return details;
}

function windowAround(calendar: Calendar, record: EventRecord, limits: Window): Window {
  const [from, to] = [instantOf(record.start, calendar.zone), instantOf(record.end, calendar.zone)];
  return { from: Math.max(limits.from, from), to: Math.min(limits.to, to + 1) };
}

function listInstances(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  allowOptions(office, call, listOptions);
  const { eventId = "", calendarId } = call.params;
  const { calendar, item } = openItem(office, caller, { eventId, calendarId });
  if (item.kind !== "master")
    return refuse(office.ground, "ErrorInvalidRequest", {
      message: "Your request can't be completed. Instances can only be listed for a series master.",
    });
  return sendItems(office, call, {
    caller,
    calendar,
    items: seriesItems(calendar, item.record, readWindow(office, call)),
  });
}
