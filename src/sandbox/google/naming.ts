import type { Ids } from "../kernel/ids";
import type { Naming } from "../kernel/provider";
import { originalKey } from "../world/when";

/** Google's shapes of identifiers: instance ids are the series' id and the original start. */
export function googleNaming(ids: Ids): Naming {
  return {
    accountId: () => ids.digits(21),
    calendarId: (account, primary) => (primary ? account.email : `c_${ids.hex(64)}@group.calendar.google.com`),
    // On a secondary calendar the calendar itself is the organizer.
    organizer: (calendar, owner) =>
      calendar.primary ? { email: owner.email, name: owner.facts.name } : { email: calendar.id, name: calendar.name },
    eventId: () => ids.base32hex(26),
    eventUid: (eventId) => `${eventId}@google.com`,
    exceptionId: (master, original) => `${master.id}_${originalKey(original)}`,
  };
}
