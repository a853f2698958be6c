import { canWriteInto } from "@/core/calendar/may-write";
import { explainMissing } from "@/core/tokens/scopes";
import { providerFacts } from "@/providers/catalog";
import { toAccess, type CalendarRow } from "@/server/db/connections/calendars";
import type { ConnectionRow } from "@/server/db/connections/connections";

import { findMissing } from "./find-missing";
import type { ConnectionCalendarShape, ConnectionShape } from "./shapes";

export function toCalendar(row: CalendarRow): ConnectionCalendarShape {
  return {
    id: row.id,
    name: row.name,
    color: row.color,
    timeZone: row.timeZone,
    accessRole: toAccess(row.accessRole),
    isPrimary: row.isPrimary,
    isGenerated: row.isGenerated,
    isSelected: row.isSelected,
    isRetired: row.retiredAt !== null,
    isPaused: (row.syncState?.pausedAt ?? null) !== null,
    windowPastDays: row.windowPastDays,
    windowFutureDays: row.windowFutureDays,
    meetingsOnly: row.meetingsOnly,
    syncDirection: canWriteInto({
      mayWrite: row.connection.mayWrite && row.mayWrite,
      access: toAccess(row.accessRole),
    })
      ? "two_way"
      : "read",
  };
}

type Viewed = { readonly calendars: readonly CalendarRow[]; readonly isOwner: boolean };

/** To anybody but its owner it has numbers in place of calendars. */
export function toConnection(row: ConnectionRow, { calendars, isOwner }: Viewed): ConnectionShape {
  const facts = providerFacts.find(({ id }) => id === row.provider);
  const missing = findMissing(row);
  const present = calendars.filter(({ retiredAt }) => retiredAt === null);
  return {
    id: row.id,
    userId: row.userId,
    provider: row.provider,
    party: facts?.party ?? row.provider,
    product: facts?.product ?? row.provider,
    accountEmail: row.accountEmail,
    authStatus: row.authStatus === "needs_reauth" ? "needs_reauth" : "active",
    isPaused: row.pausedAt !== null,
    connectedAt: row.connectedAt.toISOString(),
    calendarsListedAt: row.calendarsListedAt?.toISOString() ?? null,
    missing: missing.length === 0 ? null : { features: [...missing], sentence: explainMissing(missing) },
    mayWrite: row.mayWrite,
    canRevoke: facts?.canRevoke ?? false,
    counts: { calendars: present.length, selected: present.filter(({ isSelected }) => isSelected).length },
    calendars: isOwner ? calendars.map(toCalendar) : [],
  };
}
