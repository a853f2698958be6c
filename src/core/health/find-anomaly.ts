/** What was seen and what it was held against, so that whoever reads it can judge. */
export type Anomaly = {
  readonly value: number;
  /** The median of what was seen before. */
  readonly usual: number;
  /** How far from it half of them lie. */
  readonly spread: number;
  /** How many times further than usual, as a standard score would be. Above zero: more than usual. */
  readonly score: number;
  /** How many were seen before. */
  readonly samples: number;
};

const leastSamples = 24;
/** The usual bound for scores by median and absolute deviation (Iglewicz and Hoaglin, 1993). */
const bound = 3.5;
/** Makes the deviation of a normal distribution a standard deviation. */
const perDeviation = 0.6745;
/** What never moved has a spread too: a twentieth of it, so that a rounding error is no anomaly. */
const leastShare = 0.05;

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1] ?? NaN, sorted[Math.floor(half)] ?? NaN];
  return (low + high) / 2;
}

/**
 * MON-6. Whether a value lies far outside of what was seen before. Median and median deviation, because one bad night in the
 * past must not make the next one usual. `least` is the smallest difference that matters to anybody. Null: it does not, or
 * too little is known.
 */
export function findAnomaly(value: number, before: readonly number[], least: number): Anomaly | null {
  const samples = before.filter((one) => Number.isFinite(one));
  if (samples.length < leastSamples || !Number.isFinite(value)) return null;
  const usual = medianOf(samples);
  const spread = medianOf(samples.map((one) => Math.abs(one - usual)));
  const scale = Math.max(spread, Math.abs(usual) * leastShare, Number.EPSILON);
  const score = (perDeviation * (value - usual)) / scale;
  if (Math.abs(score) < bound || Math.abs(value - usual) < least) return null;
  return { value, usual, spread, score, samples: samples.length };
}
