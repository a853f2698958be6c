import { factsOf, type ProviderErrorKind } from "@/core/errors/kinds";
import type { ProviderErrorFacts } from "@/core/errors/provider-error";
import type { SyncCursor } from "@/core/ports/calendar-provider";
import type { FailureEnd, RoundVerdict } from "@/core/sync/decide-run-end";
import type { RemovalReason } from "@/core/sync/known-event";
import type { Round } from "@/core/sync/round";
import type { Tx } from "@/server/db/open-database";
import type { CalendarPlace } from "./known-events";

/** When a calendar is due, and at what priority, once its run has given the lease back. */
export type NextTurn = { readonly dueAt: Date | null; readonly priority: number };

/** Whose row it is and under which fence it is written. */
export type FencedPlace = CalendarPlace & { readonly fence: bigint };

const causes: Readonly<Record<RemovalReason, string>> = {
  removed: "deleted",
  absent_from_series: "deleted",
  absent: "reconciled",
  moved_out: "left_window",
  fell_out: "left_window",
};

type Removing = {
  readonly removals: readonly { readonly id: string; readonly because: RemovalReason }[];
  readonly now: Date;
};

/** Takes events out of the mirror and keeps, without their contents, that they were there. */
export async function removeEvents(tx: Tx, of: CalendarPlace, { removals, now }: Removing): Promise<void> {
  if (removals.length === 0) return;
  const rows = JSON.stringify(removals.map(({ id, because }) => ({ id, cause: causes[because] })));
  await tx.$executeRaw`
    with gone as (
      delete from events e using jsonb_to_recordset(${rows}::jsonb) as r (id uuid, cause text)
      where e.workspace_id = ${of.workspaceId}::uuid and e.calendar_id = ${of.calendarId}::uuid and e.id = r.id
      returning e.remote_id, e.remote_version, e.ical_uid, e.starts_at, r.cause
    )
    insert into removed_events (workspace_id, calendar_id, remote_id, remote_version, ical_uid, starts_at, cause, removed_at)
    select ${of.workspaceId}::uuid, ${of.calendarId}::uuid, remote_id, remote_version, ical_uid, starts_at, cause, ${now} from gone
    on conflict (workspace_id, calendar_id, remote_id) do update set remote_version = excluded.remote_version,
      ical_uid = excluded.ical_uid, starts_at = excluded.starts_at, cause = excluded.cause, removed_at = excluded.removed_at`;
}

/** What is remembered of a round ends with it. */
export async function forgetSeen(tx: Tx, of: CalendarPlace, { kind, replacedSeries }: Round): Promise<void> {
  if (kind === "delta" && replacedSeries.length === 0) return;
  await tx.$executeRaw`
    delete from sync_read_items where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid`;
}

type Complete = {
  readonly verdict: RoundVerdict;
  readonly round: Round;
  readonly cursor: SyncCursor | null;
  /** Rows after the round; null when it changed none. */
  readonly events: number | null;
  readonly changes: number;
  readonly recentChanges: number;
  /** Asked for meanwhile, maybe with other settings. */
  readonly isAskedAnew: boolean;
  readonly next: NextTurn;
  readonly now: Date;
  readonly durationMs: number;
};

const kindOfCursor = (cursor: SyncCursor | null): string | null =>
  cursor === null ? null : cursor.startsWith("https://") || cursor.startsWith("http://") ? "delta_link" : "sync_token";

/**
 * The one update of a round that went to its end: what it proves, and when to come back. What it proves is as old as its
 * beginning: a round that was resumed after hours says nothing of what changed meanwhile.
 */
export async function storeComplete(tx: Tx, of: FencedPlace, end: Complete): Promise<boolean> {
  const { round, cursor, events, next, now, verdict } = end;
  const isFull = round.kind === "full";
  const { from, to } = round.window;
  const changed = await tx.$executeRaw`
    update calendar_sync_states set cursor_kind = ${kindOfCursor(cursor)}, cursor = ${cursor},
      read_id = null, read_page = null, read_started_at = null, round = null,
      covered_from = case when ${isFull} then ${from} else covered_from end,
      covered_until = case when ${isFull} then ${to} else covered_until end,
      baselined_at = case when ${isFull} then ${round.startedAt} else baselined_at end,
      last_full_read_at = case when ${isFull} then ${now} else last_full_read_at end,
      next_full_read_at = case when ${isFull && !end.isAskedAnew} then null else next_full_read_at end,
      full_reads_at = case when ${isFull && round.pages === 1} then (${round.startedAt}::timestamptz(3) || full_reads_at)[1:5] else full_reads_at end,
      gap_since = null, held_at = null, held_detail = null, unresolved_rounds = 0,
      next_sync_at = ${next.dueAt}, priority = ${next.priority}, lease_until = null, lease_owner = null, crashes = 0,
      sync_requested_at = null, requested_trigger = null, requested_priority = null,
      interval_seconds = ${Math.round(verdict.interval.intervalMs / 1_000)}, interval_reason = ${verdict.interval.because},
      last_success_at = ${round.startedAt}, last_progress_at = ${now},
      last_change_at = case when ${end.changes > 0} then ${now} else last_change_at end,
      recent_changes = case when ${end.changes > 0} then ${end.recentChanges}::float8 else recent_changes end,
      consecutive_failures = 0, last_error = null, disabled_at = null, disabled_reason = null,
      events_synced = coalesce(${events}::int, events_synced), last_duration_ms = ${end.durationMs}
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and fence = ${of.fence}`;
  return changed === 1;
}

