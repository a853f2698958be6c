import type { BookingEffect, ConnectionHealth, Health, SpoiltPages } from "../schema";
import { hasTrouble } from "./has-trouble";

/** By the calendar that is to be mended, since one may spoil many pages. */
function gatherSpoilt(effects: readonly BookingEffect[]): SpoiltPages[] {
  const found = new Map<string, SpoiltPages>();
  for (const page of effects)
    for (const calendar of page.calendars) {
      const known = found.get(calendar.calendarId);
      if (known) known.pages.push(page);
      else found.set(calendar.calendarId, { calendar, pages: [page] });
    }
  return [...found.values()];
}

/** What the block about a trouble says already: its one button mends these too. */
const isToldByTrouble = (connection: ConnectionHealth, { calendar }: SpoiltPages) =>
  hasTrouble(connection) && calendar.action.id === connection.action?.id;

/** Of one account: the pages that its trouble spoils, and the calendars of it that need something else. */
export function spoiltBy(connection: ConnectionHealth, effects: readonly BookingEffect[]) {
  const own = gatherSpoilt(effects).filter(({ calendar }) => calendar.connectionId === connection.connectionId);
  const told = own.filter((each) => isToldByTrouble(connection, each));
  const pages = new Set(told.flatMap((each) => each.pages));
  return { byTrouble: [...pages], byCalendar: own.filter((each) => !told.includes(each)) };
}

/** What no card can say: the calendar's account is gone, or no calendar is left. */
export function spoiltByNone({ syncs, bookingPages = [] }: Health) {
  const shown = new Set(syncs.map(({ connectionId }) => connectionId));
  return {
    byCalendar: gatherSpoilt(bookingPages).filter(({ calendar }) => !shown.has(calendar.connectionId)),
    bare: bookingPages.filter(({ calendars }) => calendars.length === 0),
  };
}
