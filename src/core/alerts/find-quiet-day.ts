import type { Day } from "../time/wall-time";
import type { QuietDay } from "./facts";

/** A weekday's meetings in the weeks before, the day itself, and what would explain that it is empty. */
export type WeekdayFacts = {
  readonly today: Day;
  /** Within the person's hours; what was called off counts, since somebody called it off. */
  readonly meetings: number;
  /** The same weekday in the eight weeks before, as far as it was counted. */
  readonly before: readonly number[];
  /** An absence or something that lasts the whole day stands in the calendar. */
  readonly isAway: boolean;
  /** The others of the workspace whose weekday is usually full, and how many of them are empty today. */
  readonly others: { readonly usual: number; readonly quiet: number };
};

export const weeksBack = 8;
/** Fewer are no habit. */
export const leastWeeks = 4;
/** So many of the weeks must have had meetings: a fortnight of leave does not end a habit. */
export const leastShare = 0.75;
/** When so many of the others are empty too it is a holiday. One colleague alone says nothing. */
const holiday = { others: 3, share: 0.5 };

/** The middle one, the lower of two: a habit is not made by one full day. */
function lowerMedian(counts: readonly number[]): number {
  return counts.toSorted((one, other) => one - other)[Math.floor((counts.length - 1) / 2)] ?? 0;
}

/** MON-4. Null: it is as usual, is explained, or nobody knows what is usual. */
export function findQuietDay({ today, meetings, before, isAway, others }: WeekdayFacts): QuietDay | null {
  if (meetings > 0 || isAway || before.length < leastWeeks) return null;
  const full = before.filter((count) => count > 0).length;
  if (full < before.length * leastShare) return null;
  if (others.usual >= holiday.others && others.quiet > others.usual * holiday.share) return null;
  const usual = lowerMedian(before);
  return usual === 0 ? null : { date: today, usual, weeks: before.length };
}
