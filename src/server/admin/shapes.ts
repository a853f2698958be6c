// What leaves the server for whoever looks after others: names and states of people, nothing of what is in a calendar.
import { z } from "zod";

import { anomalyMetrics } from "@/core/health/find-anomalies";
import { healthStates } from "@/server/health/shapes";
import { instance } from "@/server/people/shapes";

const instant = z.iso.datetime();
const count = z.number().int();
const state = z.enum(healthStates);

const freshness = z.object({
  calendars: count,
  /** Proven within their own bound. */
  within: count,
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});
export type FreshnessShape = z.infer<typeof freshness>;

const overseenProvider = z.object({
  provider: z.string(),
  party: z.string(),
  product: z.string(),
  connections: count,
  states: z.array(z.object({ state, connections: count })),
  /** The provider's own trouble, told apart from that of accounts. */
  outage: z.object({ since: instant.nullable(), cause: z.string().nullable() }).nullable(),
  freshness,
  grants: z.object({ all: count, lost: count, failing: count, endingSoon: count }),
  /** UTC days, oldest first. */
  calls: z.array(z.object({ day: z.iso.date(), calls: count, failures: count, rateLimited: count })),
  /** What the whole project may call in a day; null where the provider counts each account alone. */
  callsPerDay: count.nullable(),
  /** Calls that all together may make at this moment; null where it is nobody's limit, or not the viewer's to see. */
  ready: z.object({ calls: count, of: count }).nullable(),
  /** Accounts, or the whole project, that were asked to slow down. */
  slowed: z.object({ count, until: instant }).nullable(),
});
export type OverseenProviderShape = z.infer<typeof overseenProvider>;

const breaker = z.object({
  workspaceId: z.uuid(),
  key: z.string(),
  provider: z.string(),
  product: z.string(),
  /** Null for a provider's own. */
  connectionId: z.uuid().nullable(),
  userName: z.string().nullable(),
  state: z.enum(["open", "half_open"]),
  openedAt: instant.nullable(),
  until: instant.nullable(),
  cause: z.string().nullable(),
});
export type OverseenBreakerShape = z.infer<typeof breaker>;

const transition = z.object({
  at: instant,
  subject: z.enum(["connection", "provider"]),
  connectionId: z.uuid().nullable(),
  userName: z.string().nullable(),
  workspaceName: z.string().nullable(),
  product: z.string().nullable(),
  from: state,
  to: state,
  cause: z.string().nullable(),
});
export type OverseenTransitionShape = z.infer<typeof transition>;

const deadLetter = z.object({
  id: z.uuid(),
  workspaceId: z.uuid(),
  workspaceName: z.string(),
  kind: z.string(),
  attempts: count,
  code: z.string(),
  deadAt: instant,
});
export type DeadLetterShape = z.infer<typeof deadLetter>;

const objective = z.object({
  provider: z.string(),
  product: z.string(),
  /** Of 30 days. */
  runs: count,
  failures: count,
  /** Shares; null when nothing ran. Below zero more of the budget was used than there is. */
  availability: z.number().nullable(),
  budgetLeft: z.number().nullable(),
  /** As multiples of what uses the budget up in 30 days; `isBurning` when a shorter window says so too. */
  burns: z.array(
    z.object({ rate: z.number(), longMinutes: count, burn: z.number().nullable(), isBurning: z.boolean() }),
  ),
});

const anomaly = z.object({
  provider: z.string(),
  product: z.string(),
  metric: z.enum(anomalyMetrics),
  at: instant,
  value: z.number(),
  usual: z.number(),
  spread: z.number(),
  score: z.number(),
  samples: count,
});

/** How a way of messages fares; the addresses behind it are nobody's to see. */
const way = z.object({
  channel: z.string(),
  addresses: count,
  failing: count,
  disabled: count,
  workedAt: instant.nullable(),
  testedAt: instant.nullable(),
  /** Of the mail server: how the last daily test ended, where it failed. */
  code: z.string().nullable(),
});

