import type { RemoteEvent } from "@/core/calendar/event";
import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { CalendarCall } from "@/core/ports/provider-call";
import type { EventRemoval, EventSave, Notify } from "@/core/ports/provider-write";
import { textOf, wireOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import { markProperty, readEvent } from "./map-event";
import { keepAnswers, toConference, toEvent } from "./to-event";
import type { GoogleWire } from "./wire";

type Ask = ReturnType<GoogleWire["openApi"]>;
type Creation = Extract<EventSave, { kind: "create" }>;
type Change = Extract<EventSave, { kind: "change" }>;
type Place = { readonly ask: Ask; readonly call: CalendarCall; readonly notify: Notify };

const sendUpdates = (notify: Notify) => (notify === "everybody" ? "all" : "none");

export async function saveEvent(
  wire: GoogleWire,
  call: CalendarCall,
  { save, notify }: { save: EventSave; notify: Notify },
): Promise<RemoteEvent> {
  const place: Place = { ask: wire.openApi(call, "saveEvent"), call, notify };
  return admit(await (save.kind === "create" ? create(place, save) : change(place, save)), call);
}

/** The mark is the event's id: a second try finds its id taken, and the event under it says whose it is (F46). */
async function create(place: Place, { mark, draft }: Creation): Promise<Wire> {
  const { ask, call, notify } = place;
  const event = {
    ...toEvent(draft),
    ...(draft.withConference ? toConference(mark) : {}),
    id: mark,
    extendedProperties: { private: { [markProperty]: mark } },
  };
  try {
    return await ask({ endpoint: "POST /calendars/{calendar}/events", isWrite: true }, (api, options) =>
      api.events.insert(
        {
          calendarId: call.remoteCalendarId,
          conferenceDataVersion: 1,
          sendUpdates: sendUpdates(notify),
          requestBody: event,
        },
        options,
      ),
    );
  } catch (error) {
    if (!isProviderError(error) || error.kind !== "already_exists") throw error;
    const found = await get(place, mark);
    if (found["status"] === "cancelled") throw failure("already_gone", "deleted_since");
    if (markOf(found) !== mark) throw error;
    return found;
  }
}

/** Only what changes is sent: an attendee may change own fields, and whole events would set shared ones (2.10). */
async function change(place: Place, { remoteId, ifVersion, changes }: Change): Promise<Wire> {
  const { ask, call, notify } = place;
  const { attendees } = changes;
  const answers = attendees === undefined ? {} : { attendees: keepAnswers(attendees, await get(place, remoteId)) };
  const event = {
    ...toEvent(changes),
    ...answers,
    ...(changes.withConference === true ? toConference(`daykeeper-${remoteId}`) : {}),
  };
  const changed = await ask(
    { endpoint: "PATCH /calendars/{calendar}/events/{event}", isWrite: true, ifMatch: ifVersion },
    (api, options) =>
      api.events.patch(
        {
          ...{ calendarId: call.remoteCalendarId, eventId: remoteId },
          ...{ conferenceDataVersion: 1, sendUpdates: sendUpdates(notify), requestBody: event },
        },
        options,
      ),
  );
  // A tombstone takes changes and stays one.
  if (changed["status"] === "cancelled") throw failure("already_gone", "deleted_since");
  return changed;
}

export async function removeEvent(
  wire: GoogleWire,
  call: CalendarCall,
  { removal, notify }: { removal: EventRemoval; notify: Notify },
): Promise<void> {
  const ask = wire.openApi(call, "removeEvent");
  const { remoteId, ifVersion } = removal;
  await ask(
    { endpoint: "DELETE /calendars/{calendar}/events/{event}", isWrite: true, ifMatch: ifVersion },
    (api, options) =>
      api.events.delete(
        { calendarId: call.remoteCalendarId, eventId: remoteId, sendUpdates: sendUpdates(notify) },
        options,
      ),
  );
}

const get = ({ ask, call }: Place, eventId: string): Promise<Wire> =>
  ask({ endpoint: "GET /calendars/{calendar}/events/{event}" }, (api, options) =>
    api.events.get({ calendarId: call.remoteCalendarId, eventId }, options),
  );

const markOf = (event: Wire) => textOf(wireOf(wireOf(event["extendedProperties"])["private"])[markProperty]);
const failure = (kind: "already_gone" | "outcome_unknown", reason: string) =>
  new ProviderError(kind, { provider: facts.id, operation: "saveEvent", reason });

/** It is written, but what came back cannot be read: whoever asked has to look. */
function admit(event: Wire, call: CalendarCall): RemoteEvent {
  const admission = readEvent(event, call.calendarZone);
  if (admission.kind === "event") return admission.event;
  throw failure("outcome_unknown", admission.setAside.reason);
}
