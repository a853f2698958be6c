import { addDays, dayOf, startOfDay, toInstant, type Day } from "../time/wall-time";
import type { Span } from "./spans";

/** Times on the wall, `09:00`; `24:00` is the end of the day. */
export type DayHours = { readonly from: string; readonly until: string };
/** Monday is 1, as in ISO 8601. A day that is not there is closed. */
export type WeeklyHours = Readonly<Record<string, readonly DayHours[]>>;
/** Replaces the hours of one day; without any it is closed: a holiday. */
export type DateException = { readonly date: Day; readonly hours: readonly DayHours[] };
export type OpeningHours = {
  readonly zone: string;
  readonly weekly: WeeklyHours;
  readonly exceptions: readonly DateException[];
};

const weekdayOf = (day: Day): number => Temporal.PlainDate.from(day).dayOfWeek;

/** The first day of its week, which begins on Monday. */
export const weekOf = (day: Day): Day => addDays(day, 1 - weekdayOf(day));

/**
 * The hours as instants, day by day: what was agreed on is the wall time, so the instants move with the clock. Hours
 * that fall into a gap are cut, a repeated hour is there twice, and a day that a zone skipped has none.
 */
export function openingSpans({ zone, weekly, exceptions }: OpeningHours, window: Span): readonly Span[] {
  const byDate = new Map(exceptions.map(({ date, hours }) => [date, hours]));
  const last = dayOf(new Date(window.to), zone);
  const spans: Span[] = [];
  for (let day = dayOf(new Date(window.from), zone); day <= last; day = addDays(day, 1)) {
    const hours = byDate.get(day) ?? weekly[String(weekdayOf(day))] ?? [];
    if (hours.length > 0 && exists(day, zone)) spans.push(...hours.map((each) => spanOn(day, each, zone)));
  }
  return spans.filter(({ from, to }) => from < to && from < window.to && to > window.from);
}

/** Samoa went from the 29th of December 2011 to the 31st. */
const exists = (day: Day, zone: string): boolean => startOfDay(day, zone) < startOfDay(addDays(day, 1), zone);

function spanOn(day: Day, { from, until }: DayHours, zone: string): Span {
  const end = until === "24:00" ? startOfDay(addDays(day, 1), zone) : outOfGap(`${day}T${until}:00`, zone);
  return { from: outOfGap(`${day}T${from}:00`, zone).getTime(), to: end.getTime() };
}

/** A wall time that the clock jumped over is the moment of the jump: nothing opens later or closes later for it. */
function outOfGap(wall: string, zone: string): Date {
  const { at, shifted } = toInstant(wall, zone);
  if (!shifted) return at;
  const before = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: "earlier" });
  const jump = before.getTimeZoneTransition("next");
  return jump === null ? at : new Date(jump.epochMilliseconds);
}
