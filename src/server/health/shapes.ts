// What leaves the server about the health of calendars: the only fields there are, for routes and pages alike. The
// names of the first level are the customer's and stay; everything else was added.
import { z } from "zod";

const instant = z.iso.datetime();
const count = z.number().int();

export const healthStates = [
  "healthy",
  "catching_up",
  "late",
  "provider_outage",
  "needs_reconnecting",
  "disabled",
  "paused",
  "unknown",
] as const;

/** What a person can do about it; the page knows a button for each. */
const healthActions = ["reconnect", "resync", "resume", "decide_held"] as const;

/** One finding, in the order in which a person asks: what, since when, so what, what now, what can I do. */
const verdict = {
  state: z.enum(healthStates),
  badge: z.string(),
  /** Stable; each has a sentence. */
  cause: z.string(),
  sentence: z.string(),
  since: instant.nullable(),
  means: z.string(),
  /** What happens by itself, and when, where that is known. */
  next: z.object({ sentence: z.string(), at: instant.nullable() }),
  action: z.object({ id: z.enum(healthActions), label: z.string(), note: z.string() }).nullable(),
};

const lastError = z.object({
  code: z.string(),
  category: z.string(),
  sentence: z.string(),
  at: instant.nullable(),
  /** To be quoted when somebody asks for help. */
  requestId: z.string().nullable(),
});
export type LastErrorShape = z.infer<typeof lastError>;

export const runOutcome = z.enum(["running", "succeeded", "held", "waiting", "failed", "aborted", "lost"]);

const pastRun = z.object({
  at: instant,
  outcome: runOutcome,
  durationMs: count.nullable(),
  changes: count,
  code: z.string().nullable(),
});
export type PastRunShape = z.infer<typeof pastRun>;

export const calendarHealth = z.object({
  calendarId: z.uuid(),
  /** Null for whoever is not its owner: a name can tell what is in it. */
  name: z.string().nullable(),
  color: z.string().nullable(),
  isPrimary: z.boolean(),
  ...verdict,
  lastSuccess: instant.nullable(),
  lastTried: instant.nullable(),
  lastChange: instant.nullable(),
  isRunning: z.boolean(),
  /** Null when nothing is planned. */
  nextSync: z
    .object({ at: instant, intervalSeconds: count, because: z.string().nullable(), sentence: z.string() })
    .nullable(),
  delivery: z.object({
    by: z.enum(["push", "polling"]),
    /** Since when push is set up, or since when it is not believed; null when there never was one. */
    since: instant.nullable(),
    lastNotified: instant.nullable(),
    sentence: z.string(),
  }),
  consecutiveFailures: count,
  eventsSynced: count,
  syncDuration: count,
  quarantined: count,
  /** A read on its way: how many events it has seen, and of about how many, where something is known. */
  progress: z.object({ read: count, about: count.nullable() }).nullable(),
  /** A deletion of most of the calendar that waits. */
  held: z
    .object({
      since: instant,
      of: count.nullable(),
      removals: count.nullable(),
      waitsFor: z.enum(["second_read", "person"]),
    })
    .nullable(),
  lastError: lastError.nullable(),
  /** The newest 60 runs, oldest first; none when everybody is asked for. */
  runs: z.array(pastRun),
  /** What asking for changes only spared in these runs; null where there is nothing to compare with. */
  saved: z.object({ runs: count, calls: count, events: count }).nullable(),
});
export type CalendarHealthShape = z.infer<typeof calendarHealth>;

const tokenHealth = z.object({
  health: z.enum(["healthy", "expiring_soon", "expired", "refresh_failing", "needs_reauth", "missing"]),
  timeLeftMs: count.nullable(),
  reason: z.string(),
});

