import { dayMs, hourMs, minuteMs } from "../time/wall-time";

const secondMs = 1_000;

/** Where the slots of an age begin. The first is everything younger, the last everything older and what never was. */
export const ageBoundsMs: readonly number[] = [
  ...[10 * secondMs, 30 * secondMs],
  ...[1, 2, 3, 5, 7, 10, 15, 20, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 6, 12].map((hours) => hours * hourMs),
  ...[1, 3, 7].map((days) => days * dayMs),
];

/** The same for how long a run takes. */
export const durationBoundsMs: readonly number[] = [
  ...[50, 100, 250, 500],
  ...[1, 2, 5, 10, 20, 30].map((seconds) => seconds * secondMs),
  ...[1, 2, 5, 10].map((minutes) => minutes * minuteMs),
];

/**
 * The value below which `share` of everything counted lies, taken as even inside a slot: sums of slots can be asked
 * like the slots themselves, whoever they are of. Null when nothing was counted, which is not zero; infinite when it
 * lies in the last slot.
 */
export function quantileOf(slots: readonly number[], bounds: readonly number[], share: number): number | null {
  const total = slots.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = share * total;
  let before = 0;
  for (const [index, count] of slots.entries()) {
    if (count > 0 && before + count >= wanted) {
      const from = index === 0 ? 0 : (bounds[index - 1] ?? 0);
      const to = bounds[index];
      return to === undefined ? Infinity : from + ((to - from) * Math.max(0, wanted - before)) / count;
    }
    before += count;
  }
  return Infinity;
}

export function addSlots(one: readonly number[], other: readonly number[]): number[] {
  return Array.from(
    { length: Math.max(one.length, other.length) },
    (_, index) => (one[index] ?? 0) + (other[index] ?? 0),
  );
}
