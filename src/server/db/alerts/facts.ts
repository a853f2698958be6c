import type { Tx } from "@/server/db/open-database";

export type AccountRow = {
  readonly user_id: string;
  readonly provider: string;
  readonly status: string;
  readonly status_since: Date;
  readonly paused_at: Date | null;
  readonly trouble_since: Date | null;
  readonly has_grant: boolean;
  readonly can_renew: boolean;
  readonly access_expires_at: Date | null;
  readonly grant_ends_at: Date | null;
  readonly granted_at: Date | null;
};

export type CalendarRow = {
  readonly calendar_id: string;
  readonly status: string;
  readonly interval_seconds: number;
  readonly last_success_at: Date | null;
  readonly consecutive_failures: number;
  readonly paused_at: Date | null;
  readonly held_at: Date | null;
  readonly runs: number;
  readonly failed_runs: number;
  readonly unannounced: number;
  readonly set_aside: number;
  readonly drift: number;
  /** When it was proven lately; only of one that is late, of the others nobody asks. */
  readonly proofs: readonly Date[];
  readonly channel_id: string | null;
  readonly channel_state: string | null;
  readonly channel_failures: number | null;
  readonly heard_at: Date | null;
};

/** Enough to know what is usual, and little to read. */
const mostProofs = 120;

type Which = { readonly workspaceId: string; readonly connectionId: string };

/** Null when the account is not there any more. */
export async function findAccount(tx: Tx, { workspaceId, connectionId }: Which): Promise<AccountRow | null> {
  const [row] = await tx.$queryRaw<AccountRow[]>`
    select c.user_id, c.provider, c.status, c.status_since, c.paused_at, b.changed_at as trouble_since,
      t.connection_id is not null as has_grant, t.refresh_token is not null as can_renew, t.access_expires_at,
      t.refresh_expires_at as grant_ends_at, t.granted_at
    from connections c
    left join credentials t on t.workspace_id = c.workspace_id and t.connection_id = c.id
    left join breakers b on b.workspace_id = '00000000-0000-0000-0000-000000000000' and b.key = 'provider:' || c.provider
      and b.state <> 'closed'
    where c.workspace_id = ${workspaceId}::uuid and c.id = ${connectionId}::uuid and c.disconnected_at is null
    for no key update of c`;
  return row ?? null;
}

/**
 * What is counted of each calendar of an account: runs of the last hour, what a day brought. A channel tells of its own
 * calendar, or of all where it covers the account.
 */
export function loadCalendarFacts(tx: Tx, { workspaceId, connectionId }: Which, now: Date): Promise<CalendarRow[]> {
  return tx.$queryRaw<CalendarRow[]>`
    select k.id as calendar_id, s.status, s.interval_seconds, s.last_success_at, s.consecutive_failures, s.paused_at, s.held_at,
      r.runs, r.failed_runs, r.unannounced, r.drift, q.set_aside,
      case when s.status in ('late', 'unknown') then array(
        select x.finished_at from sync_runs x
        where x.workspace_id = k.workspace_id and x.calendar_id = k.id and x.outcome = 'succeeded'
          and x.started_at > ${now}::timestamptz - interval '31 days'
        order by x.started_at desc limit ${mostProofs}::int) else '{}' end as proofs,
      w.id as channel_id, w.state as channel_state,
      greatest(w.consecutive_failures, coalesce(d.failures, 0)) as channel_failures, w.heard_at
    from calendars k
    join calendar_sync_states s on s.workspace_id = k.workspace_id and s.calendar_id = k.id
    cross join lateral (
      select count(*) filter (where x.started_at > ${now}::timestamptz - interval '1 hour' and x.outcome not in ('running', 'aborted'))::int as runs,
        count(*) filter (where x.started_at > ${now}::timestamptz - interval '1 hour' and x.outcome in ('failed', 'lost'))::int as failed_runs,
        count(*) filter (where x.trigger = 'schedule' and x.added + x.changed + x.removed > 0)::int as unannounced,
        coalesce(sum(x.drift_missing + x.drift_extra + x.drift_stale), 0)::int as drift
      from sync_runs x
      where x.workspace_id = k.workspace_id and x.calendar_id = k.id and x.started_at > ${now}::timestamptz - interval '1 day'
    ) r
    cross join lateral (
      select count(*)::int as set_aside from quarantined_events x
      where x.workspace_id = k.workspace_id and x.calendar_id = k.id and x.resolved_at is null
        and x.first_seen_at > ${now}::timestamptz - interval '1 day'
    ) q
    left join lateral (
      select x.id, x.state, x.consecutive_failures,
        (select coalesce(max(o.last_notified_at), min(o.created_at)) from calendar_webhooks o
         where o.workspace_id = x.workspace_id and o.calendar_id = x.calendar_id) as heard_at
      from calendar_webhooks x
      join calendars of on of.workspace_id = x.workspace_id and of.id = x.calendar_id
      where x.workspace_id = k.workspace_id and x.state in ('active', 'failed', 'creating')
        and (x.calendar_id = k.id or (x.covers = 'account' and of.connection_id = k.connection_id))
      order by x.state = 'active' desc, x.created_at desc limit 1
    ) w on true
    left join due_work d on d.workspace_id = k.workspace_id and d.kind = 'notification.process'
      and d.key = 'notification.process:' || w.id
    where k.workspace_id = ${workspaceId}::uuid and k.connection_id = ${connectionId}::uuid and k.is_selected
      and k.retired_at is null
    order by k.id`;
}
