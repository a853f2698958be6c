import type { Account } from "../world/account";
import { atLeast, type Calendar, type Role } from "../world/calendar";
import type { EventRecord } from "../world/event";
import type { Caller } from "./caller";
import { refuse } from "./graph-errors";
import { folderOf, readItemId, splitOccurrence } from "./item-ids";
import type { Office } from "./office";
import { findOccurrence, type Item } from "./series";

/** The calendars a person sees: their own and those opened to them. */
export function visibleCalendars(office: Office, account: Account): Calendar[] {
  const { world } = office.ground;
  return account
    .entries()
    .filter((entry) => !entry.deleted)
    .flatMap((entry) => world.calendars.get(entry.calendarId) ?? [])
    .filter((calendar) => atLeast(world.roleOf(account, calendar), "freeBusyReader"));
}

export function roleIn(office: Office, caller: Caller, calendar: Calendar): Role {
  return office.ground.world.roleOf(caller.account, calendar);
}

/** The calendar a path names, the default one when it names none. */
export function openCalendar(office: Office, caller: Caller, calendarId: string | undefined): Calendar {
  if (calendarId === undefined) return office.ground.world.primaryOf(caller.account);
  const found = visibleCalendars(office, caller.account).find((calendar) => calendar.id === calendarId);
  if (found) return found;
  const looksRight = /^[A-Za-z0-9_-]+=*$/.test(calendarId) && calendarId.length > 20;
  return refuse(office.ground, looksRight ? "ErrorItemNotFound" : "ErrorInvalidIdMalformed");
}

export function needWrite(office: Office, caller: Caller, calendar: Calendar): void {
  if (!atLeast(roleIn(office, caller, calendar), "writer")) refuse(office.ground, "ErrorAccessDenied");
}

export interface Found {
  readonly calendar: Calendar;
  readonly item: Item;
}

/** The event, exception or occurrence an id names, in whichever of the caller's calendars it lies. */
export function openItem(
  office: Office,
  caller: Caller,
  target: { eventId: string; calendarId?: string | undefined },
): Found {
  const name = readItemId(target.eventId);
  if (!name) return refuse(office.ground, "ErrorInvalidIdMalformed");
  const calendars =
    target.calendarId === undefined
      ? visibleCalendars(office, caller.account)
      : [openCalendar(office, caller, target.calendarId)];
  for (const calendar of calendars) {
    if (name.folder !== null && folderOf(calendar) !== name.folder) continue;
    const item = itemIn(calendar, name.core);
    if (item) return { calendar, item };
  }
  return refuse(office.ground, "ErrorItemNotFound");
}

function itemIn(calendar: Calendar, core: string): Item | null {
  const record = calendar.events.get(core);
  if (record && record.seriesId === null)
    return record.deleted ? null : { kind: record.recurrence ? "master" : "single", record };
  const place = record?.original
    ? { masterId: record.seriesId as string, key: core.slice(core.lastIndexOf(".") + 1) }
    : splitOccurrence(core);
  const master: EventRecord | undefined = place ? calendar.events.get(place.masterId) : undefined;
  if (!place || !master || master.deleted || !master.recurrence) return null;
  return findOccurrence({ calendar, master, key: place.key });
}
