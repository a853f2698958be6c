import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { Surroundings } from "../exchange";
import { listCalendars } from "./calendars";
import { facts } from "./facts";
import { readBusy } from "./free-busy";
import { listChanges, readEvent } from "./list-changes";
import { createOAuth } from "./oauth";
import { createPush } from "./push";
import { openWire, type GoogleSettings } from "./wire";
import { removeEvent, saveEvent } from "./write";

export function createGoogle(settings: GoogleSettings, surroundings: Surroundings): CalendarProvider {
  const wire = openWire(settings, surroundings);
  return {
    id: facts.id,
    party: facts.party,
    product: facts.product,
    limits: { ...facts.limits, pageSize: settings.pageSize ?? facts.limits.pageSize },
    abilities: facts.abilities,
    listCalendars: (call) => listCalendars(wire, call),
    listChanges: (call, request) => listChanges(wire, call, request),
    readEvent: (call, remoteId) => readEvent(wire, call, remoteId),
    write: {
      saveEvent: (call, save, notify) => saveEvent(wire, call, { save, notify }),
      removeEvent: (call, removal, notify) => removeEvent(wire, call, { removal, notify }),
    },
    oauth: createOAuth(wire),
    push: createPush(wire),
    freeBusy: { ...facts.freeBusy, readBusy: (call, ids, window) => readBusy(wire, call, { ids, window }) },
  };
}
