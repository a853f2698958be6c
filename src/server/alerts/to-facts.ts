import type { CalendarFacts, ConnectionFacts, QuietDay } from "@/core/alerts/facts";
import type { HealthState } from "@/core/health/words";
import type { AccountRow, CalendarRow } from "@/server/db/alerts/facts";

function toCalendar(row: CalendarRow, quietDays: ReadonlyMap<string, QuietDay>): CalendarFacts {
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
    quietDay: quietDays.get(row.calendar_id) ?? null,
  };
}

type Known = {
  readonly connectionId: string;
  readonly calendars: readonly CalendarRow[];
  readonly quietDays: ReadonlyMap<string, QuietDay>;
};

export function toFacts(account: AccountRow, { connectionId, calendars, quietDays }: Known): ConnectionFacts {
  return {
    connectionId,
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
    calendars: calendars.map((row) => toCalendar(row, quietDays)),
  };
}