export const overview = z.object({
  checkedAt: instant,
  /** Null: all workspaces. */
  workspace: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
  mayAct: z.boolean(),
  connections: count,
  states: z.array(z.object({ state, connections: count })),
  freshness,
  providers: z.array(overseenProvider),
  /** So many of a hundred runs are to end well. */
  objectivePercent: z.number(),
  objectives: z.array(objective),
  /** The last full hour against those of the seven days before. */
  anomalies: z.array(anomaly),
  ways: z.array(way),
  /** Those where most must act first, at most 50; empty for whoever looks after one. */
  workspaces: z.array(
    z.object({
      workspaceId: z.uuid(),
      name: z.string(),
      members: count,
      connections: count,
      working: count,
      acting: count,
      outage: count,
      failing: count,
      paused: count,
    }),
  ),
  /** What all workspaces share; null for whoever looks after one. */
  machinery: z
    .object({
      queue: z.array(z.object({ kind: z.string(), due: count, running: count, oldestDueAt: instant.nullable() })),
      workers: instance.shape.workers,
      database: instance.shape.database,
    })
    .nullable(),
  breakers: z.array(breaker),
  /** Null for managers. */
  dead: z.array(deadLetter).nullable(),
  drift: z.array(z.object({ day: z.iso.date(), reads: count, missing: count, extra: count, stale: count })),
  transitions: z.array(transition),
});
export type OverviewShape = z.infer<typeof overview>;

export const overseenConnection = z.object({
  connectionId: z.uuid(),
  workspaceId: z.uuid(),
  workspaceName: z.string(),
  userId: z.uuid(),
  userName: z.string(),
  userEmail: z.string(),
  provider: z.string(),
  product: z.string(),
  state,
  badge: z.string(),
  /** Of the state; `code` is that of the last failure, where there is one. */
  cause: z.string().nullable(),
  code: z.string().nullable(),
  sentence: z.string(),
  since: instant,
  lastProven: instant.nullable(),
  calendars: count,
  /** MON-2, as last measured; null when nothing is known yet. */
  score: count.nullable(),
  remindedAt: instant.nullable(),
});
export type OverseenConnectionShape = z.infer<typeof overseenConnection>;

export const overseenPage = z.object({
  connections: z.array(overseenConnection),
  /** Exact without a search; with one it is counted to 10,000. */
  total: count,
  isTotalExact: z.boolean(),
  nextCursor: z.uuid().nullable(),
});
export type OverseenPageShape = z.infer<typeof overseenPage>;

const overseenCalendar = z.object({
  calendarId: z.uuid(),
  isPrimary: z.boolean(),
  state,
  badge: z.string(),
  cause: z.string().nullable(),
  /** That of the last failure, where there is one. */
  code: z.string().nullable(),
  since: instant,
  lastProven: instant.nullable(),
  nextSyncAt: instant.nullable(),
  /** In a row. */
  failures: count,
});
export type OverseenCalendarShape = z.infer<typeof overseenCalendar>;
/** The worst first, without their names. */
export const overseenCalendars = z.object({ calendars: z.array(overseenCalendar) });
export type OverseenCalendarsShape = z.infer<typeof overseenCalendars>;

const point = z.object({
  at: instant,
  ages: freshness,
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  runs: count,
  failures: count,
});
export const healthHistory = z.object({
  range: z.enum(["24h", "7d", "90d"]),
  bucket: z.enum(["hour", "day"]),
  /** Oldest first. An hour or a day of which nothing is known is not there. */
  points: z.array(point),
  /** MON-2: days of UTC with the mean score of each provider's connections, oldest first. */
  scores: z.array(z.object({ day: z.iso.date(), provider: z.string(), product: z.string(), score: count })),
  /** Calls by day of UTC and provider, oldest first, and what the whole project may call in a day; null where nobody counts that. */
  calls: z.array(
    z.object({
      day: z.iso.date(),
      ...{ provider: z.string(), product: z.string() },
      ...{ calls: count, failures: count, rateLimited: count },
      callsPerDay: count.nullable(),
    }),
  ),
  /** What is older was made up for the demo; null where nothing was. */
  demoUntil: instant.nullable(),
});
export type HealthHistoryShape = z.infer<typeof healthHistory>;
