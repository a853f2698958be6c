-- Doors for the domain: claiming what is due over all workspaces, finding the workspace behind a notification, a public
-- booking page or a booking's link, taking a host's time, clearing what is over. Same rules as before: one thing each,
-- the time as an argument, an empty search_path.

set role daykeeper_system;

-- -------------------------------------------------------------------------------------------------- Claiming

-- Leases up to p_limit calendars whose sync is due. Priority first; within it the workspaces take turns, so that one
-- with ten thousand due calendars waits for its own, not the others for it. Candidates are the oldest due rows; when
-- they fill up (a backlog), shares of up to 2 x p_limit workspaces are added, from a random one
-- on and around, so that every workspace is met equally often. A row whose
-- lease ran out is due like any other. Costs what is due, not what exists. One generic plan is kept between calls:
-- planning it anew costs more than running it, and went wrong for a large p_limit.
create function system.claim_syncs(p_owner uuid, p_limit integer, p_now timestamptz, p_lease_until timestamptz)
returns table (workspace_id uuid, calendar_id uuid, provider text, fence bigint, priority smallint, was_due_at timestamptz)
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  v_from constant uuid := gen_random_uuid();
begin
  return query
  with recursive oldest as materialized (
    select row.* from (values (2::smallint), (1::smallint), (0::smallint)) as level (priority)
    cross join lateral (
      select s.workspace_id, s.calendar_id, s.priority, s.next_sync_at from public.calendar_sync_states s
      where s.priority = level.priority and s.next_sync_at <= p_now and (s.lease_until is null or s.lease_until <= p_now)
      order by s.next_sync_at limit p_limit * 4
    ) row
  ), hop (workspace_id) as (
    (select s.workspace_id from public.calendar_sync_states s
     where s.next_sync_at is not null and s.workspace_id >= v_from and (select count(*) from oldest) >= p_limit * 4
     order by s.workspace_id limit 1)
    union all
    select (select s.workspace_id from public.calendar_sync_states s
            where s.next_sync_at is not null and s.workspace_id > hop.workspace_id order by s.workspace_id limit 1)
    from hop where hop.workspace_id is not null
  ), around (workspace_id) as (
    (select s.workspace_id from public.calendar_sync_states s
     where s.next_sync_at is not null and (select count(*) from oldest) >= p_limit * 4
     order by s.workspace_id limit 1)
    union all
    select (select s.workspace_id from public.calendar_sync_states s
            where s.next_sync_at is not null and s.workspace_id > around.workspace_id order by s.workspace_id limit 1)
    from around where around.workspace_id is not null
  ), candidates as (
    select * from oldest
    union
    select share.* from (
      select h.workspace_id from hop h where h.workspace_id is not null
      union all
      select a.workspace_id from around a where a.workspace_id < v_from
      limit p_limit * 2
    ) tenant
    cross join lateral (
      select s.workspace_id, s.calendar_id, s.priority, s.next_sync_at from public.calendar_sync_states s
      where s.workspace_id = tenant.workspace_id and s.next_sync_at <= p_now and (s.lease_until is null or s.lease_until <= p_now)
      order by s.next_sync_at limit 2
    ) share
  ), turns as (
    select c.*, row_number() over (partition by c.workspace_id, c.priority order by c.next_sync_at) as turn from candidates c
  ), picked as (
    select s.workspace_id, s.calendar_id, s.next_sync_at
    from turns t
    join public.calendar_sync_states s on s.workspace_id = t.workspace_id and s.calendar_id = t.calendar_id
    where s.next_sync_at <= p_now and (s.lease_until is null or s.lease_until <= p_now)
    order by t.priority desc, t.turn, t.next_sync_at
    limit p_limit
    for update of s skip locked
  )
  update public.calendar_sync_states s
  set lease_until = p_lease_until, lease_owner = p_owner, fence = s.fence + 1, last_attempt_at = p_now
  from picked p where s.workspace_id = p.workspace_id and s.calendar_id = p.calendar_id
  returning s.workspace_id, s.calendar_id, s.provider, s.fence, s.priority, p.next_sync_at;
end
$$;

