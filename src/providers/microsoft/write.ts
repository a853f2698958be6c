import type { RemoteEvent } from "@/core/calendar/event";
import { spanOf } from "@/core/calendar/event-times";
import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { CalendarCall } from "@/core/ports/provider-call";
import type { EventRemoval, EventSave } from "@/core/ports/provider-write";
import { dayMs } from "@/core/time/wall-time";
import { isWire, listOf, textOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import { markPrefix, readEvent } from "./map-event";
import { toEvent } from "./to-event";
import { calendarPath, eventPath, type AskGraph, type MicrosoftWire } from "./wire";

type Creation = Extract<EventSave, { kind: "create" }>;
type Change = Extract<EventSave, { kind: "change" }>;
type Place = { readonly ask: AskGraph; readonly call: CalendarCall };

export async function saveEvent(wire: MicrosoftWire, call: CalendarCall, save: EventSave): Promise<RemoteEvent> {
  const place: Place = { ask: wire.openApi(call, "saveEvent"), call };
  return admit(place, await (save.kind === "create" ? create(place, save) : change(place, save)));
}

/**
 * The mark goes along as `transactionId`. What a second try gets is not documented: the first event, or a conflict, after
 * which the event is looked up where it was put.
 */
async function create(place: Place, { mark, draft }: Creation): Promise<Wire> {
  const { ask, call } = place;
  const transactionId = `${markPrefix}${mark}`;
  const event = { ...toEvent(draft, call.calendarZone), transactionId };
  const path = `${calendarPath(call.remoteCalendarId)}/events`;
  try {
    return await ask({ endpoint: "POST /me/calendars/{calendar}/events", isWrite: true, path }, (request) =>
      request.post(event),
    );
  } catch (error) {
    if (!isProviderError(error) || error.kind !== "version_conflict") throw error;
    const { from, to } = spanOf(draft.times, call.calendarZone);
    const window = { startDateTime: new Date(from.getTime() - dayMs), endDateTime: new Date(to.getTime() + dayMs) };
    const found = await findByTransaction(place, transactionId, window);
    if (found !== null) return found;
    throw failure("already_exists", "moved_since");
  }
}

async function findByTransaction(
  { ask, call }: Place,
  transactionId: string,
  window: { readonly startDateTime: Date; readonly endDateTime: Date },
): Promise<Wire | null> {
  const query = new URLSearchParams({
    startDateTime: window.startDateTime.toISOString(),
    endDateTime: window.endDateTime.toISOString(),
  });
  const seen = new Set<string>();
  for (
    let path: string | null = `${calendarPath(call.remoteCalendarId)}/calendarView?${query.toString()}`;
    path !== null && !seen.has(path);
  ) {
    seen.add(path);
    const page: Wire = await ask({ endpoint: "GET /me/calendars/{calendar}/calendarView", path }, (request) =>
      request.get(),
    );
    const found = listOf(page["value"])
      .filter(isWire)
      .find((row) => row["transactionId"] === transactionId);
    if (found !== undefined) return found;
    path = textOf(page["@odata.nextLink"]);
  }
  return null;
}

async function change({ ask, call }: Place, { remoteId, ifVersion, changes }: Change): Promise<Wire> {
  const event = toEvent(changes, call.calendarZone);
  const path = eventPath(call.remoteCalendarId, remoteId);
  return ask(
    { endpoint: "PATCH /me/calendars/{calendar}/events/{event}", isWrite: true, path, ifMatch: ifVersion },
    (request) => request.patch(event),
  );
}

export async function removeEvent(
  wire: MicrosoftWire,
  call: CalendarCall,
  { remoteId, ifVersion }: EventRemoval,
): Promise<void> {
  const ask = wire.openApi(call, "removeEvent");
  const path = eventPath(call.remoteCalendarId, remoteId);
  await ask(
    { endpoint: "DELETE /me/calendars/{calendar}/events/{event}", isWrite: true, path, ifMatch: ifVersion },
    (request) => request.delete(),
  );
}

const failure = (kind: "already_exists" | "outcome_unknown", reason: string) =>
  new ProviderError(kind, { provider: facts.id, operation: "saveEvent", reason });

/** An occurrence that was changed is read with its master, as a listing gives it. */
async function admit({ ask, call }: Place, row: Wire): Promise<RemoteEvent> {
  const seriesId = textOf(row["seriesMasterId"]);
  const master =
    seriesId === null
      ? null
      : await ask(
          { endpoint: "GET /me/calendars/{calendar}/events/{event}", path: eventPath(call.remoteCalendarId, seriesId) },
          (request) => request.get(),
        );
  const admission = readEvent({ row, master }, call.calendarZone);
  if (admission.kind === "event") return admission.event;
  throw failure("outcome_unknown", admission.setAside.reason);
}
