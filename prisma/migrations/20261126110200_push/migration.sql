-- Push that repairs itself: what a channel tells of, when it was granted and when it is tried again, and one function
-- that finds, one that keeps what arrives. Additive: code that knows nothing of the new columns goes on.

alter table calendar_webhooks
  add column covers text not null default 'calendar',
  -- When the present end was granted: the lifetime is measured, not assumed.
  add column granted_at timestamptz(3),
  -- A new channel after a failure or a silence waits until then.
  add column retry_at timestamptz(3),
  -- The provider says that its authorization ends.
  add column reauthorize_at timestamptz(3);
alter table calendar_webhooks
  add constraint calendar_webhooks_covers_is_known check (covers in ('calendar', 'account'));

-- What was accepted and not yet read, per channel: short, however long the log is.
create index calendar_webhook_logs_received_idx on calendar_webhook_logs (workspace_id, channel_id, received_at)
  where state = 'received';

grant insert on calendar_webhook_logs, due_work to daykeeper_system;

set role daykeeper_system;

-- What notifications can name. Secrets are compared by the caller, in constant time.
create function system.find_channels(p_provider text, p_remote_ids text[])
returns table (remote_channel_id text, workspace_id uuid, channel_id uuid, state text, secret_hash bytea,
  remote_resource_id text)
language sql stable security definer set search_path = '' as $$
  select c.remote_channel_id, c.workspace_id, c.id, c.state, c.secret_hash, c.remote_resource_id
  from public.calendar_webhooks c where c.provider = p_provider and c.remote_channel_id = any (p_remote_ids)
$$;

-- Keeps what arrived, and makes its processing due, in one statement's transaction: acknowledged is what returned. A
-- repetition is kept once and asks for nothing.
create function system.accept_notices(
  p_workspaces uuid[], p_channels uuid[], p_kinds text[], p_keys text[], p_now timestamptz)
returns integer language plpgsql security definer set search_path = '' as $$
declare
  v_new integer;
begin
  with given as (
    select g.workspace_id, g.channel_id, g.kind, g.delivery_key
    from unnest(p_workspaces, p_channels, p_kinds, p_keys) as g (workspace_id, channel_id, kind, delivery_key)
  ), kept as (
    insert into public.calendar_webhook_logs (workspace_id, channel_id, kind, delivery_key, received_at)
    select g.workspace_id, g.channel_id, g.kind, g.delivery_key, p_now from given g
    on conflict (workspace_id, channel_id, delivery_key) where delivery_key is not null do nothing
    returning calendar_webhook_logs.workspace_id, calendar_webhook_logs.channel_id
  ), counted as (
    select count(*)::integer as n from kept
  ), asked as (
    insert into public.due_work as w (workspace_id, kind, key, payload, due_at, priority)
    select distinct k.workspace_id, 'notification.process', 'notification.process:' || k.channel_id,
      jsonb_build_object('channelId', k.channel_id), p_now, 1 from kept k
    order by 1, 3
    on conflict (workspace_id, kind, key) do update set
      due_at = case when w.dead_at is not null then excluded.due_at when w.lease_owner is null then least(w.due_at, excluded.due_at) else w.due_at end,
      again_at = case when w.lease_owner is null then null else least(w.again_at, excluded.due_at) end,
      priority = greatest(w.priority, 1::smallint),
      attempts = case when w.dead_at is null then w.attempts else 0 end,
      failures = case when w.dead_at is null then w.failures else 0 end,
      dead_at = null
    where w.dead_at is null or w.last_error ->> 'code' is distinct from 'crashed'
  )
  select n into v_new from counted;
  return v_new;
end
$$;

-- Connections whose channels are not as they should be, over all workspaces: wanted and not watched, or watched and not
-- wanted. A row of work that exists already looks after its connection by itself.
create function system.unwatched_connections(p_providers text[], p_now timestamptz, p_limit integer)
returns table (workspace_id uuid, connection_id uuid)
language sql stable security definer set search_path = '' as $$
  select c.workspace_id, c.id from public.connections c
  where c.provider = any (p_providers) and c.disconnected_at is null and c.auth_status = 'active' and c.paused_at is null
    and not exists (select from public.due_work w where w.workspace_id = c.workspace_id
      and w.kind = 'connection.watch' and w.key = 'connection.watch:' || c.id)
  order by c.connected_at limit p_limit
$$;

revoke execute on function system.find_channels, system.accept_notices, system.unwatched_connections from public;
grant execute on function system.find_channels, system.accept_notices, system.unwatched_connections to daykeeper_app;
reset role;
