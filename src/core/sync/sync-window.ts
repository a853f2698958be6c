import type { Interval } from "../time/interval";
import { dayMs } from "../time/wall-time";

/** Configurable for each calendar; these are the defaults. */
export const defaultReach = { pastDays: 30, futureDays: 180 } as const;
export type Reach = { readonly pastDays: number; readonly futureDays: number };

export const rollMs = 7 * dayMs;

/** What the mirror is proved to hold, and since when. */
export type Coverage = { readonly window: Interval; readonly baselinedAt: Date };
export type WindowDecision =
  | { readonly do: "keep"; readonly window: Interval; readonly rollsAt: Date }
  | {
      readonly do: "roll";
      readonly window: Interval;
      readonly because: "first_read" | "time_passed" | "reach_changed";
    };

/** Whole days of UTC around now: at least as far as asked for. */
export function windowAround(now: Date, { pastDays, futureDays }: Reach): Interval {
  const today = Math.floor(now.getTime() / dayMs);
  return { from: new Date((today - pastDays) * dayMs), to: new Date((today + 1 + futureDays) * dayMs) };
}

/** When a calendar's window rolls within the week: always the same for it, and spread evenly over all. */
export function rollOffsetMs(calendarId: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < calendarId.length; index += 1)
    sum = Math.imul(sum ^ calendarId.charCodeAt(index), 0x01000193);
  // FNV-1a leaves alike ids alike in the high bits: stir once more.
  sum = Math.imul(sum ^ (sum >>> 16), 0x45d9f3b);
  return Math.floor((((sum ^ (sum >>> 16)) >>> 0) / 2 ** 32) * rollMs);
}

type WindowFacts = { readonly coverage: Coverage | null; readonly reach: Reach; readonly offsetMs: number };

/** The window for the next read: the one we have, or a new one, which takes a full read and proves the old one too. */
export function decideWindow({ coverage, reach, offsetMs }: WindowFacts, now: Date): WindowDecision {
  const window = windowAround(now, reach);
  if (coverage === null) return { do: "roll", window, because: "first_read" };
  const rollsAt = nextRoll(coverage.baselinedAt, offsetMs);
  if (now >= rollsAt) return { do: "roll", window, because: "time_passed" };
  const meant = windowAround(coverage.baselinedAt, reach);
  const isAsMeant =
    meant.from.getTime() === coverage.window.from.getTime() && meant.to.getTime() === coverage.window.to.getTime();
  return isAsMeant
    ? { do: "keep", window: coverage.window, rollsAt }
    : { do: "roll", window, because: "reach_changed" };
}

/** The first moment after `since` that lies `offset` after the beginning of a week (weeks counted from the epoch). */
function nextRoll(since: Date, offsetMs: number): Date {
  const weeks = Math.floor((since.getTime() - offsetMs) / rollMs) + 1;
  return new Date(weeks * rollMs + offsetMs);
}
