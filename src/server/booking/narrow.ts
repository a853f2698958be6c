import { addDays, dayMs, startOfDay } from "@/core/time/wall-time";
import type { BookingState, Which } from "@/server/db/booking/bookings";
import type { BookingsQuery } from "./shapes";

type Range = Pick<Which, "from" | "until" | "states" | "needsAttention" | "isNoShow" | "isNewestFirst">;

const live: readonly BookingState[] = ["held", "requested", "confirmed"];

function rangeOf(view: BookingsQuery["view"], now: Date): Range {
  const since = (days: number) => new Date(now.getTime() - days * dayMs);
  if (view === "past") return { from: since(90), until: now, isNewestFirst: true };
  if (view === "no_shows") return { isNoShow: true, from: since(365), until: now, isNewestFirst: true };
  if (view === "attention") return { needsAttention: true, from: since(14) };
  return { from: now, states: live };
}

/**
 * What is asked for, within a view. A day from which on goes further back than a view does by itself; into what is over
 * or still to come, which is another view, it does not lead.
 */
export function narrow({ view, host, configuration, state, from, until }: BookingsQuery, zone: string, now: Date) {
  const range = rangeOf(view, now);
  const first = from === undefined ? undefined : startOfDay(from, zone);
  const last = until === undefined ? undefined : startOfDay(addDays(until, 1), zone);
  const isAhead = view === "upcoming";
  return {
    ...range,
    from: first === undefined || (isAhead && first < now) ? range.from : first,
    until: earliest(range.until, last),
    states: state === undefined ? range.states : [state],
    ...{ configurationId: configuration, withHost: host },
  };
}

function earliest(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}