type Open = {
  readonly verdict: RoundVerdict;
  readonly round: Round;
  readonly events: number | null;
  readonly next: NextTurn;
  readonly now: Date;
  readonly durationMs: number;
};

/** A round that was read to its end and proves nothing yet: the cursor stays, and what it covers too. */
export async function storeUnproven(tx: Tx, of: FencedPlace, end: Open): Promise<boolean> {
  const { verdict, round, next, now } = end;
  const held = verdict.end.kind === "held" ? verdict.end : null;
  const detail = held && JSON.stringify({ ...held.held, ...held.count });
  const changed = await tx.$executeRaw`
    update calendar_sync_states set read_id = null, read_page = null, read_started_at = null, round = null,
      full_reads_at = case when ${round.kind === "full" && round.pages === 1} then (${round.startedAt}::timestamptz(3) || full_reads_at)[1:5] else full_reads_at end,
      held_at = case when ${held !== null} then ${held?.held.heldSince ?? null}::timestamptz(3) else held_at end,
      held_detail = case when ${held !== null} then ${detail}::jsonb || coalesce(
        -- Somebody may have approved it while the run was reading.
        (select jsonb_build_object('approvedAt', held_detail -> 'approvedAt') where held_detail ->> 'approvedAt' is not null), '{}')
        else held_detail end,
      unresolved_rounds = case when ${held === null} then unresolved_rounds + 1 else unresolved_rounds end,
      next_sync_at = ${next.dueAt}, priority = ${next.priority}, lease_until = null, lease_owner = null, crashes = 0,
      sync_requested_at = null, requested_trigger = null, requested_priority = null,
      consecutive_failures = 0, last_error = null, disabled_at = null, disabled_reason = null,
      events_synced = coalesce(${end.events}::int, events_synced), last_progress_at = ${now}, last_duration_ms = ${end.durationMs}
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and fence = ${of.fence}`;
  return changed === 1;
}

type Failed = {
  readonly kind: ProviderErrorKind;
  readonly facts: Partial<ProviderErrorFacts>;
  /** Runs in a row that ended so, this one included. */
  readonly times: number;
  readonly end: FailureEnd;
  readonly next: NextTurn;
  readonly now: Date;
  readonly durationMs: number;
};

/** Codes, never a provider's sentence. */
const toLastError = ({ kind, facts, times, now: at }: Failed): string => {
  const { status = null, reason = null, requestId = null } = facts;
  return JSON.stringify({ code: kind, category: factsOf(kind).category, at, status, reason, requestId, times });
};

/**
 * F83: the failure before this one lies ahead: the clock was set back in between, by at least so much. The proof keeps
 * its distance, or what had run out would look young again.
 */
export async function storeFailed(tx: Tx, of: FencedPlace, failed: Failed): Promise<boolean> {
  const { end, next, now, kind } = failed;
  const { count, dropsCursor, dropsRound } = end;
  const changed = await tx.$executeRaw`
    update calendar_sync_states set
      last_success_at = last_success_at - greatest(interval '0', (last_error ->> 'at')::timestamptz - ${now}::timestamptz),
      cursor = case when ${dropsCursor} then null else cursor end,
      cursor_kind = case when ${dropsCursor} then null else cursor_kind end,
      gap_since = case when ${dropsCursor} then coalesce(gap_since, last_success_at, ${now}) else gap_since end,
      read_id = case when ${dropsRound} then null else read_id end,
      read_page = case when ${dropsRound} then null else read_page end,
      read_started_at = case when ${dropsRound} then null else read_started_at end,
      round = case when ${dropsRound} then null else round end,
      next_sync_at = ${next.dueAt}, priority = ${next.priority}, lease_until = null, lease_owner = null, crashes = 0,
      sync_requested_at = null, requested_trigger = null, requested_priority = null,
      consecutive_failures = ${count.failures}, last_error = ${toLastError(failed)}::jsonb,
      disabled_at = case when ${count.isDisabled} then coalesce(disabled_at, ${now}) end,
      disabled_reason = case when ${count.isDisabled} then coalesce(disabled_reason, ${kind}) end,
      last_duration_ms = ${failed.durationMs}
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and fence = ${of.fence}`;
  return changed === 1;
}

/** The lease goes back. Without a new time the row is due as it was; a request that came meanwhile stays with it. */
export async function giveLeaseBack(tx: Tx, of: FencedPlace, dueAt: Date | null): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update calendar_sync_states set lease_until = null, lease_owner = null, next_sync_at = coalesce(${dueAt}, next_sync_at)
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and fence = ${of.fence}`;
  return changed === 1;
}

/** The door that everything goes through which changes a calendar's mirror. */
export async function lockCalendarState(tx: Tx, of: CalendarPlace): Promise<void> {
  await tx.$queryRaw`
    select from calendar_sync_states where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid
    for update`;
}

/** Whether anybody wants a copy. Asked behind the door: who leaves a calendar out goes through it too. */
export async function isMirrored(tx: Tx, of: CalendarPlace): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select from calendars c join connections n on n.workspace_id = c.workspace_id and n.id = c.connection_id
    where c.workspace_id = ${of.workspaceId}::uuid and c.id = ${of.calendarId}::uuid
      and c.is_selected and c.retired_at is null and n.disconnected_at is null`;
  return rows.length > 0;
}

export async function countEvents(tx: Tx, of: CalendarPlace, more: number): Promise<void> {
  if (more === 0) return;
  await tx.$executeRaw`
    update calendar_sync_states set events_synced = greatest(0, events_synced + ${more}::int)
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid`;
}
