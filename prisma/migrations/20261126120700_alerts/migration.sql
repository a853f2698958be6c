-- Alerts that look after themselves: whose account it is, whether its cause is over, when somebody was told, and when
-- time alone may change it. Additive: code that knows nothing of the new columns goes on.

-- AlterTable
ALTER TABLE "calendar_alerts" ADD COLUMN     "calm_since" TIMESTAMPTZ(3),
ADD COLUMN     "connection_id" UUID,
ADD COLUMN     "escalated_at" TIMESTAMPTZ(3),
ADD COLUMN     "next_look_at" TIMESTAMPTZ(3),
ADD COLUMN     "reminded" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "told_at" TIMESTAMPTZ(3),
ADD COLUMN     "told_word" TEXT;

-- CreateIndex
CREATE INDEX "calendar_alerts_workspace_id_dedupe_key_opened_at_idx" ON "calendar_alerts"("workspace_id", "dedupe_key", "opened_at" DESC);

-- What Prisma cannot say

create index calendar_alerts_next_look_idx on calendar_alerts (next_look_at) where resolved_at is null;
create index calendar_alerts_open_connection_idx on calendar_alerts (workspace_id, connection_id) where resolved_at is null;
create index notification_deliveries_mine_idx on notification_deliveries (workspace_id, user_id, created_at desc)
  where channel = 'in_app';

grant select on calendar_alerts, quarantined_events to daykeeper_system;

set role daykeeper_system;

-- Accounts with an open alert that time may change, over all workspaces.
create function system.alerts_to_look_at(p_now timestamptz, p_limit integer)
returns table (workspace_id uuid, connection_id uuid)
language sql stable security definer set search_path = '' as $$
  select a.workspace_id, a.connection_id from public.calendar_alerts a
  where a.resolved_at is null and a.next_look_at <= p_now and a.connection_id is not null
  group by 1, 2 order by min(a.next_look_at) limit p_limit
$$;

-- Accounts about which an alert may have to be opened although their state did not change: what runs, channels, grants
-- and events set aside say. The bounds are the most anxious ones a workspace may choose; the rules decide.
create function system.accounts_to_look_at(p_now timestamptz, p_after uuid, p_limit integer)
returns table (workspace_id uuid, connection_id uuid)
language sql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
  select distinct c.workspace_id, c.id
  from public.connections c
  join (
    select s.workspace_id, s.calendar_id from public.calendar_sync_states s where s.consecutive_failures >= 2
    union
    select r.workspace_id, r.calendar_id from public.sync_runs r
    where r.started_at > p_now - interval '1 hour' and r.outcome in ('failed', 'lost')
    group by 1, 2 having count(*) >= 2
    union
    select w.workspace_id, w.calendar_id from public.calendar_webhooks w
    where w.state in ('active', 'failed', 'creating') and w.consecutive_failures >= 1
    union
    select r.workspace_id, r.calendar_id from public.sync_runs r
    join public.calendar_webhooks w on w.workspace_id = r.workspace_id and w.calendar_id = r.calendar_id and w.state = 'active'
    where r.started_at > p_now - interval '1 hour' and r.trigger = 'schedule' and r.added + r.changed + r.removed > 0
      and coalesce(w.last_notified_at, w.created_at) < p_now - interval '1 hour'
    union
    select q.workspace_id, q.calendar_id from public.quarantined_events q
    where q.resolved_at is null and q.first_seen_at > p_now - interval '1 day'
    union
    select r.workspace_id, r.calendar_id from public.sync_runs r
    where r.started_at > p_now - interval '1 hour' and r.drift_missing + r.drift_extra + r.drift_stale > 0
  ) suspect on suspect.workspace_id = c.workspace_id
  join public.calendars k on k.workspace_id = suspect.workspace_id and k.id = suspect.calendar_id and k.connection_id = c.id
  where c.disconnected_at is null and (p_after is null or c.id > p_after)
  order by 2 limit p_limit
$$;

-- Accounts whose grant nobody can renew and that ends soon.
create function system.grants_to_look_at(p_now timestamptz, p_before timestamptz, p_limit integer)
returns table (workspace_id uuid, connection_id uuid)
language sql stable security definer set search_path = '' as $$
  select t.workspace_id, t.connection_id from public.credentials t
  where t.refresh_expires_at between p_now and p_before order by t.refresh_expires_at limit p_limit
$$;

-- Those who look after the instance and may be told of what concerns all.
create function system.instance_admins()
returns table (user_id uuid, name text, email text, locale text, time_zone text)
language sql stable security definer set search_path = '' as $$
  select u.id, u.name, u.email, u.locale, u.time_zone from public.users u where u.is_instance_admin and u.disabled_at is null
$$;

revoke execute on function system.alerts_to_look_at, system.accounts_to_look_at, system.grants_to_look_at,
  system.instance_admins from public;
grant execute on function system.alerts_to_look_at, system.accounts_to_look_at, system.grants_to_look_at,
  system.instance_admins to daykeeper_app;
reset role;