-- The same for due work: one attempt is counted per claim. p_kinds null: any kind.
create function system.claim_work(p_kinds text[], p_owner uuid, p_limit integer, p_now timestamptz, p_lease_until timestamptz)
returns table (workspace_id uuid, work_id uuid, kind text, key text, payload jsonb, attempts integer, fence bigint, was_due_at timestamptz)
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  v_from constant uuid := gen_random_uuid();
begin
  return query
  with recursive oldest as materialized (
    select row.* from (values (2::smallint), (1::smallint), (0::smallint)) as level (priority)
    cross join lateral (
      select w.workspace_id, w.id, w.priority, w.due_at from public.due_work w
      where w.priority = level.priority and w.dead_at is null and w.due_at <= p_now
        and (w.lease_until is null or w.lease_until <= p_now) and (p_kinds is null or w.kind = any (p_kinds))
      order by w.due_at limit p_limit * 4
    ) row
  ), hop (workspace_id) as (
    (select w.workspace_id from public.due_work w
     where w.dead_at is null and w.workspace_id >= v_from and (select count(*) from oldest) >= p_limit * 4
     order by w.workspace_id limit 1)
    union all
    select (select w.workspace_id from public.due_work w
            where w.dead_at is null and w.workspace_id > hop.workspace_id order by w.workspace_id limit 1)
    from hop where hop.workspace_id is not null
  ), around (workspace_id) as (
    (select w.workspace_id from public.due_work w
     where w.dead_at is null and (select count(*) from oldest) >= p_limit * 4
     order by w.workspace_id limit 1)
    union all
    select (select w.workspace_id from public.due_work w
            where w.dead_at is null and w.workspace_id > around.workspace_id order by w.workspace_id limit 1)
    from around where around.workspace_id is not null
  ), candidates as (
    select * from oldest
    union
    select share.* from (
      select h.workspace_id from hop h where h.workspace_id is not null
      union all
      select a.workspace_id from around a where a.workspace_id < v_from
      limit p_limit * 2
    ) tenant
    cross join lateral (
      select w.workspace_id, w.id, w.priority, w.due_at from public.due_work w
      where w.workspace_id = tenant.workspace_id and w.dead_at is null and w.due_at <= p_now
        and (w.lease_until is null or w.lease_until <= p_now) and (p_kinds is null or w.kind = any (p_kinds))
      order by w.due_at limit 2
    ) share
  ), turns as (
    select c.*, row_number() over (partition by c.workspace_id, c.priority order by c.due_at) as turn from candidates c
  ), picked as (
    select w.workspace_id, w.id, w.due_at
    from turns t join public.due_work w on w.workspace_id = t.workspace_id and w.id = t.id
    where w.dead_at is null and w.due_at <= p_now and (w.lease_until is null or w.lease_until <= p_now)
    order by t.priority desc, t.turn, t.due_at
    limit p_limit
    for update of w skip locked
  )
  update public.due_work w
  set lease_until = p_lease_until, lease_owner = p_owner, fence = w.fence + 1, attempts = w.attempts + 1
  from picked p where w.workspace_id = p.workspace_id and w.id = p.id
  returning w.workspace_id, w.id, w.kind, w.key, w.payload, w.attempts, w.fence, p.due_at;
end
$$;

-- --------------------------------------------------------------------------------------------------- Look-ups

-- What a notification can name. The secret is compared by the caller, in constant time.
create function system.find_channel(p_provider text, p_remote_channel_id text)
returns table (workspace_id uuid, channel_id uuid, calendar_id uuid, state text, secret_hash bytea, remote_resource_id text)
language sql stable security definer set search_path = '' as $$
  select c.workspace_id, c.id, c.calendar_id, c.state, c.secret_hash, c.remote_resource_id
  from public.calendar_webhooks c where c.provider = p_provider and c.remote_channel_id = p_remote_channel_id
$$;

create function system.find_booking_configuration(p_id uuid, p_slug text)
returns table (workspace_id uuid, configuration_id uuid, is_active boolean)
language sql stable security definer set search_path = '' as $$
  select c.workspace_id, c.id, c.is_active from public.booking_configurations c where c.slug = p_slug
  union
  select c.workspace_id, c.id, c.is_active from public.booking_configurations c where c.id = p_id
$$;

create function system.find_booking(p_manage_token_hash bytea)
returns table (workspace_id uuid, booking_id uuid, state text)
language sql stable security definer set search_path = '' as $$
  select b.workspace_id, b.id, b.state from public.bookings b where b.manage_token_hash = p_manage_token_hash
$$;

-- ---------------------------------------------------------------------------------------------------- Booking

-- Takes the time of all hosts or of none. One at a time per host (locks in one order, so no deadlock); holds that
-- expired make room. False: somebody else has it. The exclusion constraint stays the proof. Hosts are members here, so
-- that nobody can ask for the time of a stranger.
create function system.take_time(
  p_booking_id uuid, p_hosts uuid[], p_starts_at timestamptz, p_ends_at timestamptz, p_expires_at timestamptz, p_now timestamptz)
returns boolean language plpgsql security definer set search_path = '' as $$
declare
  v_workspace uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  v_host uuid;
begin
  for v_host in select distinct host from unnest(p_hosts) as host order by host loop
    if not exists (select from public.memberships m where m.workspace_id = v_workspace and m.user_id = v_host) then
      raise exception 'a host is a member of the workspace' using errcode = 'insufficient_privilege';
    end if;
    perform pg_advisory_xact_lock(hashtextextended(v_host::text, 0));
  end loop;
  delete from public.booked_times t where t.host_user_id = any (p_hosts) and t.expires_at <= p_now;
  if exists (
    select from public.booked_times t
    where t.host_user_id = any (p_hosts) and tstzrange(t.starts_at, t.ends_at) && tstzrange(p_starts_at, p_ends_at))
  then
    return false;
  end if;
  insert into public.booked_times (workspace_id, booking_id, host_user_id, starts_at, ends_at, expires_at)
  select v_workspace, p_booking_id, host, p_starts_at, p_ends_at, p_expires_at
  from (select distinct unnest(p_hosts) as host) taken;
  return true;
