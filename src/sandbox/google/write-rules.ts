import type { Calendar } from "../world/calendar";
import type { EventFields, EventRecord } from "../world/event";
import type { EventStore } from "../world/event-store";
import { hasOccurrence } from "../world/occurrences";
import { ownAnswerOnly } from "./attendees";
import { fail } from "./errors";
import type { Json } from "./render-event";

type Fields = Omit<EventFields, "organizer" | "creator">;

const SHARED: Readonly<Record<string, boolean>> = {
  guestsCanModify: false,
  guestsCanInviteOthers: true,
  guestsCanSeeOtherGuests: true,
};

/** What of a change somebody may make who does not organize the event (fact sheet 2.5, 2.10). */
export function refuseForeignChanges(
  before: EventRecord,
  wanted: Fields,
  by: { readonly ownerEmail: string; readonly given: Json },
): Fields {
  if (before.organizer.email === by.ownerEmail) return wanted;
  for (const [name, standard] of Object.entries(SHARED)) {
    // Leaving them out of a full update counts as setting them to their default.
    if ((wanted.extra[name] ?? standard) !== (before.extra[name] ?? standard)) fail("forbiddenForNonOrganizer");
  }
  if (before.extra.guestsCanModify === true) return wanted;
  const ownOnly =
    before.extra.attendeesOmitted === true || by.given.attendeesOmitted === true || by.given.attendees !== undefined;
  return { ...wanted, attendees: ownOnly ? ownAnswerOnly(before, wanted.attendees, by.ownerEmail) : before.attendees };
}

const STRICTNESS = ["public", "default", "private", "confidential"] as const;

/** A more restrictive visibility of one occurrence spreads to the whole series; a less restrictive one is ignored. */
export function spreadVisibility(events: EventStore, record: EventRecord, wanted: Fields): EventRecord {
  const master = record.seriesId === null ? undefined : events.get(record.seriesId);
  if (!master || master.visibility === wanted.visibility) return record;
  if (STRICTNESS.indexOf(wanted.visibility) < STRICTNESS.indexOf(master.visibility)) {
    return events.update(record.id, { visibility: master.visibility });
  }
  for (const one of [master, ...events.exceptionsOf(master.id)]) {
    if (one.visibility !== wanted.visibility) events.update(one.id, { visibility: wanted.visibility });
  }
  return events.get(record.id) ?? record;
}

/** Cancels exceptions at occurrences that the series no longer has. */
export function settleOrphans(calendar: Calendar, master: EventRecord): void {
  for (const exception of calendar.events.exceptionsOf(master.id)) {
    if (exception.status === "cancelled" || !exception.original) continue;
    if (!hasOccurrence(master, exception.original, calendar.zone))
      calendar.events.update(exception.id, { status: "cancelled" });
  }
}
