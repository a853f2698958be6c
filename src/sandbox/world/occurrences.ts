import { expandRecurrence } from "../recurrence/expand-recurrence";
import type { SeriesShape } from "./series-shape";
import { atWall, onDate, originalKey, type When } from "./when";

export interface Span {
  /** Occurrences that end after this instant. */
  readonly from: number;
  /** Occurrences that start before this instant. */
  readonly to: number;
}

const MOST_OCCURRENCES = 20_000;

/** Starts of a series that touch the span, in order. `zone` is the calendar's, for all-day series. */
export function occurrencesIn(series: SeriesShape, span: Span, zone: string): When[] {
  if (!series.recurrence) return [];
  const length = lengthOf(series);
  const starts: When[] = [];
  const { start } = series;
  const found = expandRecurrence({
    start: start.kind === "date" ? { date: start.date, zone } : { wall: start.wall, zone: start.zone },
    lines: series.recurrence,
    from: span.from - length,
    to: span.to,
    limit: MOST_OCCURRENCES,
  });
  for (const { wall, instant } of found) {
    // Ends exactly at the lower bound: the bound is exclusive.
    if (instant + length <= span.from && length > 0) continue;
    starts.push(start.kind === "date" ? onDate(wall) : { ...atWall(wall, start.zone), ms: instant });
  }
  return starts;
}

/** True when the series has an occurrence with this identity. */
export function hasOccurrence(series: SeriesShape, original: When, zone: string): boolean {
  const at = original.kind === "date" ? Date.parse(`${original.date}T00:00:00Z`) : original.ms;
  const near = occurrencesIn(series, { from: at - 2 * 86_400_000, to: at + 2 * 86_400_000 }, zone);
  const key = originalKey(original);
  return near.some((start) => originalKey(start) === key);
}

function lengthOf(series: SeriesShape): number {
  const { start, end } = series;
  if (start.kind === "time" && end.kind === "time") return Math.max(0, end.ms - start.ms);
  // A day can last 25 hours: a little too wide is filtered by the caller, too narrow would lose one.
  if (start.kind === "date" && end.kind === "date") return Date.parse(end.date) - Date.parse(start.date) + 3_600_000;
  return 86_400_000;
}
