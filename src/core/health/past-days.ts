import { addDays, dayOf, minuteMs, startOfDay, type Day } from "../time/wall-time";
import { worseOf, type HealthState } from "./words";

/** A recorded change of state, as its row tells it. */
export type StateChange = { readonly at: Date; readonly to: HealthState };

export type PastDay = {
  readonly day: Day;
  /** The worst that lasted; null where nothing was recorded. */
  readonly state: HealthState | null;
  /** How long that lasted on this day. */
  readonly lastedMs: number;
};

export type PastDays = {
  readonly days: PastDay[];
  /** Of the time in which something is known: how much was proven. Null without any. */
  readonly provenShare: number | null;
};

export type PastFacts = {
  /** Oldest first; the newest before the first day tells how that day began. */
  readonly changes: readonly StateChange[];
  readonly zone: string;
  readonly days: number;
};

/** What passed sooner was no bad day. */
const lastingMs = 5 * minuteMs;

type Span = { readonly from: number; readonly to: number; readonly state: HealthState };

/** The last days of a connection, each as its worst state that lasted, in days of the viewer's zone. */
export function tellPastDays({ changes, zone, days }: PastFacts, now: Date): PastDays {
  const today = dayOf(now, zone);
  const spans = toSpans(changes, now);
  const told = Array.from(
    { length: days },
    (_, index): PastDay & { readonly times: ReadonlyMap<HealthState, number> } => {
      const day = addDays(today, index - days + 1);
      const from = startOfDay(day, zone).getTime();
      const times = timesWithin(spans, from, startOfDay(addDays(day, 1), zone).getTime());
      return { day, times, ...worstLasting(times) };
    },
  );
  return { days: told.map(({ day, state, lastedMs }) => ({ day, state, lastedMs })), provenShare: shareOf(told) };
}

function toSpans(changes: readonly StateChange[], now: Date): Span[] {
  return changes.map(({ at, to }, index) => ({
    from: at.getTime(),
    to: (changes[index + 1]?.at ?? now).getTime(),
    state: to,
  }));
}

function timesWithin(spans: readonly Span[], from: number, to: number): Map<HealthState, number> {
  const times = new Map<HealthState, number>();
  for (const span of spans) {
    const ms = Math.min(span.to, to) - Math.max(span.from, from);
    if (ms > 0) times.set(span.state, (times.get(span.state) ?? 0) + ms);
  }
  return times;
}

function worstLasting(times: ReadonlyMap<HealthState, number>): Pick<PastDay, "state" | "lastedMs"> {
  const lasting = [...times].filter(([, ms]) => ms >= lastingMs);
  const known = lasting.length > 0 ? lasting : [...times];
  const state = known
    .map(([each]) => each)
    .reduce<HealthState | null>((worst, each) => (worst === null ? each : worseOf(worst, each)), null);
  return { state, lastedMs: state === null ? 0 : (times.get(state) ?? 0) };
}

/** A pause and a first read say nothing about whether what should be proven was. */
const counted = new Set<HealthState>(["healthy", "late", "provider_outage", "needs_reconnecting", "disabled"]);

function shareOf(days: readonly { readonly times: ReadonlyMap<HealthState, number> }[]): number | null {
  let known = 0;
  let proven = 0;
  for (const { times } of days)
    for (const [state, ms] of times) {
      if (!counted.has(state)) continue;
      known += ms;
      if (state === "healthy") proven += ms;
    }
  return known === 0 ? null : proven / known;
}
