import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { ChangePage, ReadRequest, RemoteChange } from "@/core/ports/calendar-provider";
import type { CalendarCall } from "@/core/ports/provider-call";
import { isWire, textOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import { fromEvent } from "./map-event";
import { calendarPath, eventPath, type AskGraph, type MicrosoftWire } from "./wire";

const endpoint = "GET /me/calendars/{calendar}/calendarView/delta";

/** SYN-2. The cursor is the whole delta link: calendar and window are in it, and are never given again. */
export async function listChanges(wire: MicrosoftWire, call: CalendarCall, request: ReadRequest): Promise<ChangePage> {
  const { path, print } = toPlace(call, request);
  const ask = wire.openApi(call, "listChanges");
  const answer = await ask({ endpoint, path }, (graph) => graph.get());
  const { value } = answer;
  if (!Array.isArray(value)) throw failure("malformed_answer", "no_value");
  const rows = value.filter(isWire);
  return { changes: await toChanges({ ask, call }, rows), next: nextOf(answer, { path, print, rows }) };
}

type Round = { readonly ask: AskGraph; readonly call: CalendarCall };

/**
 * Removals first said are first told; a series is told whole: its rows are never split over pages, and a cancelled
 * occurrence shows only by its absence among them.
 */
async function toChanges(round: Round, rows: readonly Wire[]): Promise<readonly RemoteChange[]> {
  const masters = new Map(
    rows.filter(({ type }) => type === "seriesMaster").map((row) => [textOf(row["id"]) ?? "", row]),
  );
  const series = new Set<string>();
  const changes: RemoteChange[] = [];
  const tellSeries = (seriesId: string) => {
    if (!series.has(seriesId)) changes.push({ kind: "series", seriesId });
    series.add(seriesId);
  };
  for (const row of rows) {
    const remoteId = textOf(row["id"]);
    const seriesId = textOf(row["seriesMasterId"]);
    if (isWire(row["@removed"])) {
      // Also said of what lies outside of the window and was never known.
      if (remoteId !== null) changes.push({ kind: "removed", remoteId });
    } else if (row["type"] === "seriesMaster") {
      if (remoteId !== null) tellSeries(remoteId);
    } else if (seriesId === null) {
      changes.push(fromEvent({ row, master: null }, round.call.calendarZone));
    } else {
      const master = masters.get(seriesId) ?? (await findMaster(round, seriesId));
      if (master !== null) masters.set(seriesId, master);
      tellSeries(seriesId);
      changes.push(toMember(round.call, row, master));
    }
  }
  return changes;
}

/** F80: an occurrence without its master says only where it stands. The cursor waits until somebody says what it is. */
function toMember(call: CalendarCall, row: Wire, master: Wire | null): RemoteChange {
  const remoteId = textOf(row["id"]);
  if (master === null && row["type"] === "occurrence" && remoteId !== null) {
    return { kind: "unresolved", remoteId, seriesId: textOf(row["seriesMasterId"]) };
  }
  return fromEvent({ row, master }, call.calendarZone);
}

async function findMaster({ ask, call }: Round, seriesId: string): Promise<Wire | null> {
  try {
    return await ask(
      { endpoint: "GET /me/calendars/{calendar}/events/{event}", path: eventPath(call.remoteCalendarId, seriesId) },
      (request) => request.get(),
    );
  } catch (error) {
    // Gone between the page and now: the next round says so.
    if (isProviderError(error) && error.kind === "not_found") return null;
    throw error;
  }
}

type Place = { readonly path: string; readonly print: string };

function toPlace(call: CalendarCall, { window, from }: ReadRequest): Place {
  if (from.kind === "cursor") return { path: toLink(from.cursor), print: "" };
  if (from.kind === "page") return readMark(from.mark);
  const query = new URLSearchParams({ startDateTime: window.from.toISOString(), endDateTime: window.to.toISOString() });
  return { path: `${calendarPath(call.remoteCalendarId)}/calendarView/delta?${query.toString()}`, print: "" };
}

/** Only a whole address is a link: a path would be taken for one of ours. */
function toLink(text: string): string {
  if (!/^https?:\/\//.test(text)) throw failure("invalid_request", "link");
  return text;
}

function readMark(mark: string): Place {
  try {
    const value: unknown = JSON.parse(mark);
    const { link, print } = isWire(value) ? value : {};
    if (typeof link === "string") return { path: toLink(link), print: textOf(print) ?? "" };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw failure("invalid_request", "mark");
}

function nextOf(answer: Wire, asked: Place & { readonly rows: readonly Wire[] }): ChangePage["next"] {
  const link = textOf(answer["@odata.nextLink"]);
  if (link === null) return { kind: "end", cursor: textOf(answer["@odata.deltaLink"]) };
  // F75: the link may differ each time and lead to the same page. Pages without rows are no circle.
  const print = asked.rows.length === 0 ? "" : printOf(asked.rows);
  if (link === asked.path || (print !== "" && print === asked.print)) throw failure("endless_pages", "page");
  return { kind: "page", mark: JSON.stringify({ link, print }) };
}

/** A short trace of a page: which events in which version, in their order. */
function printOf(rows: readonly Wire[]): string {
  let sum = 0x811c9dc5;
  const text = rows.map((row) => `${String(row["id"])}|${String(row["@odata.etag"])}`).join("\n");
  for (let index = 0; index < text.length; index += 1) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return `${rows.length}-${(sum >>> 0).toString(36)}`;
}

const failure = (kind: "malformed_answer" | "invalid_request" | "endless_pages", reason: string) =>
  new ProviderError(kind, { provider: facts.id, operation: "listChanges", reason });

/** One event by its id, as a listing would give it. */
export async function readEvent(wire: MicrosoftWire, call: CalendarCall, remoteId: string): Promise<RemoteChange> {
  const ask = wire.openApi(call, "readEvent");
  const row = await ask(
    { endpoint: "GET /me/calendars/{calendar}/events/{event}", path: eventPath(call.remoteCalendarId, remoteId) },
    (request) => request.get(),
  );
  const seriesId = textOf(row["seriesMasterId"]);
  if (row["type"] === "seriesMaster") return { kind: "unresolved", remoteId, seriesId: remoteId };
  if (seriesId === null) return fromEvent({ row, master: null }, call.calendarZone);
  return toMember(call, row, await findMaster({ ask, call }, seriesId));
}
