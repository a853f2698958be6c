import { z } from "zod";

import { summariseStates, toLevel, toStatus, words } from "@/core/health/words";
import { explainPolling, type PollingReason } from "@/core/work/polling-interval";
import type { RunRow } from "@/server/db/health/evidence";

import type { AssessedCalendar, AssessedConnection, CalendarRow } from "./assess-rows";
import { countSaved } from "./count-saved";
import { toScore } from "./to-score";
import { describeError, describeFinding, toIso } from "./describe";
import type { CalendarHealthShape, ConnectionHealthShape, HealthShape, PastRunShape } from "./shapes";
import { namesOf } from "./to-evidence";

export type Reading = {
  readonly now: Date;
  /** Whose names are shown: the names of calendars and accounts are their owner's. */
  readonly viewerId: string | null;
  readonly runs: ReadonlyMap<string, readonly RunRow[]>;
  /** By calendar: the pages of its newest read of everything. */
  readonly fullPages: ReadonlyMap<string, number>;
  readonly bookingPages?: HealthShape["bookingPages"];
};

const heldDetail = z.object({
  reads: z.int().catch(1),
  liveEvents: z.int().nullable().catch(null),
  deletedEvents: z.int().nullable().catch(null),
});

function readHeld({ row }: AssessedCalendar): CalendarHealthShape["held"] {
  if (row.held_at === null) return null;
  const parsed = heldDetail.safeParse(row.held_detail ?? {});
  const { reads, liveEvents, deletedEvents } = parsed.data ?? { reads: 1, liveEvents: null, deletedEvents: null };
  return {
    since: row.held_at.toISOString(),
    of: liveEvents,
    removals: deletedEvents,
    waitsFor: reads > 1 ? "person" : "second_read",
  };
}

const pollingReasons: Readonly<Record<PollingReason, true>> = {
  watching: true,
  meeting_soon: true,
  meeting_today: true,
  changes_often: true,
  usual: true,
  quiet: true,
  asleep: true,
  push_delivers: true,
  push_under_watch: true,
};
const isPollingReason = (word: string | null): word is PollingReason =>
  word !== null && Object.hasOwn(pollingReasons, word);

/** Why it is read then: a failure waits longer than the interval, whose reason is not the reason any more. */
function whyThen({ row, error, verdict }: AssessedCalendar): string {
  if (row.is_running === true) return "It is being read now.";
  if (verdict.state === "disabled") return "One try an hour, to see whether it works again.";
  if (error !== null) return "A pause after the failure, longer each time.";
  if (isPollingReason(row.interval_reason))
    return explainPolling({ because: row.interval_reason, intervalMs: (row.interval_seconds ?? 0) * 1_000 });
  return "As soon as it is its turn.";
}

function toNextSync(calendar: AssessedCalendar): CalendarHealthShape["nextSync"] {
  const { next_sync_at: at, interval_seconds: intervalSeconds, interval_reason: because } = calendar.row;
  if (at === null) return null;
  return { at: at.toISOString(), intervalSeconds: intervalSeconds ?? 0, because, sentence: whyThen(calendar) };
}

function toDelivery({ row }: AssessedCalendar): CalendarHealthShape["delivery"] {
  const { party } = namesOf(row.provider);
  const lastNotified = toIso(row.last_notified_at);
  return row.pushes === true
    ? {
        by: "push",
        since: toIso(row.push_since),
        lastNotified,
        sentence: `${party} tells us of changes; we look now and then all the same.`,
      }
    : {
        by: "polling",
        since: toIso(row.push_silent_since),
        lastNotified,
        sentence: `We ask ${party} for changes; it does not announce them to us.`,
      };
}

const outcomes = ["running", "succeeded", "held", "waiting", "failed", "aborted", "lost"] as const;

function toPastRun(run: RunRow): PastRunShape {
  return {
    at: run.started_at.toISOString(),
    outcome: outcomes.find((outcome) => outcome === run.outcome) ?? "lost",
    durationMs: run.duration_ms,
    changes: run.changes,
    code: run.error_code,
  };
}

/** When something happens by itself: the next try, or the next look at a provider in trouble. */
function nextAtOf({ row, verdict }: AssessedCalendar): Date | null {
  if (verdict.state === "paused" || verdict.state === "needs_reconnecting") return null;
  if (verdict.state === "provider_outage") return row.next_sync_at ?? row.trouble_until;
  return row.next_sync_at;
}

function toProgress({ read_so_far: read, events_synced: events, last_success_at: provenAt }: CalendarRow) {
  if (read === null) return null;
  return { read, about: provenAt !== null && events !== null && events > 0 ? Math.max(read, events) : null };
}

function toPast(row: CalendarRow, runs: readonly RunRow[], fullPages: Reading["fullPages"]) {
  const reads = { runs, fullPages: fullPages.get(row.calendar_id) ?? null, events: row.events_synced ?? 0 };
  return { runs: runs.map(toPastRun), saved: countSaved(reads) };
}

