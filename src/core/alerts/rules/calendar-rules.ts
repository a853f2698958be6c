import { z } from "zod";

import { minuteMs } from "../../time/wall-time";
import { delayBoundMs, type Delay } from "../assess-delay";
import type { CalendarFacts, ConnectionFacts } from "../facts";
import { rule, type Found } from "../rule";

const of = rule<ConnectionFacts>();
const none = z.object({});
const share = (part: number, whole: number) => Math.round((100 * part) / whole);

/** Each calendar that is read, by itself. */
function each(facts: ConnectionFacts, find: (calendar: CalendarFacts) => Omit<Found, "subject"> | null): Found[] {
  if (facts.isPaused) return [];
  return facts.calendars.flatMap((calendar) => {
    const found = calendar.isPaused ? null : find(calendar);
    if (found === null) return [];
    const { since, evidence, ...rest } = found;
    return [
      {
        ...rest,
        since,
        subject: { kind: "calendar" as const, id: calendar.calendarId },
        evidence: { provider: facts.provider, ...evidence },
      },
    ];
  });
}

/** MON-3, high: more than three in a row. */
export const syncFailing = of({
  id: "sync.failing",
  severity: "high",
  holdsInOutage: true,
  parameters: z.object({ failures: z.int().min(1).max(50).default(3) }),
  find: (facts, { failures }) =>
    each(facts, ({ consecutiveFailures, state, lastSuccessAt }) =>
      consecutiveFailures > failures && state !== "needs_reconnecting"
        ? { since: lastSuccessAt, evidence: { failures: consecutiveFailures, disabled: state === "disabled" ? 1 : 0 } }
        : null,
    ),
});

/** MON-3, high: above a fifth of at least ten runs in an hour. */
export const errorRate = of({
  id: "sync.error_rate",
  severity: "high",
  holdsInOutage: true,
  parameters: z.object({
    percent: z.int().min(5).max(100).default(20),
    leastRuns: z.int().min(3).max(1_000).default(10),
  }),
  find: (facts, { percent, leastRuns }) =>
    each(facts, ({ runs: { total, failed } }) =>
      total >= leastRuns && failed * 100 > percent * total
        ? { since: null, evidence: { runs: total, failed, percent: share(failed, total) } }
        : null,
    ),
});

/** Whoever has just reconnected waits for the first read, and need not hear that it is late. */
const firstReadMs = 10 * minuteMs;
const isJustBack = ({ grant }: ConnectionFacts, now: Date) =>
  now.getTime() - (grant?.grantedAt?.getTime() ?? 0) < firstReadMs;

const toMinutes = (ms: number) => Math.round(ms / minuteMs);
const toEvidence = ({ workedMs, pattern }: Delay, intervalMs: number) => ({
  workedMinutes: Math.floor(workedMs / minuteMs),
  usualMinutes: toMinutes(pattern?.usualMs ?? intervalMs),
  spreadMinutes: toMinutes(pattern?.spreadMs ?? 0),
  samples: pattern?.samples ?? 0,
});

/**
 * MON-3 and MON-4, medium: twice the interval, or twice what is usual in this person's working hours where that is slower,
 * and a read has not come to its end. A bound below the timer's would cry wolf.
 */
export const syncDelayed = of({
  id: "sync.delayed",
  severity: "medium",
  holdsInOutage: true,
  parameters: z.object({ intervals: z.int().min(2).max(48).default(2) }),
  find: (facts, { intervals }, now) =>
    each(facts, ({ state, intervalMs, lastSuccessAt, delay }) => {
      if (delay === null || lastSuccessAt === null || (state !== "late" && state !== "unknown")) return null;
      const { workedMs, pattern } = delay;
      if (isJustBack(facts, now) || workedMs <= delayBoundMs(pattern, { intervalMs, intervals })) return null;
      const minutes = Math.floor((now.getTime() - lastSuccessAt.getTime()) / minuteMs);
      return { since: lastSuccessAt, evidence: { minutes, ...toEvidence(delay, intervalMs) } };
    }),
});

/** MON-4. A working day that is empty, where every one of the weeks before had meetings. */
export const meetingsMissing = of({
  id: "sync.meetings_missing",
  severity: "medium",
  holdsInOutage: true,
  parameters: z.object({ leastMeetings: z.int().min(1).max(20).default(2) }),
  find: (facts, { leastMeetings }) =>
    each(facts, ({ quietDay }) =>
      quietDay !== null && quietDay.usual >= leastMeetings
        ? { since: null, evidence: { date: quietDay.date, usual: quietDay.usual, weeks: quietDay.weeks } }
        : null,
    ),
});

/** A plan that would remove most of a calendar waits for somebody who knows. */
export const deletionHeld = of({
  id: "sync.deletion_held",
  severity: "high",
  needsPerson: true,
  parameters: none,
  find: (facts) => each(facts, ({ heldAt }) => (heldAt === null ? null : { since: heldAt, evidence: {} })),
});

/** What a full read found and mended: once is life, often is a fault. */
export const driftFound = of({
  id: "sync.drift",
  severity: "low",
  parameters: z.object({ events: z.int().min(1).max(10_000).default(5) }),
  find: (facts, { events }) =>
    each(facts, ({ drift }) => (drift >= events ? { since: null, evidence: { events: drift } } : null)),
});

export const quarantineGrowing = of({
  id: "sync.set_aside",
  severity: "low",
  parameters: z.object({ events: z.int().min(1).max(1_000).default(5) }),
  find: (facts, { events }) =>
    each(facts, ({ setAside }) => (setAside >= events ? { since: null, evidence: { events: setAside } } : null)),
});
