import { numberParam } from "../faults/rules";
import { faultOf, type Call } from "../kernel/call";
import type { Reply } from "../kernel/reply";
import type { Calendar } from "../world/calendar";
import { identifyCaller, type Caller } from "./caller";
import { cutDeltaPage, type PageWishes, type RoundPage } from "./delta-round";
import { readDeltaToken, refuseLost, writeDeltaToken, type DeltaState } from "./delta-token";
import { refuse } from "./graph-errors";
import { openCalendar } from "./mailbox";
import { answerText, contextOf, joinRows } from "./odata";
import { linkOrigin, type MicrosoftRoutes, type Office } from "./office";
import { readWindow } from "./read-window";

const unsupported = ["$select", "$expand", "$filter", "$orderby", "$search", "$top", "$skip", "$count"];

/** Change tracking over the view of a calendar, on the three prefixes. */
export function deltaRoutes(office: Office, prefix: string): MicrosoftRoutes {
  const routes: Record<string, readonly [string, (call: Call) => Reply]> = {};
  for (const base of [prefix, `${prefix}/calendar`, `${prefix}/calendars/:calendarId`]) {
    routes[`GET ${base}/calendarView/delta`] = ["events.delta", (call) => answerDelta(office, call)];
    routes[`GET ${base}/calendarView/delta()`] = ["events.delta", (call) => answerDelta(office, call)];
    routes[`GET ${base}/calendarView/microsoft.graph.delta()`] = ["events.delta", (call) => answerDelta(office, call)];
  }
  return routes;
}

function answerDelta(office: Office, call: Call): Reply {
  const caller = identifyCaller(office, call);
  refuseOptions(office, call);
  const calendar = openCalendar(office, caller, call.params["calendarId"]);
  if (call.params["calendarId"] !== undefined && !office.switches.perCalendarDelta) {
    refuse(office.ground, "ErrorInvalidRequest", {
      message: "Change tracking is not supported against 'microsoft.graph.event'.",
    });
  }
  const state = readState(office, call, { caller, calendar });
  if (faultOf(call, "sync-token-loop") && state.walk === "changes") refuseLost(office, call, state.window);
  const owner = office.ground.world.accounts.get(calendar.ownerId)?.email ?? "";
  const context = { calendar, window: state.window, preferences: caller.preferences, owner, texts: office.texts };
  const page = cutDeltaPage(context, state, wishesOf(office, call, { caller, calendar }));
  return sendPage(office, call, { caller, page: bent(call, state, page) });
}

function wishesOf(office: Office, call: Call, about: { caller: Caller; calendar: Calendar }): PageWishes {
  const { deltaPageSize, emptyDeltaPages, repeatedDeltaRows } = office.switches;
  return {
    size: Math.min(about.caller.preferences.pageSize ?? deltaPageSize, 1_000),
    emptyPages: emptyDeltaPages,
    repeats: repeatedDeltaRows,
    newest: newestSeen(office, call, about.calendar),
  };
}

/** Faults that only this operation can play: a page that leads to itself, and an empty round. */
function bent(call: Call, state: DeltaState, page: RoundPage): RoundPage {
  if (faultOf(call, "empty-listing")) return { ...page, rows: [], next: null };
  return faultOf(call, "page-loop") ? { ...page, next: state } : page;
}

function sendPage(office: Office, call: Call, sent: { caller: Caller; page: RoundPage }): Reply {
  const { caller, page } = sent;
  call.notes.rows = page.rows.length;
  const token = writeDeltaToken(office, caller.account.id, page.next ?? page.done);
  const links = page.next
    ? { "@odata.nextLink": link(office, call, { name: "$skiptoken", token }) }
    : { "@odata.deltaLink": link(office, call, { name: "$deltatoken", token }) };
  return answerText(
    caller,
    joinRows({ "@odata.context": contextOf(office, call, "Collection(event)") }, page.rows, links),
  );
}

function newestSeen(office: Office, call: Call, calendar: Calendar): number {
  const stale = faultOf(call, "stale-reads");
  if (!stale) return Number.MAX_SAFE_INTEGER;
  return calendar.events.revisionAt(office.ground.clock.now() - numberParam(stale, "ms", 30_000));
}

function refuseOptions(office: Office, call: Call): void {
  for (const name of call.query.keys()) {
    if (!unsupported.includes(name.toLowerCase())) continue;
    refuse(office.ground, "ErrorInvalidUrlQuery", {
      message:
        "The following parameters are not supported with change tracking over the 'CalendarView' resource: '$orderby, $filter, $select, $expand, $search, $top'.",
    });
  }
}

/** A first round, or the place a link points to. The window is in the link and may not be given again. */
function readState(office: Office, call: Call, about: { caller: Caller; calendar: Calendar }): DeltaState {
  const { caller, calendar } = about;
  const skip = call.query.get("$skiptoken");
  const delta = call.query.get("$deltatoken");
  const text = skip ?? delta;
  if (text === null || text === "") {
    return {
      calendarId: calendar.id,
      window: readWindow(office, call),
      walk: "all",
      position: 0,
      baseline: calendar.events.revision,
      page: 0,
      repeat: null,
    };
  }
  if (call.query.has("startDateTime") || call.query.has("endDateTime") || (skip !== null && delta !== null)) {
    return refuse(office.ground, "ErrorInvalidUrlQuery", {
      message: "A link of change tracking has its window in itself: send it unchanged.",
    });
  }
  const lifeMs = skip === null ? office.switches.deltaLinkLifeMs : office.switches.nextLinkLifeMs;
  const state = readDeltaToken(office, call, { text, accountId: caller.account.id, lifeMs });
  // A token belongs to one calendar (fact sheet 4.3).
  if (state.calendarId !== calendar.id || state.position > Math.max(calendar.events.revision, calendar.events.size)) {
    return refuse(office.ground, "SyncStateInvalid");
  }
  return state;
}

function link(office: Office, call: Call, to: { name: string; token: string }): string {
  return `${linkOrigin(office, call.request.base)}${call.path}?${to.name}=${to.token}`;
}
