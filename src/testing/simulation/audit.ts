// What stands in the database, as somebody sees it who only looks.
import type { Scene } from "./scene";

export type MirrorEvent = {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly start: string;
};

export type Ledger = {
  readonly calendarId: string;
  readonly connectionId: string;
  readonly isSelected: boolean;
  readonly isRetired: boolean;
  readonly isPaused: boolean;
  /** Its account was disconnected. */
  readonly isEnded: boolean;
  readonly authStatus: string;
  readonly cursor: string | null;
  readonly covered: { readonly from: Date; readonly to: Date } | null;
  readonly openSince: Date | null;
  readonly isLeased: boolean;
  readonly dueAt: Date | null;
  readonly provenAt: Date | null;
  readonly intervalMs: number;
  readonly gapSince: Date | null;
  readonly heldAt: Date | null;
  readonly disabledAt: Date | null;
  /** The first kind of failure that disabled it. */
  readonly because: string | null;
  readonly failures: number;
  readonly fullReadsAt: readonly Date[];
  readonly fence: number;
  readonly counted: number;
  readonly status: string;
  readonly lastError: unknown;
  readonly events: readonly MirrorEvent[];
  readonly setAside: ReadonlySet<string>;
};

type Row = {
  calendar_id: string;
  connection_id: string;
  is_selected: boolean;
  is_retired: boolean;
  is_paused: boolean;
  is_ended: boolean;
  auth_status: string;
  cursor: string | null;
  covered_from: Date | null;
  covered_until: Date | null;
  read_started_at: Date | null;
  lease_owner: string | null;
  next_sync_at: Date | null;
  last_success_at: Date | null;
  interval_seconds: number;
  gap_since: Date | null;
  held_at: Date | null;
  disabled_at: Date | null;
  disabled_reason: string | null;
  consecutive_failures: number;
  full_reads_at: Date[];
  fence: string;
  events_synced: number;
  status: string;
  last_error: unknown;
  events: [string, string, string | null, string][];
  aside: string[];
};

const everything = `
  select c.id as calendar_id, c.connection_id, c.is_selected, c.retired_at is not null as is_retired,
    s.paused_at is not null or n.paused_at is not null as is_paused, n.disconnected_at is not null as is_ended,
    n.auth_status, s.cursor, s.covered_from,
    s.covered_until, s.read_started_at, s.lease_owner, s.next_sync_at, s.last_success_at, s.interval_seconds, s.gap_since,
    s.held_at, s.disabled_at, s.disabled_reason, s.consecutive_failures, s.full_reads_at, s.fence, s.events_synced, s.status, s.last_error,
    (select coalesce(json_agg(json_build_array(e.remote_id, e.remote_version, e.title, coalesce(e.start_wall, e.start_date::text))
       order by e.remote_id), '[]') from events e where e.workspace_id = c.workspace_id and e.calendar_id = c.id) as events,
    (select coalesce(json_agg(q.remote_id), '[]') from quarantined_events q
     where q.workspace_id = c.workspace_id and q.calendar_id = c.id and q.resolved_at is null) as aside
  from calendars c
  join connections n on n.workspace_id = c.workspace_id and n.id = c.connection_id
  join calendar_sync_states s on s.workspace_id = c.workspace_id and s.calendar_id = c.id
  where c.workspace_id = $1 order by c.id`;

export async function readLedgers({ database: { look, workspaceId } }: Scene): Promise<readonly Ledger[]> {
  return (await look<Row>(everything, [workspaceId])).map(toLedger);
}

function toLedger(row: Row): Ledger {
  const { covered_from: from, covered_until: to } = row;
  return {
    calendarId: row.calendar_id,
    connectionId: row.connection_id,
    isSelected: row.is_selected,
    isRetired: row.is_retired,
    isPaused: row.is_paused,
    isEnded: row.is_ended,
    authStatus: row.auth_status,
    cursor: row.cursor,
    covered: from === null || to === null ? null : { from, to },
    openSince: row.read_started_at,
    isLeased: row.lease_owner !== null,
    dueAt: row.next_sync_at,
    provenAt: row.last_success_at,
    intervalMs: row.interval_seconds * 1_000,
    gapSince: row.gap_since,
    heldAt: row.held_at,
    disabledAt: row.disabled_at,
    because: row.disabled_reason,
    failures: row.consecutive_failures,
    fullReadsAt: row.full_reads_at,
    fence: Number(row.fence),
    counted: row.events_synced,
    status: row.status,
    lastError: row.last_error,
    events: row.events.map(([id, version, title, start]) => ({ id, version, title: title ?? "", start })),
    setAside: new Set(row.aside),
  };
}

const dues = `
  select min(due) as due from (
    select greatest(next_sync_at, coalesce(lease_until, next_sync_at)) as due from calendar_sync_states
    where workspace_id = $1 and next_sync_at is not null
    union all
    select greatest(due_at, coalesce(lease_until, due_at)) from due_work where workspace_id = $1 and dead_at is null
  ) d`;

/** When the next thing can be claimed; null when nothing ever is. */
export async function nextDue({ database: { look, workspaceId } }: Scene): Promise<number | null> {
  const [row] = await look<{ due: Date | null }>(dues, [workspaceId]);
  return row?.due?.getTime() ?? null;
}
