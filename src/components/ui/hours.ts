/** Times on the wall. Monday is 1, as in ISO 8601. */
export type Span = { readonly from: string; readonly until: string };
const weekdays = ["1", "2", "3", "4", "5", "6", "7"] as const;
export type Weekday = (typeof weekdays)[number];
export type Week = Readonly<Partial<Record<Weekday, readonly Span[] | undefined>>>;

/** The days in the order in which somebody's language counts them. */
export function weekFrom(locale: string): readonly Weekday[] {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } };
  // Not every browser knows; then it is as in ISO 8601.
  const first = known.getWeekInfo?.().firstDay ?? 1;
  return [...weekdays.slice(first - 1), ...weekdays.slice(0, first - 1)];
}

/** A clock's field knows no 24:00. */
export const toClock = (until: string) => (until === "24:00" ? "00:00" : until);
export const fromClock = (until: string) => (until === "00:00" ? "24:00" : until);

/** After the last of the day, as long as there is room. */
export function nextSpan(spans: readonly Span[]): Span {
  const last = spans.at(-1)?.until;
  if (last === undefined) return { from: "09:00", until: "17:00" };
  return last < "17:00" ? { from: "17:00", until: "18:00" } : { from: "20:00", until: "21:00" };
}
