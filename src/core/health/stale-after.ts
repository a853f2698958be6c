import { minuteMs } from "../time/wall-time";

const shortestBoundMs = 15 * minuteMs;

/** MON-4: a read is late beyond twice its interval. A bound shorter than that of the cron route would cry wolf. */
export function freshnessMs(pollingIntervalMs: number): number {
  return Math.max(shortestBoundMs, 2 * pollingIntervalMs);
}

/** The moment at which a calendar stops being fresh. It is stored, so that a sweep asks only for what has just gone bad. */
export function staleAt(provenAt: Date, boundMs: number): Date {
  return new Date(provenAt.getTime() + boundMs);
}
