import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { Surroundings } from "../exchange";
import { listCalendars } from "./calendars";
import { facts } from "./facts";
import { readBusy } from "./free-busy";
import { listChanges, readEvent } from "./list-changes";
import { createOAuth } from "./oauth";
import { createPush } from "./push";
import { openWire, type MicrosoftSettings } from "./wire";
import { removeEvent, saveEvent } from "./write";

export function createMicrosoft(settings: MicrosoftSettings, surroundings: Surroundings): CalendarProvider {
  const wire = openWire(settings, surroundings);
  return {
    id: facts.id,
    party: facts.party,
    product: facts.product,
    limits: { ...facts.limits, pageSize: wire.pageSize },
    abilities: facts.abilities,
    listCalendars: (call) => listCalendars(wire, call),
    listChanges: (call, request) => listChanges(wire, call, request),
    readEvent: (call, remoteId) => readEvent(wire, call, remoteId),
    write: {
      saveEvent: (call, save) => saveEvent(wire, call, save),
      removeEvent: (call, removal) => removeEvent(wire, call, removal),
    },
    oauth: createOAuth(wire),
    push: createPush(wire),
    freeBusy: { ...facts.freeBusy, readBusy: (call, ids, window) => readBusy(wire, call, { ids, window }) },
  };
}
