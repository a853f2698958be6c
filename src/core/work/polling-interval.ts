import { dayMs, hourMs, minuteMs } from "../time/wall-time";

/** SYN-9. What is known of a calendar and of the person behind it. */
export type PollingFacts = {
  /** A webhook delivers changes, and has proved it. */
  readonly isPushHealthy: boolean;
  readonly personSeenAt: Date | null;
  readonly lastChangeAt: Date | null;
  readonly changesPerDay: number;
  readonly nextMeetingAt: Date | null;
};
export type PollingReason =
  | "watching"
  | "meeting_soon"
  | "meeting_today"
  | "changes_often"
  | "usual"
  | "quiet"
  | "asleep"
  | "push_delivers"
  | "push_under_watch";
export type PollingInterval = { readonly intervalMs: number; readonly because: PollingReason };

type Rule = {
  readonly because: PollingReason;
  readonly intervalMs: number;
  readonly applies: (facts: PollingFacts, now: Date) => boolean;
};

const isWithin = (at: Date | null, ms: number, now: Date) =>
  at !== null && Math.abs(now.getTime() - at.getTime()) <= ms;
const isAhead = (at: Date | null, ms: number, now: Date) =>
  at !== null && at >= now && at.getTime() - now.getTime() <= ms;
/** Where nothing is known yet, because it was connected a moment ago, nothing is silent either. */
const isSilent = (facts: PollingFacts, ms: number, now: Date) =>
  (facts.personSeenAt ?? facts.lastChangeAt) !== null &&
  !isWithin(facts.personSeenAt, ms, now) &&
  !isWithin(facts.lastChangeAt, ms, now);

/** The first that applies. Each is as often as somebody would notice, and no more. */
const polled: readonly Rule[] = [
  {
    because: "watching",
    intervalMs: minuteMs,
    applies: ({ personSeenAt }, now) => isWithin(personSeenAt, 5 * minuteMs, now),
  },
  {
    because: "meeting_soon",
    intervalMs: 2 * minuteMs,
    applies: ({ nextMeetingAt }, now) => isAhead(nextMeetingAt, 30 * minuteMs, now),
  },
  { because: "changes_often", intervalMs: 5 * minuteMs, applies: ({ changesPerDay }) => changesPerDay >= 24 },
  {
    because: "meeting_today",
    intervalMs: 10 * minuteMs,
    applies: ({ nextMeetingAt }, now) => isAhead(nextMeetingAt, 4 * hourMs, now),
  },
  { because: "asleep", intervalMs: 6 * hourMs, applies: (facts, now) => isSilent(facts, 30 * dayMs, now) },
  { because: "quiet", intervalMs: hourMs, applies: (facts, now) => isSilent(facts, 7 * dayMs, now) },
  { because: "usual", intervalMs: 15 * minuteMs, applies: () => true },
];
/** F31: a webhook can fall silent without a word. Where something changed lately, silence is noticed in a quarter of an hour. */
const pushed: readonly Rule[] = [
  {
    because: "push_under_watch",
    intervalMs: 15 * minuteMs,
    applies: ({ lastChangeAt }, now) => isWithin(lastChangeAt, hourMs, now),
  },
  { because: "push_delivers", intervalMs: 6 * hourMs, applies: () => true },
];

export const shortestPollingMs = minuteMs;
export const longestPollingMs = 6 * hourMs;

export function choosePollingInterval(facts: PollingFacts, now: Date): PollingInterval {
  const rule = (facts.isPushHealthy ? pushed : polled).find(({ applies }) => applies(facts, now));
  return { intervalMs: rule?.intervalMs ?? longestPollingMs, because: rule?.because ?? "usual" };
}

const sentences: Readonly<Record<PollingReason, string>> = {
  watching: "You are here, so we look every minute.",
  meeting_soon: "A meeting begins soon.",
  meeting_today: "A meeting begins within four hours.",
  changes_often: "This calendar changes often.",
  usual: "Nothing special: every quarter of an hour.",
  quiet: "Nothing has happened here for a week.",
  asleep: "Nothing has happened here for a month.",
  push_delivers: "Changes are delivered to us; we only look now and then.",
  push_under_watch: "Changes are delivered to us; something changed lately, so we check that none is missing.",
};

export const explainPolling = ({ because }: PollingInterval): string => sentences[because];
