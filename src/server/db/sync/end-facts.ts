import type { EndFacts } from "@/core/ports/sync-store";
import { surelyInside } from "@/core/sync/plan-round-end";
import type { Round } from "@/core/sync/round";
import type { Interval } from "@/core/time/interval";
import type { PollingFacts } from "@/core/work/polling-interval";
import { dayMs } from "@/core/time/wall-time";
import type { Tx } from "@/server/db/open-database";
import { toKnownEvent, type CalendarPlace, type KnownRow } from "./known-events";

export async function loadEndFacts(tx: Tx, of: CalendarPlace, round: Round): Promise<Omit<EndFacts, "polling">> {
  const asksWhoWasSeen = round.kind === "full" || round.replacedSeries.length > 0;
  const staged = round.staged.length === 0 ? [] : await loadStaged(tx, of, round);
  const unseen = asksWhoWasSeen ? await loadUnseen(tx, of, round) : [];
  const mayRemove = staged.length + unseen.length > 0;
  return {
    staged: staged.map(toKnownEvent),
    unseen: unseen.map(toKnownEvent),
    live: mayRemove ? await countLive(tx, of, surelyInside(round.window)) : { events: 0, things: 0 },
  };
}

function loadStaged(tx: Tx, of: CalendarPlace, { staged }: Round): Promise<KnownRow[]> {
  return tx.$queryRaw<KnownRow[]>`
    select id, remote_id, remote_version, series_remote_id, remote_updated_at, encode(fingerprint, 'hex') as fingerprint,
      starts_at, ends_at, written_at
    from events
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid
      and remote_id = any (${staged.map(({ remoteId }) => remoteId)}::text[])`;
}

/** Rows that the round neither wrote nor met unchanged. */
function loadUnseen(tx: Tx, of: CalendarPlace, { id, kind, replacedSeries }: Round): Promise<KnownRow[]> {
  return tx.$queryRaw<KnownRow[]>`
    select id, remote_id, remote_version, series_remote_id, remote_updated_at, encode(fingerprint, 'hex') as fingerprint,
      starts_at, ends_at, written_at
    from events e
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid
      and read_id is distinct from ${id}::uuid
      and (${kind === "full"} or series_remote_id = any (${[...replacedSeries]}::text[]))
      and not exists (select from sync_read_items i
        where i.workspace_id = e.workspace_id and i.calendar_id = e.calendar_id and i.read_id = ${id}::uuid and i.remote_id = e.remote_id)`;
}

async function countLive(tx: Tx, of: CalendarPlace, { from, to }: Interval): Promise<EndFacts["live"]> {
  const [row] = await tx.$queryRaw<EndFacts["live"][]>`
    select count(*)::int as events, count(distinct coalesce(series_remote_id, remote_id))::int as things
    from events where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid
      and ends_at > ${from} and starts_at < ${to}`;
  return row ?? { events: 0, things: 0 };
}

export async function countRows(tx: Tx, of: CalendarPlace): Promise<number> {
  const [row] = await tx.$queryRaw<{ events: number }[]>`
    select count(*)::int as events from events
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid`;
  return row?.events ?? 0;
}

/** Held for the length of a transaction. */
export type LockedState = {
  readonly requestedAt: Date | null;
  readonly requestedPriority: number | null;
  readonly dueAt: Date | null;
  /** Nobody wants it read any more: paused, no longer chosen, retired, disconnected. */
  readonly isAtRest: boolean;
  readonly isProviderOutage: boolean;
  readonly polling: PollingFacts;
};

type StateRow = {
  readonly sync_requested_at: Date | null;
  readonly requested_priority: number | null;
  readonly next_sync_at: Date | null;
  readonly is_at_rest: boolean;
  readonly is_provider_outage: boolean;
  readonly is_push_healthy: boolean;
  readonly person_seen_at: Date | null;
  readonly last_change_at: Date | null;
  readonly recent_changes: number;
  readonly next_meeting_at: Date | null;
};

/** The calendar's row under the run's fence; null when another run has it. */
export async function lockState(
  tx: Tx,
  of: CalendarPlace,
  at: { fence: bigint; now: Date },
): Promise<LockedState | null> {
  const [row] = await tx.$queryRaw<StateRow[]>`
    select s.sync_requested_at, s.requested_priority, s.next_sync_at, s.last_change_at, s.recent_changes,
      s.paused_at is not null or not c.is_selected or c.retired_at is not null or n.disconnected_at is not null
        or n.paused_at is not null as is_at_rest,
      exists (select from breakers b where b.workspace_id = '00000000-0000-0000-0000-000000000000'
        and b.provider = s.provider and b.connection_id is null and b.state <> 'closed') as is_provider_outage,
      exists (select from calendar_webhooks w join calendars a on a.workspace_id = w.workspace_id and a.id = w.calendar_id
        where w.workspace_id = s.workspace_id and a.connection_id = c.connection_id
        and (w.calendar_id = s.calendar_id or w.covers = 'account') and w.state = 'active' and w.silent_since is null and w.last_notified_at is not null and w.expires_at > ${at.now}) as is_push_healthy,
      (select m.last_seen_at from memberships m where m.workspace_id = s.workspace_id and m.user_id = n.user_id) as person_seen_at,
      (select min(e.starts_at) from events e where e.workspace_id = s.workspace_id and e.calendar_id = s.calendar_id
        and e.is_meeting and e.starts_at >= ${at.now}) as next_meeting_at
    from calendar_sync_states s
    join calendars c on c.workspace_id = s.workspace_id and c.id = s.calendar_id
    join connections n on n.workspace_id = c.workspace_id and n.id = c.connection_id
    where s.workspace_id = ${of.workspaceId}::uuid and s.calendar_id = ${of.calendarId}::uuid and s.fence = ${at.fence}
    for update of s`;
  return row === undefined ? null : toLocked(row, at.now);
}

function toLocked(row: StateRow, now: Date): LockedState {
  return {
    requestedAt: row.sync_requested_at,
    requestedPriority: row.requested_priority,
    dueAt: row.next_sync_at,
    isAtRest: row.is_at_rest,
    isProviderOutage: row.is_provider_outage,
    polling: {
      isPushHealthy: row.is_push_healthy,
      personSeenAt: row.person_seen_at,
      lastChangeAt: row.last_change_at,
      changesPerDay: fadeChanges(row.recent_changes, row.last_change_at, now),
      nextMeetingAt: row.next_meeting_at,
    },
  };
}

/** As of now: what the page has just brought may begin in ten minutes. */
export async function findNextMeetingAt(tx: Tx, of: CalendarPlace, now: Date): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
    select min(starts_at) as at from events
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and is_meeting and starts_at >= ${now}`;
  return row?.at ?? null;
}

/** Changes of about a day: the older they are the less they weigh, so that a steady stream counts as what a day brings. */
function fadeChanges(count: number, since: Date | null, now: Date): number {
  if (since === null || count === 0) return 0;
  return count * Math.exp(-Math.max(0, now.getTime() - since.getTime()) / dayMs);
}
