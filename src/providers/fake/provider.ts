import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { listCalendars } from "./calendars";
import { facts } from "./facts";
import { readBusy } from "./free-busy";
import { listChanges, readEvent } from "./list-changes";
import { createOAuth } from "./oauth";
import { createPush } from "./push";
import { openWire } from "./wire";
import type { FakeWorld } from "./world";
import { removeEvent, saveEvent } from "./write";

/** A provider over a world in memory. Any number of providers may share one world, as processes share the real one. */
export function createFake(world: FakeWorld): CalendarProvider {
  const wire = openWire(world);
  return {
    id: facts.id,
    party: facts.party,
    product: facts.product,
    limits: { ...facts.limits, pageSize: world.options.pageSize },
    abilities: { ...facts.abilities, replacesSeries: world.options.style === "link" },
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
