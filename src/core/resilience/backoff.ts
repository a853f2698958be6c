export type Random = () => number;

export const firstRetryMs = 1_000;
export const longestRetryMs = 5 * 60_000;
const smallestJitter = 0.1;
const largestJitter = 0.3;
/** So that the longest wait, jitter included, is the longest, and still differs from everybody else's. */
const longestBaseMs = longestRetryMs / (1 + largestJitter);

/** RES-2: 1 s, 2 s, 4 s … at most 5 min, each 10 to 30 % longer by chance. `failures` counts from 1. */
export function backoffMs(failures: number, random: Random): number {
  const base = Math.min(firstRetryMs * 2 ** Math.max(0, failures - 1), longestBaseMs);
  return Math.round(base + jitterMs(base, random));
}

/** Between 10 and 30 % of a wait, so that what failed together does not come back together. */
export function jitterMs(waitMs: number, random: Random): number {
  return waitMs * (smallestJitter + (largestJitter - smallestJitter) * random());
}
