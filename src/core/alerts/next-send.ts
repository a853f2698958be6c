import { jitterMs, type Random } from "../resilience/backoff";
import { hourMs, minuteMs } from "../time/wall-time";

/** As the Standard Webhooks specification proposes, over three days and more: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h … */
const schedule = [
  5_000,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];
/** F95, F96. After so many failures another way is taken beside; the first one is tried on. */
const otherWayAfter = 3;

export type NextSend = {
  /** Null: it is given up. */
  readonly againAt: Date | null;
  readonly takeOtherWay: boolean;
};

/** What becomes of a message that could not be sent. `failures` counts this one. */
export function nextSend(
  { failures, isLasting }: { readonly failures: number; readonly isLasting: boolean },
  { now, random }: { readonly now: Date; readonly random: Random },
): NextSend {
  if (isLasting) return { againAt: null, takeOtherWay: true };
  const waitMs = schedule[failures - 1];
  return {
    againAt: waitMs === undefined ? null : new Date(now.getTime() + waitMs + jitterMs(waitMs, random)),
    takeOtherWay: failures === otherWayAfter,
  };
}
