import { dayOf, dayMs, minuteMs, type Day } from "../time/wall-time";
import { openingSpans, weekOf, type OpeningHours } from "./opening-hours";
import { isInside, mergeSpans, meetsAny, type Span } from "./spans";

/** What can be booked, without who. */
export type SlotRules = {
  readonly hours: OpeningHours;
  readonly durationMinutes: number;
  readonly stepMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly noticeMinutes: number;
  readonly horizonDays: number;
  readonly dailyCap: number | null;
  readonly weeklyCap: number | null;
};

/** Somebody who may host, with everything that takes their time, buffers of other bookings included. */
export type Host = {
  readonly userId: string;
  /** In order and apart. */
  readonly busy: readonly Span[];
  /** What the mirror of all required calendars is proved to hold; null when nothing is. */
  readonly covered: Span | null;
  /** Their own hours, inside those of the configuration; null when they have none. */
  readonly hours: OpeningHours | null;
};

/** `all`: everybody must be free. `any`: one is enough. */
export type Need = "all" | "any";
export type BookedDay = { readonly day: Day; readonly count: number };

export type SlotQuestion = {
  readonly rules: SlotRules;
  readonly hosts: readonly Host[];
  readonly need: Need;
  /** Live bookings of the configuration by day, in its zone. */
  readonly booked: readonly BookedDay[];
};
export type Slot = Span & { readonly hosts: readonly string[] };

/** The widest window that can hold a slot: from the notice to the horizon. */
export function bookableWindow({ noticeMinutes, horizonDays }: SlotRules, now: Date): Span {
  return { from: now.getTime() + noticeMinutes * minuteMs, to: now.getTime() + horizonDays * dayMs };
}

export function overlapOf(one: Span, other: Span): Span | null {
  const span = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
  return span.from < span.to ? span : null;
}

/** Every slot in the window, in order, with those who are free. */
export function findSlots(question: SlotQuestion, window: Span, now: Date): readonly Slot[] {
  const { rules, hosts } = question;
  const bookable = overlapOf(window, bookableWindow(rules, now));
  if (bookable === null) return [];
  const isFull = fullDays(question);
  const asHosts = hosts.map((host) => readyHost(host, bookable));
  const lengthMs = rules.durationMinutes * minuteMs;
  return startsIn(rules, bookable).flatMap((from) => {
    if (isFull(from)) return [];
    const free = freeAt({ ...question, hosts: asHosts }, { from, to: from + lengthMs });
    return free === null ? [] : [{ from, to: from + lengthMs, hosts: free }];
  });
}

/** The starts on the grid of the hours, whoever is free. */
export function startsIn(rules: SlotRules, window: Span): readonly number[] {
  const [lengthMs, stepMs] = [rules.durationMinutes * minuteMs, rules.stepMinutes * minuteMs];
  const starts = new Set<number>();
  for (const { from, to } of openingSpans(rules.hours, window)) {
    const skipped = Math.max(0, Math.ceil((window.from - from) / stepMs));
    for (let start = from + skipped * stepMs; start + lengthMs <= to && start < window.to; start += stepMs)
      starts.add(start);
  }
  return [...starts].sort((a, b) => a - b);
}

type ReadyHost = Host & { readonly open: readonly Span[] | null };

export function readyHost(host: Host, window: Span): ReadyHost {
  return { ...host, open: host.hours === null ? null : mergeSpans(openingSpans(host.hours, window)) };
}

type Asked = { readonly rules: SlotRules; readonly hosts: readonly ReadyHost[]; readonly need: Need };

/** Who of them is free then; null when too few are. */
export function freeAt({ rules, hosts, need }: Asked, slot: Span): readonly string[] | null {
  const taken = withBuffers(rules, slot);
  const free: string[] = [];
  for (const host of hosts) {
    if (isFree(host, slot, taken)) free.push(host.userId);
    else if (need === "all") return null;
  }
  return free.length === 0 ? null : free;
}

export const withBuffers = (
  { bufferBeforeMinutes: before, bufferAfterMinutes: after }: SlotRules,
  slot: Span,
): Span => ({
  from: slot.from - before * minuteMs,
  to: slot.to + after * minuteMs,
});

function isFree({ busy, covered, open }: ReadyHost, slot: Span, taken: Span): boolean {
  if (covered === null || taken.from < covered.from || taken.to > covered.to) return false;
  return (open === null || isInside(open, slot)) && !meetsAny(busy, taken);
}

/** Whether a day or its week has as many bookings as it may have. */
export function fullDays({ rules, booked }: Pick<SlotQuestion, "rules" | "booked">): (at: number) => boolean {
  const { dailyCap, weeklyCap, hours } = rules;
  if (dailyCap === null && weeklyCap === null) return () => false;
  const perDay = new Map<Day, number>();
  const perWeek = new Map<Day, number>();
  for (const { day, count } of booked) {
    perDay.set(day, (perDay.get(day) ?? 0) + count);
    perWeek.set(weekOf(day), (perWeek.get(weekOf(day)) ?? 0) + count);
  }
  return (at) => {
    const day = dayOf(new Date(at), hours.zone);
    return (
      (dailyCap !== null && (perDay.get(day) ?? 0) >= dailyCap) ||
      (weeklyCap !== null && (perWeek.get(weekOf(day)) ?? 0) >= weeklyCap)
    );
  };
}