function toCalendar(calendar: AssessedCalendar, { viewerId, runs, fullPages }: Reading): CalendarHealthShape {
  const { row, verdict, error } = calendar;
  const names = namesOf(row.provider);
  const held = readHeld(calendar);
  const isOwn = row.user_id === viewerId;
  return {
    calendarId: row.calendar_id,
    name: isOwn ? row.name : null,
    color: isOwn ? row.color : null,
    isPrimary: row.is_primary ?? false,
    ...describeFinding(verdict, {
      facts: { names, heldFor: held?.waitsFor, humanAction: error?.humanAction },
      nextAt: nextAtOf(calendar),
    }),
    lastSuccess: toIso(row.last_success_at),
    lastTried: toIso(row.last_attempt_at),
    lastChange: toIso(row.last_change_at),
    isRunning: row.is_running ?? false,
    nextSync: toNextSync(calendar),
    delivery: toDelivery(calendar),
    consecutiveFailures: row.consecutive_failures ?? 0,
    eventsSynced: row.events_synced ?? 0,
    syncDuration: row.last_duration_ms ?? 0,
    quarantined: row.quarantined ?? 0,
    progress: toProgress(row),
    held,
    lastError: describeError(error, names),
    ...toPast(row, runs.get(row.calendar_id) ?? [], fullPages),
  };
}

/** As old as the oldest: a connection was read when all of it was. */
function oldestProof(calendars: readonly AssessedCalendar[]): Date | null {
  const proofs = calendars.map(({ row }) => row.last_success_at);
  if (proofs.length === 0 || proofs.includes(null)) return null;
  return proofs.reduce(
    (oldest, at) => (at !== null && oldest !== null && at < oldest ? at : oldest),
    proofs[0] ?? null,
  );
}

const sum = (figures: readonly (number | null)[]) =>
  figures.reduce<number>((total, figure) => total + (figure ?? 0), 0);

function earliest(calendars: readonly AssessedCalendar[]): Date | null {
  const times = calendars.map(nextAtOf).filter((at) => at !== null);
  return times.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

function toConnection(connection: AssessedConnection, reading: Reading): ConnectionHealthShape {
  const { row, token, finding, calendars } = connection;
  const names = namesOf(row.provider);
  const worst = calendars.find(({ verdict, error }) => verdict.state === finding.state && error !== null);
  const error = connection.error ?? worst?.error ?? null;
  const held = calendars.find(({ verdict }) => verdict.because === "deletion_held");
  const facts = { names, heldFor: held && readHeld(held)?.waitsFor, humanAction: error?.humanAction };
  const lastError = describeError(error, names);
  const isOwn = row.user_id === reading.viewerId;
  return {
    provider: row.provider,
    isActive: words[finding.state].isActive,
    lastSync: toIso(oldestProof(calendars)),
    consecutiveFailures: Math.max(0, ...calendars.map((calendar) => calendar.row.consecutive_failures ?? 0)),
    metrics: {
      eventsSynced: sum(calendars.map((calendar) => calendar.row.events_synced)),
      syncDuration: sum(calendars.map((calendar) => calendar.row.last_duration_ms)),
      lastError: lastError?.sentence ?? null,
    },
    tokenExpiry: toIso(row.access_expires_at),
    connectionId: row.connection_id,
    userId: row.user_id,
    userName: row.user_name,
    party: names.party,
    product: names.product,
    accountEmail: isOwn ? row.account_email : null,
    connectedAt: row.connected_at.toISOString(),
    authStatus: row.auth_status === "needs_reauth" ? "needs_reauth" : "active",
    score: toScore(connection),
    token: { health: token.health, timeLeftMs: token.timeLeftMs, reason: token.because },
    ...describeFinding(finding, { facts, nextAt: earliest(calendars) }),
    lastError,
    calendars: calendars.map((calendar) => toCalendar(calendar, reading)),
  };
}

export function toHealth(connections: readonly AssessedConnection[], reading: Reading): HealthShape {
  const states = connections.map(({ finding }) => finding.state);
  const ofCalendars = connections.flatMap(({ finding, calendars }) =>
    calendars.length === 0 ? [finding.state] : calendars.map(({ verdict }) => verdict.state),
  );
  return {
    status: toStatus(states),
    timestamp: reading.now.toISOString(),
    syncs: connections.map((connection) => toConnection(connection, reading)),
    summary: {
      totalSyncs: states.length,
      activeSyncs: states.filter((state) => words[state].isActive).length,
      syncsWithErrors: states.filter((state) => words[state].counts === "failing").length,
      connectedProviders: new Set(connections.map(({ row }) => row.provider)).size,
      totalCalendars: connections.flatMap(({ calendars }) => calendars).length,
      level: toLevel(ofCalendars),
      state: summariseStates(states),
    },
    ...(reading.bookingPages && { bookingPages: reading.bookingPages }),
  };
}
