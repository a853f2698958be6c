import { openingSpans, type OpeningHours } from "../availability/opening-hours";
import { mergeSpans, type Span } from "../availability/spans";
import { medianOf } from "../health/find-anomaly";
import { dayMs, minuteMs } from "../time/wall-time";

/** How often a calendar was proven in its person's working hours. */
export type ProofPattern = {
  /** The median of the times between two proofs, counted in working hours. */
  readonly usualMs: number;
  /** How far from it half of them lie. */
  readonly spreadMs: number;
  readonly samples: number;
};

/** How late a calendar is, as its person lives it. */
export type Delay = {
  /** Of the time since the last proof, what lay in working hours. */
  readonly workedMs: number;
  /** Null: too few proofs to speak of what is usual. */
  readonly pattern: ProofPattern | null;
};

export type DelayFacts = {
  readonly lastSuccessAt: Date;
  /** When it was proven lately, in any order. */
  readonly proofs: readonly Date[];
  readonly hours: OpeningHours;
};

/** Fewer are no habit. */
const leastSamples = 12;
/** What is longer ago is late however it is counted. */
const longestLookMs = 31 * dayMs;
const shortestBoundMs = 15 * minuteMs;
/** Makes a median deviation a standard deviation, three of which hardly ever come by chance. */
const threeDeviations = 3 * 1.4826;

/** Of somebody without any hours all time counts: nobody knows better. */
function countWorked({ zone, weekly, exceptions }: OpeningHours, window: Span): (span: Span) => number {
  const isAlways = Object.values(weekly).every((day) => day.length === 0);
  const open = isAlways ? [window] : mergeSpans(openingSpans({ zone, weekly, exceptions }, window));
  return ({ from, to }) =>
    open.reduce((sum, each) => sum + Math.max(0, Math.min(to, each.to) - Math.max(from, each.from)), 0);
}

/** MON-4. How late it is, and what is usual: nights and weekends neither make a calendar late nor its habits slow. */
export function assessDelay({ lastSuccessAt, proofs, hours }: DelayFacts, now: Date): Delay {
  const to = now.getTime();
  const earliest = to - longestLookMs;
  const times = proofs.map((at) => at.getTime()).filter((at) => at >= earliest && at <= to);
  const worked = countWorked(hours, { from: earliest, to });
  const sorted = times.toSorted((one, other) => one - other);
  const gaps = sorted
    .slice(1)
    .map((at, index) => worked({ from: sorted[index] ?? at, to: at }))
    .filter((ms) => ms > 0);
  return { workedMs: worked({ from: lastSuccessAt.getTime(), to }), pattern: toPattern(gaps) };
}

function toPattern(gaps: readonly number[]): ProofPattern | null {
  if (gaps.length < leastSamples) return null;
  const usualMs = medianOf(gaps);
  return { usualMs, spreadMs: medianOf(gaps.map((ms) => Math.abs(ms - usualMs))), samples: gaps.length };
}

type Planned = { readonly intervalMs: number; readonly intervals: number };

/**
 * How long nobody need hear of it: some times the interval, or some times what is usual where that is longer, and never
 * less than what is usual with all its ups and downs.
 */
export function delayBoundMs(pattern: ProofPattern | null, { intervalMs, intervals }: Planned): number {
  const { usualMs, spreadMs } = pattern ?? { usualMs: 0, spreadMs: 0 };
  return Math.max(shortestBoundMs, intervals * Math.max(intervalMs, usualMs), usualMs + threeDeviations * spreadMs);
}
