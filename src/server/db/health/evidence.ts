import { Prisma } from "@/generated/prisma/client";
import { queryDirect } from "@/server/db/direct-client";
import type { Tx } from "@/server/db/open-database";

/** Everything a verdict is made of, as it stands in the rows. A connection without calendars has one row, without one. */
export type EvidenceRow = {
  readonly workspace_id: string;
  readonly connection_id: string;
  readonly user_id: string;
  readonly user_name: string | null;
  readonly provider: string;
  readonly account_email: string | null;
  readonly auth_status: string;
  readonly connected_at: Date;
  readonly connection_error: unknown;
  readonly connection_paused_at: Date | null;
  readonly connection_status: string;
  readonly connection_cause: string | null;

  readonly access_expires_at: Date | null;
  readonly refresh_expires_at: Date | null;
  readonly refreshed_at: Date | null;
  readonly granted_at: Date | null;
  readonly refresh_failures: number | null;
  readonly has_access_token: boolean | null;
  readonly has_refresh_token: boolean | null;

  readonly trouble_since: Date | null;
  readonly trouble_until: Date | null;

  readonly calendar_id: string | null;
  readonly name: string | null;
  readonly color: string | null;
  readonly is_primary: boolean | null;
  readonly is_running: boolean | null;
  readonly fence: bigint | null;
  readonly next_sync_at: Date | null;
  readonly interval_seconds: number | null;
  readonly interval_reason: string | null;
  readonly last_attempt_at: Date | null;
  readonly last_success_at: Date | null;
  readonly last_change_at: Date | null;
  readonly last_progress_at: Date | null;
  readonly gap_since: Date | null;
  readonly consecutive_failures: number | null;
  readonly last_error: unknown;
  readonly disabled_at: Date | null;
  readonly paused_at: Date | null;
  readonly held_at: Date | null;
  readonly held_detail: unknown;
  readonly events_synced: number | null;
  readonly last_duration_ms: number | null;
  readonly status: string | null;
  readonly status_cause: string | null;
  readonly quarantined: number | null;
  /** Events that a read on its way has seen so far. */
  readonly read_so_far: number | null;
  readonly pushes: boolean | null;
  readonly last_notified_at: Date | null;
  /** Since when the present channel is there. */
  readonly push_since: Date | null;
  /** The channel is there and has failed to announce a change. */
  readonly push_silent_since: Date | null;
};

/** Which ones; nothing named means the whole workspace. */
export type Whose = {
  readonly workspaceId: string;
  readonly userId?: string | undefined;
  readonly connectionId?: string | undefined;
  readonly calendarId?: string | undefined;
  readonly calendarIds?: readonly string[] | undefined;
};

/** Only what is asked for stands in the statement, so that its plan goes by the right index however large a workspace is. */
function narrowTo({ userId, connectionId, calendarId, calendarIds }: Whose): Prisma.Sql {
  const parts = [
    ...(userId === undefined ? [] : [Prisma.sql`and c.user_id = ${userId}::uuid`]),
    ...(connectionId === undefined ? [] : [Prisma.sql`and c.id = ${connectionId}::uuid`]),
    ...(calendarId === undefined ? [] : [Prisma.sql`and k.id = ${calendarId}::uuid`]),
    ...(calendarIds === undefined ? [] : [Prisma.sql`and k.id = any (${[...calendarIds]}::uuid[])`]),
  ];
  return parts.length === 0 ? Prisma.empty : Prisma.join(parts, " ");
}

/**
 * Calendars that are selected and still there, of connections that are not over. A provider's breaker is in the
 * workspace of the instance, which every tenant may read.
 */
