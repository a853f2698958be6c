/** A calendar of an account as the provider lists it. */
export type RemoteCalendar = {
  readonly remoteCalendarId: string;
  readonly name: string;
  /** An IANA zone that the runtime knows; null when the provider does not say. */
  readonly zone: string | null;
  readonly color: string | null;
  readonly access: "owner" | "writer" | "reader" | "free_busy";
  readonly isPrimary: boolean;
  /** The person has hidden it at the provider. */
  readonly isHidden: boolean;
  /** The provider fills it: holidays, birthdays, a subscription. */
  readonly isGenerated: boolean;
};

export type KnownCalendar = RemoteCalendar & { readonly id: string; readonly retiredAt: Date | null };

export type CalendarsPlan = {
  readonly add: readonly { readonly calendar: RemoteCalendar; readonly isSelected: boolean }[];
  /** Renamed, repainted, shared otherwise: choices stay. */
  readonly update: readonly { readonly id: string; readonly calendar: RemoteCalendar }[];
  /** Gone at the provider: it is no longer read; its history stays. */
  readonly retire: readonly string[];
  /** There again after it was gone. */
  readonly revive: readonly string[];
};

/** What a new list of calendars means for the ones we know. Give it the whole list, or everything left out is retired. */
export function planCalendars(known: readonly KnownCalendar[], listed: readonly RemoteCalendar[]): CalendarsPlan {
  const byRemoteId = new Map(known.map((calendar) => [calendar.remoteCalendarId, calendar]));
  const remoteById = new Map(listed.map((calendar) => [calendar.remoteCalendarId, calendar]));
  const present = [...remoteById.values()];
  const pairs = present.flatMap((calendar) => {
    const row = byRemoteId.get(calendar.remoteCalendarId);
    return row ? [{ row, calendar }] : [];
  });
  return {
    add: present
      .filter((each) => !byRemoteId.has(each.remoteCalendarId))
      .map((calendar) => ({ calendar, isSelected: isSensible(calendar) })),
    update: pairs
      .filter(({ row, calendar }) => isChanged(row, calendar))
      .map(({ row, calendar }) => ({ id: row.id, calendar })),
    retire: known.filter((row) => row.retiredAt === null && !remoteById.has(row.remoteCalendarId)).map(({ id }) => id),
    revive: pairs.filter(({ row }) => row.retiredAt !== null).map(({ row }) => row.id),
  };
}

/** Whether a sales person's meetings are likely to be in it. Everything else waits until somebody chooses it. */
export function isSensible({ isPrimary, isHidden, isGenerated, access }: RemoteCalendar): boolean {
  return isPrimary || (access === "owner" && !isHidden && !isGenerated);
}

const facts = ["name", "zone", "color", "access", "isPrimary", "isHidden", "isGenerated"] as const;
const isChanged = (one: RemoteCalendar, other: RemoteCalendar) => facts.some((fact) => one[fact] !== other[fact]);
