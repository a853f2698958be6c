import { ProviderError } from "@/core/errors/provider-error";
import type { ChangePage, ReadRequest, RemoteChange } from "@/core/ports/calendar-provider";
import type { CalendarCall } from "@/core/ports/provider-call";
import { isWire, listOf, textOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import { fromEvent } from "./map-event";
import type { GoogleWire } from "./wire";

/** What a page is asked for with. A page token is good only with the very query that gave it. */
type Query = {
  readonly timeMin?: string;
  readonly timeMax?: string;
  readonly syncToken?: string;
  readonly pageToken?: string;
};
const members = ["timeMin", "timeMax", "syncToken", "pageToken"] as const;

/**
 * SYN-1. A full read asks for the occurrences of a window; a delta repeats that query without the window, which Google
 * refuses together with a sync token and need not keep to: what lies outside is dropped by whoever reads us.
 */
export async function listChanges(wire: GoogleWire, call: CalendarCall, request: ReadRequest): Promise<ChangePage> {
  const query = toQuery(request);
  const ask = wire.openApi(call, "listChanges");
  const answer = await ask({ endpoint: "GET /calendars/{calendar}/events" }, (api, options) =>
    api.events.list(
      {
        calendarId: call.remoteCalendarId,
        singleEvents: true,
        maxResults: wire.settings.pageSize ?? facts.limits.pageSize,
        ...query,
      },
      options,
    ),
  );
  const { items } = answer;
  if (items !== undefined && !Array.isArray(items)) throw unusable("no_items");
  const changes = listOf(items).map((row) => fromEvent(row, call.calendarZone));
  return { changes, next: nextOf(answer, query) };
}

function nextOf(answer: Wire, query: Query): ChangePage["next"] {
  const pageToken = textOf(answer["nextPageToken"]);
  // F79: the token of an answer without events is kept as well.
  if (pageToken === null) return { kind: "end", cursor: textOf(answer["nextSyncToken"]) };
  // F75
  if (pageToken === query.pageToken)
    throw new ProviderError("endless_pages", { provider: facts.id, operation: "listChanges" });
  return { kind: "page", mark: JSON.stringify({ ...query, pageToken }) };
}

function toQuery({ window, from }: ReadRequest): Query {
  if (from.kind === "cursor") return { syncToken: from.cursor };
  if (from.kind === "start") return { timeMin: window.from.toISOString(), timeMax: window.to.toISOString() };
  const mark = readMark(from.mark);
  if (textOf(mark["pageToken"]) === null)
    throw new ProviderError("invalid_request", { provider: facts.id, operation: "listChanges", reason: "mark" });
  return Object.fromEntries(members.flatMap((name) => (textOf(mark[name]) === null ? [] : [[name, mark[name]]])));
}

function readMark(mark: string): Wire {
  try {
    const value: unknown = JSON.parse(mark);
    return isWire(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

const unusable = (reason: string) =>
  new ProviderError("malformed_answer", { provider: facts.id, operation: "listChanges", reason });

/** One event by its id, as a listing would give it. */
export async function readEvent(wire: GoogleWire, call: CalendarCall, remoteId: string): Promise<RemoteChange> {
  const ask = wire.openApi(call, "readEvent");
  const answer = await ask({ endpoint: "GET /calendars/{calendar}/events/{event}" }, (api, options) =>
    api.events.get({ calendarId: call.remoteCalendarId, eventId: remoteId }, options),
  );
  return fromEvent(answer, call.calendarZone);
}
