import { assessDelay, type Delay } from "@/core/alerts/assess-delay";
import type { OpeningHours } from "@/core/availability/opening-hours";
import type { CalendarFacts, ConnectionFacts, QuietDay } from "@/core/alerts/facts";
import type { HealthState } from "@/core/health/words";
import type { AccountRow, CalendarRow } from "@/server/db/alerts/facts";

type Known = {
  readonly connectionId: string;
  readonly calendars: readonly CalendarRow[];
  readonly quietDays: ReadonlyMap<string, QuietDay>;
  /** Of its person. */
  readonly hours: OpeningHours;
  readonly now: Date;
};

function toDelay({ status, last_success_at: lastSuccessAt, proofs }: CalendarRow, { hours, now }: Known): Delay | null {
  if (lastSuccessAt === null || (status !== "late" && status !== "unknown")) return null;
  return assessDelay({ lastSuccessAt, proofs, hours }, now);
}

function toCalendar(row: CalendarRow, known: Known): CalendarFacts {
  return {
    calendarId: row.calendar_id,
    state: row.status as HealthState,
    intervalMs: row.interval_seconds * 1_000,
    lastSuccessAt: row.last_success_at,
    consecutiveFailures: row.consecutive_failures,
    isPaused: row.paused_at !== null,
    heldAt: row.held_at,
    runs: { total: row.runs, failed: row.failed_runs },
    setAside: row.set_aside,
    drift: row.drift,
    channel:
      row.channel_id === null || row.heard_at === null
        ? null
        : {
            id: row.channel_id,
            state: row.channel_state ?? "failed",
            failures: row.channel_failures ?? 0,
            heardAt: row.heard_at,
            unannounced: row.unannounced,
          },
    quietDay: known.quietDays.get(row.calendar_id) ?? null,
    delay: toDelay(row, known),
  };
}

export function toFacts(account: AccountRow, known: Known): ConnectionFacts {
  return {
    connectionId: known.connectionId,
    provider: account.provider,
    state: account.status as HealthState,
    since: account.status_since,
    isPaused: account.paused_at !== null,
    providerTroubleSince: account.trouble_since,
    grant: account.has_grant
      ? {
          canRenew: account.can_renew,
          accessExpiresAt: account.access_expires_at,
          endsAt: account.grant_ends_at,
          grantedAt: account.granted_at,
        }
      : null,
    calendars: known.calendars.map((row) => toCalendar(row, known)),
  };
}