export function loadEvidence(tx: Tx, whose: Whose, now: Date): Promise<EvidenceRow[]> {
  return queryDirect<EvidenceRow>(
    tx,
    Prisma.sql`
    select c.workspace_id, c.id as connection_id, c.user_id, u.name as user_name, c.provider, c.account_email, c.auth_status, c.connected_at,
      c.last_error as connection_error, c.paused_at as connection_paused_at, c.status as connection_status,
      c.status_cause as connection_cause,
      t.access_expires_at, t.refresh_expires_at, t.refreshed_at, t.granted_at, t.refresh_failures,
      t.access_token is not null as has_access_token, t.refresh_token is not null as has_refresh_token,
      b.changed_at as trouble_since, b.open_until as trouble_until,
      k.id as calendar_id, k.name, k.color, k.is_primary,
      coalesce(s.lease_until > ${now}, false) as is_running, s.fence, s.next_sync_at, s.interval_seconds, s.interval_reason,
      s.last_attempt_at, s.last_success_at, s.last_change_at, s.last_progress_at, s.gap_since, s.consecutive_failures,
      s.last_error, s.disabled_at, s.paused_at, s.held_at, s.held_detail, s.events_synced, s.last_duration_ms, s.status,
      s.status_cause,
      (select count(*)::int from quarantined_events q
       where q.workspace_id = k.workspace_id and q.calendar_id = k.id and q.resolved_at is null) as quarantined,
      case when s.read_id is not null then
        (select count(*)::int from events e
         where e.workspace_id = k.workspace_id and e.calendar_id = k.id and e.read_id = s.read_id)
        + (select count(*)::int from sync_read_items i
           where i.workspace_id = k.workspace_id and i.calendar_id = k.id and i.read_id = s.read_id) end as read_so_far,
      coalesce(w.state = 'active' and w.silent_since is null and w.expires_at > ${now}, false) as pushes, w.last_notified_at,
      w.created_at as push_since, w.silent_since as push_silent_since
    from connections c
    left join users u on u.id = c.user_id
    left join credentials t on t.workspace_id = c.workspace_id and t.connection_id = c.id
    left join breakers b on b.workspace_id = '00000000-0000-0000-0000-000000000000' and b.key = 'provider:' || c.provider
      and b.state <> 'closed'
    left join calendars k on k.workspace_id = c.workspace_id and k.connection_id = c.id and k.is_selected and k.retired_at is null
    left join calendar_sync_states s on s.workspace_id = k.workspace_id and s.calendar_id = k.id
    left join lateral (
      select h.state, h.silent_since, h.expires_at, h.last_notified_at, h.created_at from calendar_webhooks h
      join calendars a on a.workspace_id = h.workspace_id and a.id = h.calendar_id
      where h.workspace_id = k.workspace_id and a.connection_id = k.connection_id and h.state = 'active'
        and (h.calendar_id = k.id or h.covers = 'account')
      order by h.last_notified_at desc nulls last limit 1
    ) w on true
    where c.workspace_id = ${whose.workspaceId}::uuid and c.disconnected_at is null ${narrowTo(whose)}
    order by c.connected_at, c.id, k.is_primary desc, k.name, k.id`,
  );
}

export type RunRow = {
  readonly calendar_id: string;
  readonly started_at: Date;
  readonly kind: string;
  readonly pages: number;
  readonly outcome: string;
  readonly duration_ms: number | null;
  readonly changes: number;
  readonly error_code: string | null;
};

export type AskedRuns = {
  readonly workspaceId: string;
  readonly calendarIds: readonly string[];
  readonly limit: number;
};

/** The newest runs of each calendar, oldest first. */
export function loadLastRuns(tx: Tx, { workspaceId, calendarIds, limit }: AskedRuns): Promise<RunRow[]> {
  if (calendarIds.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<RunRow[]>`
    select r.calendar_id, r.started_at, r.kind, r.pages, r.outcome, r.duration_ms, r.added + r.changed + r.removed as changes, r.error_code
    from unnest(${calendarIds}::uuid[]) as asked (calendar_id)
    cross join lateral (
      select * from sync_runs x where x.workspace_id = ${workspaceId}::uuid and x.calendar_id = asked.calendar_id
      order by x.started_at desc limit ${limit}
    ) r
    order by r.calendar_id, r.started_at`;
}

export type FullReadRow = { readonly calendar_id: string; readonly pages: number };

/** Of each calendar the newest read of everything that came to its end: what one costs. */
export function loadFullReads(tx: Tx, asked: Omit<AskedRuns, "limit">): Promise<FullReadRow[]> {
  if (asked.calendarIds.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<FullReadRow[]>`
    select r.calendar_id, r.pages
    from unnest(${asked.calendarIds}::uuid[]) as asked (calendar_id)
    cross join lateral (
      select x.calendar_id, x.pages from sync_runs x
      where x.workspace_id = ${asked.workspaceId}::uuid and x.calendar_id = asked.calendar_id
        and x.kind in ('full', 'reconcile') and x.outcome = 'succeeded'
      order by x.started_at desc limit 1
    ) r`;
}