/** MON-2: 0 to 100 with what makes it up. Null is not known yet, which is not zero. */
const healthScore = z.object({
  score: count.nullable(),
  parts: z.array(
    z.object({
      id: z.enum(["proof", "steadiness", "access", "completeness"]),
      points: count.nullable(),
      of: count,
      sentence: z.string(),
      /** What is missing is the provider's doing. */
      isProviders: z.boolean(),
    }),
  ),
});
export type HealthScoreShape = z.infer<typeof healthScore>;

export const connectionHealth = z.object({
  provider: z.string(),
  isActive: z.boolean(),
  lastSync: instant.nullable(),
  consecutiveFailures: count,
  metrics: z.object({ eventsSynced: count, syncDuration: count, lastError: z.string().nullable() }),
  tokenExpiry: instant.nullable(),
  connectionId: z.uuid(),
  userId: z.uuid(),
  userName: z.string().nullable(),
  /** How the other side is called: the company, and what the person connected. */
  party: z.string(),
  product: z.string(),
  /** Null for whoever is not its owner. */
  accountEmail: z.string().nullable(),
  connectedAt: instant,
  authStatus: z.enum(["active", "needs_reauth"]),
  token: tokenHealth,
  score: healthScore,
  ...verdict,
  lastError: lastError.nullable(),
  calendars: z.array(calendarHealth),
});
export type ConnectionHealthShape = z.infer<typeof connectionHealth>;

/** BKG-2: a booking page that is less than it should be because of calendars of the person who hosts it. */
const bookingEffect = z.object({
  configurationId: z.uuid(),
  title: z.string(),
  url: z.string(),
  /** Nothing can be booked; visitors can only ask; only colleagues are offered; it goes on without looking at a calendar. */
  effect: z.enum(["closed", "request_only", "left_out", "unchecked"]),
  means: z.string(),
  /** The earliest of what is known of its calendars. */
  since: instant.nullable(),
  calendars: z.array(
    z.object({
      calendarId: z.uuid(),
      connectionId: z.uuid(),
      /** Null for whoever is not its owner. */
      name: z.string().nullable(),
      provider: z.string(),
      party: z.string(),
      product: z.string(),
      isRequired: z.boolean(),
      because: z.enum([
        "token",
        "permission",
        "gone",
        "paused",
        "disabled",
        "never_read",
        "meetings_only",
        "too_old",
        "not_connected",
        "provider",
      ]),
      sentence: z.string(),
      since: instant.nullable(),
      action: z.object({
        id: z.enum(["reconnect", "resync", "resume", "choose", "connect", "change_page"]),
        label: z.string(),
      }),
    }),
  ),
});
export type BookingEffectShape = z.infer<typeof bookingEffect>;

export const health = z.object({
  status: z.enum(["healthy", "degraded"]),
  timestamp: instant,
  syncs: z.array(connectionHealth),
  summary: z.object({
    totalSyncs: count,
    activeSyncs: count,
    syncsWithErrors: count,
    connectedProviders: count,
    totalCalendars: count,
    level: z.enum(["healthy", "partial", "critical"]),
    /** Of everything shown: its worst state. */
    state: z.enum(healthStates),
  }),
  /** Those that suffer, none where all is well; left out where everybody is asked for. */
  bookingPages: z.array(bookingEffect).optional(),
});
export type HealthShape = z.infer<typeof health>;

/** The last days of each connection of one's own, oldest first; a day is its worst state that lasted. */
export const pastDays = z.object({
  connections: z.array(
    z.object({
      connectionId: z.uuid(),
      days: z.array(z.object({ day: z.iso.date(), state: z.enum(healthStates).nullable(), lastedMs: count })),
      /** Of the time in which something is known, how much was proven. */
      provenShare: z.number().nullable(),
      /** MON-2: days of UTC on which it was measured, each with its mean. */
      scores: z.array(z.object({ day: z.iso.date(), score: count })),
      /** In a demo: what is older than this is made up. */
      demoUntil: instant.nullable(),
    }),
  ),
});
export type PastDaysShape = z.infer<typeof pastDays>;
