/** The free times of one day, as a clock of the chosen zone shows them. */
export type SlotDay = { readonly day: string; readonly starts: readonly string[] };

export function dayIn(zone: string, instant: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(new Date(instant));
}

/** Which day a slot is on depends on where it is looked from. */
export function groupSlots(slots: readonly { readonly start: string }[], zone: string): readonly SlotDay[] {
  const byDay = Map.groupBy(slots, ({ start }) => dayIn(zone, start));
  return [...byDay].map(([day, own]) => ({ day, starts: own.map(({ start }) => start) }));
}

/** `YYYY-MM-DD` so many days later. */
export function laterDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** In the night in which clocks go back an hour comes twice: these starts are told apart by the zone's name of the hour. */
export function startsTwice(starts: readonly string[], zone: string): ReadonlySet<string> {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const byLabel = Map.groupBy(starts, (start) => clock.format(new Date(start)));
  return new Set([...byLabel.values()].filter(({ length }) => length > 1).flat());
}
