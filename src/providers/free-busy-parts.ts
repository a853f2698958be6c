import type { BusyAnswer } from "@/core/ports/free-busy";
import type { Interval } from "@/core/time/interval";

export function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** A window cut into pieces that a provider takes. */
export function piecesOf({ from, to }: Interval, longestMs: number): readonly Interval[] {
  const pieces: Interval[] = [];
  for (let at = from.getTime(); at < to.getTime(); at += longestMs) {
    pieces.push({ from: new Date(at), to: new Date(Math.min(at + longestMs, to.getTime())) });
  }
  return pieces;
}

/** One answer for each calendar. One piece that failed makes the whole unknown: half an answer would look free. */
export function joinAnswers(
  ids: readonly string[],
  answers: readonly (readonly [string, BusyAnswer])[],
): ReadonlyMap<string, BusyAnswer> {
  const joined = new Map<string, BusyAnswer>(ids.map((id) => [id, { kind: "busy", periods: [], unreadable: 0 }]));
  for (const [id, answer] of answers) joined.set(id, join(joined.get(id), answer));
  return joined;
}

function join(one: BusyAnswer | undefined, other: BusyAnswer): BusyAnswer {
  if (one === undefined || one.kind === "failed") return one ?? other;
  if (other.kind === "failed") return other;
  const periods = [...one.periods, ...other.periods];
  return { kind: "busy", periods: mergeTouching(periods), unreadable: one.unreadable + other.unreadable };
}

function mergeTouching(periods: readonly Interval[]): readonly Interval[] {
  const merged: Interval[] = [];
  for (const period of periods.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = merged.at(-1);
    if (last === undefined || period.from > last.to) merged.push(period);
    else if (period.to > last.to) merged[merged.length - 1] = { from: last.from, to: period.to };
  }
  return merged;
}