end
$$;

-- Rows inserted without take_time wait for each other in pairs inside the exclusion constraint and run into a
-- deadlock a second later; the same lock turns that into a line.
create function system.lock_host()
returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.memberships m where m.workspace_id = new.workspace_id and m.user_id = new.host_user_id) then
    raise exception 'a host is a member of the workspace' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new.host_user_id::text, 0));
  return new;
end
$$;

-- ---------------------------------------------------------------------------------------------------- Running

-- Counting stops at 1,000 of each kind: under a backlog "many" is enough, and readiness must stay cheap.
create or replace function system.readiness(p_now timestamptz)
returns table (server_version text, migrations integer, last_migration text, last_beat_at timestamptz, due integer, oldest_due_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query
  with due as (
    select row.* from (values (2::smallint), (1::smallint), (0::smallint)) as level (priority)
    cross join lateral (
      (select s.next_sync_at as at from public.calendar_sync_states s
       where s.priority = level.priority and s.next_sync_at <= p_now and (s.lease_until is null or s.lease_until <= p_now)
       order by s.next_sync_at limit 1000)
      union all
      (select w.due_at from public.due_work w
       where w.priority = level.priority and w.dead_at is null and w.due_at <= p_now
         and (w.lease_until is null or w.lease_until <= p_now)
       order by w.due_at limit 1000)
    ) row
  )
  select current_setting('server_version'), applied.n, applied.newest,
    (select max(w.last_beat_at) from public.workers w where w.kind = 'worker' and w.stopped_at is null),
    (select count(*)::integer from due), (select min(due.at) from due)
  from (select count(*)::integer as n, max(m.migration_name::text) as newest from public._prisma_migrations m
        where m.finished_at is not null and m.rolled_back_at is null) applied;
end
$$;

create or replace function system.instance_overview(p_user_id uuid)
returns table (workspace_id uuid, name text, slug text, members integer, connections integer, created_at timestamptz, last_activity_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select w.id, w.name, w.slug,
    (select count(*)::integer from public.memberships m where m.workspace_id = w.id),
    (select count(*)::integer from public.connections c where c.workspace_id = w.id and c.disconnected_at is null),
    w.created_at,
    (select max(m.last_seen_at) from public.memberships m where m.workspace_id = w.id)
  from public.workspaces w
  where w.id <> '00000000-0000-0000-0000-000000000000'
    and exists (select from public.users u where u.id = p_user_id and u.is_instance_admin and u.disabled_at is null)
  order by w.name, w.id
$$;

-- What is over. Histories are kept for 90 days, notifications for 30, attempts and keys until they expire.
create or replace function system.prune(p_now timestamptz)
returns integer language plpgsql security definer set search_path = '' as $$
declare
  v_total integer := 0;
  v_rows integer;
  v_statement text;
begin
  foreach v_statement in array array[
    'delete from public.sessions where least(expires_at, idle_expires_at, coalesce(revoked_at, expires_at)) < $1 - interval ''7 days''',
    'delete from public.one_time_links where expires_at < $1 - interval ''7 days''',
    'delete from public.rate_buckets where updated_at < $1 - interval ''1 day''',
    'delete from public.workers where coalesce(stopped_at, last_beat_at) < $1 - interval ''7 days''',
    'delete from public.connect_attempts where expires_at < $1 - interval ''1 day''',
    'delete from public.idempotency_keys where expires_at < $1',
    'delete from public.calendar_webhook_logs where received_at < $1 - interval ''30 days''',
    'delete from public.sync_runs where started_at < $1 - interval ''90 days''',
    'delete from public.removed_events where removed_at < $1 - interval ''90 days''',
    'delete from public.health_transitions where at < $1 - interval ''90 days''',
    'delete from public.calendar_monitoring_results where starts_at < $1 - interval ''90 days''',
    'delete from public.call_counts where hour < $1 - interval ''90 days'''
  ] loop
    execute v_statement using p_now;
    get diagnostics v_rows = row_count;
    v_total := v_total + v_rows;
  end loop;
  return v_total;
end
$$;

reset role;

create trigger booked_times_one_at_a_time before insert on booked_times for each row execute function system.lock_host();

set role daykeeper_system;
revoke execute on all functions in schema system from public;
grant execute on function
  system.claim_syncs, system.claim_work, system.find_channel, system.find_booking_configuration, system.find_booking,
  system.take_time
  to daykeeper_app;
reset role;
