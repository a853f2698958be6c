-- What somebody who looks after many people's calendars asks: how many are in which state, who needs help, and what the
-- machinery does. Connections are counted as they change, so that a summary costs states, not connections.

-- CreateTable
CREATE TABLE "health_counts" (
    "workspace_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "connections" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "health_counts_pkey" PRIMARY KEY ("workspace_id","provider","status")
);

-- AddForeignKey
ALTER TABLE "health_counts" ADD CONSTRAINT "health_counts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say

-- The worst first, as in core/health/words; a test compares them.
alter table connections add column status_rank smallint generated always as (
  case status
    when 'needs_reconnecting' then 0 when 'disabled' then 1 when 'provider_outage' then 2 when 'late' then 3
    when 'unknown' then 4 when 'catching_up' then 5 when 'healthy' then 6 else 7
  end
) stored;

create index connections_worst_idx on connections (status_rank, status_since, id) where disconnected_at is null;
create index connections_worst_here_idx on connections (workspace_id, status_rank, status_since, id)
  where disconnected_at is null;
create index connections_newest_idx on connections (status_since desc, id desc) where disconnected_at is null;
create index connections_newest_here_idx on connections (workspace_id, status_since desc, id desc)
  where disconnected_at is null;
create index health_transitions_at_idx on health_transitions (at desc);
create index due_work_newest_dead_idx on due_work (dead_at desc) where dead_at is not null;
create index breakers_open_idx on breakers (opened_at desc) where state <> 'closed';
create index credentials_grant_ends_idx on credentials (refresh_expires_at) where refresh_expires_at is not null;

alter table health_counts set (fillfactor = 50);
alter table health_counts enable row level security;
alter table health_counts force row level security;
create policy system on health_counts to daykeeper_system using (current_user = 'daykeeper_system');
create policy tenant on health_counts to daykeeper_app
  using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
grant select on health_counts to daykeeper_app;
grant select, insert, update on health_counts to daykeeper_system;
grant select on calendars, notification_deliveries to daykeeper_system;
grant select (refresh_expires_at, refresh_failures) on credentials to daykeeper_system;
grant insert, update on calendar_monitoring_results to daykeeper_system;

set role daykeeper_system;

-- Both counters are locked in one order, so that two connections that change places do not lock each other out. A
-- counter is only ever added by somebody who adds: of a workspace that goes, the counters may have gone already.
create function system.count_health()
returns trigger language plpgsql security definer set search_path = '' as $$
declare
  v_left constant boolean := tg_op <> 'INSERT' and old.disconnected_at is null;
  v_came constant boolean := tg_op <> 'DELETE' and new.disconnected_at is null;
begin
  if v_left and v_came and (old.workspace_id, old.provider, old.status) = (new.workspace_id, new.provider, new.status) then
    return null;
  end if;
  if v_left and v_came then
    perform from public.health_counts c
    where c.workspace_id = new.workspace_id and c.provider in (old.provider, new.provider) and c.status in (old.status, new.status)
    order by c.provider, c.status for no key update;
  end if;
  if v_left then
    update public.health_counts c set connections = c.connections - 1
    where c.workspace_id = old.workspace_id and c.provider = old.provider and c.status = old.status;
  end if;
  if v_came then
    insert into public.health_counts as c (workspace_id, provider, status, connections)
    values (new.workspace_id, new.provider, new.status, 1)
    on conflict (workspace_id, provider, status) do update set connections = c.connections + 1;
  end if;
  return null;
end
$$;

reset role;
create trigger connections_counted after insert or delete or update of workspace_id, provider, status, disconnected_at on connections
  for each row execute function system.count_health();
set role daykeeper_system;

insert into public.health_counts (workspace_id, provider, status, connections)
select workspace_id, provider, status, count(*) from public.connections where disconnected_at is null group by 1, 2, 3;

-- Who may look after whom: an instance admin after all (no workspace named) or any workspace, managers and admins after
-- their own. Every function below asks it, whatever its caller has asked before.
create function system.may_oversee(p_viewer uuid, p_workspace uuid)
returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.users u where u.id = p_viewer and u.is_instance_admin and u.disabled_at is null)
    or exists (
      select from public.memberships m join public.users u on u.id = m.user_id
      where m.workspace_id = p_workspace and m.user_id = p_viewer and m.role in ('manager', 'admin') and u.disabled_at is null)
$$;

-- Connections by provider and state. Costs the counters, not the connections.
create function system.health_totals(p_viewer uuid, p_workspace uuid)
returns table (provider text, status text, connections integer)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select c.provider, c.status, sum(c.connections)::integer from public.health_counts c
  where (p_workspace is null or c.workspace_id = p_workspace) and c.connections > 0
  group by c.provider, c.status order by c.provider, c.status;
end
$$;

-- Workspaces with something connected, those first where most people must act, then those with most trouble.
create function system.health_by_workspace(p_viewer uuid, p_limit integer)
returns table (workspace_id uuid, name text, members integer, connections integer, working integer, acting integer,
  outage integer, failing integer, paused integer)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not system.may_oversee(p_viewer, null) then return; end if;
  return query
  select w.id, w.name, (select count(*)::integer from public.memberships m where m.workspace_id = w.id),
    c.total, c.working, c.acting, c.outage, c.failing, c.paused
  from (
    select h.workspace_id as id, sum(h.connections)::integer as total,
      coalesce(sum(h.connections) filter (where h.status in ('healthy', 'catching_up')), 0)::integer as working,
      coalesce(sum(h.connections) filter (where h.status in ('needs_reconnecting', 'disabled')), 0)::integer as acting,
      coalesce(sum(h.connections) filter (where h.status = 'provider_outage'), 0)::integer as outage,
      coalesce(sum(h.connections) filter (where h.status in ('late', 'unknown')), 0)::integer as failing,
      coalesce(sum(h.connections) filter (where h.status = 'paused'), 0)::integer as paused
    from public.health_counts h group by h.workspace_id having sum(h.connections) > 0
  ) c
  join public.workspaces w on w.id = c.id
  order by c.acting desc, c.outage + c.failing desc, w.name, w.id limit p_limit;
end
$$;

-- One page of connections. p_order "worst": the worst state first, in it the longest; "newest": the last change first;
-- "person": by name. Each goes on after the row of p_after, by the values it has now. p_states null: all. p_search: part
-- of a name, an address or a workspace's name. Names and states of people, nothing of what is in their calendars.
create function system.overseen_connections(
  p_viewer uuid, p_workspace uuid, p_provider text, p_states text[], p_search text, p_order text, p_after uuid, p_limit integer)
returns table (
  workspace_id uuid, workspace_name text, connection_id uuid, user_id uuid, user_name text, user_email text, provider text,
  status text, status_cause text, status_since timestamptz, last_error jsonb, last_success_at timestamptz, calendars integer,
  reminded_at timestamptz)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  v_rank smallint;
  v_since timestamptz;
  v_name text;
  v_ranks smallint[];
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  -- A state that is asked for is a place in the order, which makes it cheap to go there at once.
  select array_agg(distinct c.rank) into v_ranks from (values
    ('needs_reconnecting', 0::smallint), ('disabled', 1), ('provider_outage', 2), ('late', 3), ('unknown', 4),
    ('catching_up', 5), ('healthy', 6), ('paused', 7)) c (status, rank)
  where c.status = any (p_states);
  if p_after is not null then
    select c.status_rank, c.status_since, lower(u.name) into v_rank, v_since, v_name
    from public.connections c join public.users u on u.id = c.user_id
    where c.id = p_after and (p_workspace is null or c.workspace_id = p_workspace);
    if not found then return; end if;
  end if;
  return query
  with picked as (
    -- Three ways, of which the plan keeps the one that is asked for.
    (select c.*, u.name as user_name, u.email as user_email, w.name as workspace_name
     from public.connections c join public.users u on u.id = c.user_id join public.workspaces w on w.id = c.workspace_id
     where p_order = 'worst' and c.disconnected_at is null
       and (p_workspace is null or c.workspace_id = p_workspace)
       and (p_provider is null or c.provider = p_provider) and (p_states is null or c.status_rank = any (v_ranks))
       and (p_search is null or strpos(lower(u.name), lower(p_search)) > 0 or strpos(lower(u.email), lower(p_search)) > 0
         or strpos(lower(w.name), lower(p_search)) > 0)
       and (p_after is null or (c.status_rank, c.status_since, c.id) > (v_rank, v_since, p_after))
     order by c.status_rank, c.status_since, c.id limit p_limit)
    union all
    (select c.*, u.name, u.email, w.name
     from public.connections c join public.users u on u.id = c.user_id join public.workspaces w on w.id = c.workspace_id
     where p_order = 'newest' and c.disconnected_at is null
       and (p_workspace is null or c.workspace_id = p_workspace)
       and (p_provider is null or c.provider = p_provider) and (p_states is null or c.status = any (p_states))
       and (p_search is null or strpos(lower(u.name), lower(p_search)) > 0 or strpos(lower(u.email), lower(p_search)) > 0
         or strpos(lower(w.name), lower(p_search)) > 0)
       and (p_after is null or (c.status_since, c.id) < (v_since, p_after))
     order by c.status_since desc, c.id desc limit p_limit)
    union all
    (select c.*, u.name, u.email, w.name
     from public.users u join public.connections c on c.user_id = u.id join public.workspaces w on w.id = c.workspace_id
     where p_order = 'person' and c.disconnected_at is null
       and (p_workspace is null or c.workspace_id = p_workspace)
       and (p_provider is null or c.provider = p_provider) and (p_states is null or c.status = any (p_states))
       and (p_search is null or strpos(lower(u.name), lower(p_search)) > 0 or strpos(lower(u.email), lower(p_search)) > 0
         or strpos(lower(w.name), lower(p_search)) > 0)
       and (p_after is null or (lower(u.name), c.id) > (v_name, p_after))
     order by lower(u.name), c.id limit p_limit)
  )
  select p.workspace_id, p.workspace_name, p.id, p.user_id, p.user_name, p.user_email, p.provider, p.status, p.status_cause,
    p.status_since, p.last_error, k.last_success_at, k.calendars,
    (select max(d.created_at) from public.notification_deliveries d
     where d.workspace_id = p.workspace_id and d.dedupe_key like 'reminder:' || p.id::text || ':%')
  from picked p
  cross join lateral (
    select case when count(*) = count(s.last_success_at) then min(s.last_success_at) end as last_success_at,
      count(*)::integer as calendars
    from public.calendars k join public.calendar_sync_states s on s.workspace_id = k.workspace_id and s.calendar_id = k.id
    where k.workspace_id = p.workspace_id and k.connection_id = p.id and k.is_selected and k.retired_at is null
  ) k
  order by case when p_order = 'worst' then p.status_rank end, case when p_order = 'worst' then p.status_since end,
    case when p_order = 'newest' then p.status_since end desc, case when p_order = 'person' then lower(p.user_name) end,
    case when p_order = 'newest' then null else p.id end, p.id desc;
end
$$;

-- How many there are, counted to a limit.
create function system.count_overseen(
  p_viewer uuid, p_workspace uuid, p_provider text, p_states text[], p_search text, p_limit integer)
returns integer
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return 0; end if;
  if p_search is null then
    return (
      select coalesce(sum(c.connections), 0)::integer from public.health_counts c
      where (p_workspace is null or c.workspace_id = p_workspace) and (p_provider is null or c.provider = p_provider)
        and (p_states is null or c.status = any (p_states)));
  end if;
  return (select count(*)::integer from (
    select from public.connections c join public.users u on u.id = c.user_id join public.workspaces w on w.id = c.workspace_id
    where c.disconnected_at is null and (p_workspace is null or c.workspace_id = p_workspace)
      and (p_provider is null or c.provider = p_provider) and (p_states is null or c.status = any (p_states))
      and (strpos(lower(u.name), lower(p_search)) > 0 or strpos(lower(u.email), lower(p_search)) > 0
        or strpos(lower(w.name), lower(p_search)) > 0)
    limit p_limit) found);
end
$$;

-- What is not closed, the providers' own first.
create function system.overseen_breakers(p_viewer uuid, p_workspace uuid, p_limit integer)
returns table (workspace_id uuid, key text, provider text, connection_id uuid, user_name text, state text, failures integer,
  opened_at timestamptz, open_until timestamptz, last_error_code text)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select b.workspace_id, b.key, b.provider, b.connection_id, u.name, b.state, b.failures, b.opened_at,
    coalesce(b.probe_until, b.open_until), b.last_error_code
  from public.breakers b
  left join public.connections c on c.workspace_id = b.workspace_id and c.id = b.connection_id
  left join public.users u on u.id = c.user_id
  where b.state <> 'closed' and (p_workspace is null or b.connection_id is null or b.workspace_id = p_workspace)
  order by b.connection_id is not null, b.opened_at desc, b.key limit p_limit;
end
$$;

-- Who was asked by a provider to slow down, until when.
create function system.overseen_pauses(p_viewer uuid, p_workspace uuid, p_now timestamptz)
returns table (provider text, pauses integer, paused_until timestamptz)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select r.provider, count(*)::integer, max(r.paused_until) from public.rate_budgets r
  where r.paused_until > p_now and (p_workspace is null or r.connection_id is null or r.workspace_id = p_workspace)
  group by r.provider order by r.provider;
end
$$;

-- Calls per provider and UTC day.
create function system.overseen_calls(p_viewer uuid, p_workspace uuid, p_since timestamptz)
returns table (provider text, day date, calls bigint, failures bigint, rate_limited bigint, bytes bigint)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select c.provider, (c.hour at time zone 'UTC')::date, sum(c.calls), sum(c.failures), sum(c.rate_limited),
    sum(c.bytes_received)::bigint
  from public.call_counts c
  where c.hour >= p_since and (p_workspace is null or c.workspace_id = p_workspace)
  group by 1, 2 order by 1, 2;
end
$$;

-- What is left in the buckets that all calls to a provider share, as of now.
create function system.project_buckets(p_viewer uuid)
returns table (key text, tokens double precision, updated_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not system.may_oversee(p_viewer, null) then return; end if;
  return query select b.key, b.tokens, b.updated_at from public.rate_buckets b where b.key like 'project%' order by b.key;
end
$$;

-- Grants by provider: good, to be renewed by their person, failing to renew, and those that end within p_before.
create function system.overseen_grants(p_viewer uuid, p_workspace uuid, p_now timestamptz, p_before timestamptz)
returns table (provider text, grants integer, lost integer, failing integer, ending integer)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select c.provider, count(*)::integer, (count(*) filter (where c.auth_status <> 'active'))::integer,
    (count(*) filter (where c.auth_status = 'active' and k.refresh_failures > 0))::integer,
    (count(*) filter (where c.auth_status = 'active' and k.refresh_expires_at between p_now and p_before))::integer
  from public.connections c
  join public.credentials k on k.workspace_id = c.workspace_id and k.connection_id = c.id
  where c.disconnected_at is null and (p_workspace is null or c.workspace_id = p_workspace)
  group by c.provider order by c.provider;
end
$$;

-- How old the last proofs are: calendars by the first of p_bounds (seconds) that is not shorter than the age, one slot
-- more for those that are older or were never read; and how many of them are within their own bound. Calendars that
-- somebody paused, and those whose access ended, prove nothing by themselves and are left out.
create function system.proof_ages(p_viewer uuid, p_workspace uuid, p_bounds double precision[], p_now timestamptz)
returns table (provider text, slot integer, calendars integer, within_bound integer)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select s.provider, width_bucket(coalesce(extract(epoch from p_now - s.last_success_at), 1e9)::double precision, p_bounds),
    count(*)::integer,
    (count(*) filter (where s.last_success_at >= p_now - make_interval(secs => greatest(900, 2 * s.interval_seconds))))::integer
  from public.calendar_sync_states s
  where (p_workspace is null or s.workspace_id = p_workspace) and s.next_sync_at is not null
    and s.status not in ('paused', 'needs_reconnecting')
  group by 1, 2 order by 1, 2;
end
$$;

-- Differences that full reads found and repaired, per UTC day.
create function system.overseen_drift(p_viewer uuid, p_workspace uuid, p_since timestamptz)
returns table (day date, reads integer, missing bigint, extra bigint, stale bigint)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select (r.started_at at time zone 'UTC')::date, count(*)::integer, sum(r.drift_missing), sum(r.drift_extra), sum(r.drift_stale)
  from public.sync_runs r
  where r.started_at >= p_since and r.kind = 'reconcile' and r.outcome = 'succeeded'
    and (p_workspace is null or r.workspace_id = p_workspace)
  group by 1 order by 1;
end
$$;

-- Work that was given up, the newest first.
create function system.overseen_dead_work(p_viewer uuid, p_workspace uuid, p_limit integer)
returns table (workspace_id uuid, workspace_name text, work_id uuid, kind text, attempts integer, last_error jsonb,
  created_at timestamptz, dead_at timestamptz)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select d.workspace_id, w.name, d.id, d.kind, d.attempts, d.last_error, d.created_at, d.dead_at
  from public.due_work d join public.workspaces w on w.id = d.workspace_id
  where d.dead_at is not null and (p_workspace is null or d.workspace_id = p_workspace)
  order by d.dead_at desc, d.id limit p_limit;
end
$$;

-- Changes of state, the newest first. Of a provider they concern everybody.
create function system.overseen_transitions(p_viewer uuid, p_workspace uuid, p_limit integer)
returns table (workspace_id uuid, workspace_name text, subject_kind text, subject_id text, user_id uuid, user_name text,
  provider text, from_status text, to_status text, cause text, at timestamptz)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select t.workspace_id, w.name, t.subject_kind, t.subject_id, t.user_id, u.name,
    case t.subject_kind when 'connection' then c.provider when 'provider' then t.subject_id end,
    t.from_status, t.to_status, t.cause, t.at
  from (
    (select * from public.health_transitions h
     where h.subject_kind in ('connection', 'provider') and (p_workspace is null or h.workspace_id = p_workspace)
     order by h.at desc limit p_limit)
    union all
    (select * from public.health_transitions h
     where p_workspace is not null and h.workspace_id = '00000000-0000-0000-0000-000000000000' and h.subject_kind = 'provider'
     order by h.at desc limit p_limit)
  ) t
  left join public.workspaces w on w.id = t.workspace_id
  left join public.users u on u.id = t.user_id
  left join public.connections c
    on c.workspace_id = t.workspace_id and c.id = case when t.subject_kind = 'connection' then t.subject_id::uuid end
  order by t.at desc, t.id limit p_limit;
end
$$;

-- The past, as rolled up. p_workspace null: of all together, which is kept under the instance's own workspace.
create function system.health_history(p_viewer uuid, p_workspace uuid, p_bucket text, p_since timestamptz)
returns table (provider text, starts_at timestamptz, runs integer, failures integer, metrics jsonb, status_times jsonb)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select m.subject_id, m.starts_at, m.runs, m.failures, m.metrics, m.status_times
  from public.calendar_monitoring_results m
  where m.workspace_id = coalesce(p_workspace, '00000000-0000-0000-0000-000000000000') and m.subject_kind = 'provider'
    and m.bucket = p_bucket and m.starts_at >= p_since
  order by m.starts_at, m.subject_id;
end
$$;

-- Adds two rows of counters, slot by slot; the shorter one counts as followed by zeros.
create function system.add_slots(p_one jsonb, p_other jsonb)
returns jsonb language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(coalesce((p_one ->> i)::bigint, 0) + coalesce((p_other ->> i)::bigint, 0) order by i), '[]')
  from generate_series(0, greatest(jsonb_array_length(coalesce(p_one, '[]')), jsonb_array_length(coalesce(p_other, '[]'))) - 1) i
$$;
create aggregate system.sum_slots (jsonb) (sfunc = system.add_slots, stype = jsonb, initcond = '[]');

-- Writes down how the running hour and its UTC day have been so far, per workspace and provider and for all together:
-- ages of proofs and durations of runs as counters by slot, so that what is longer or wider is their sum; how many
-- connections were in which state when somebody last looked. May be repeated at any time. What is older than 8 days
-- (hours) and 92 days (days) goes.
create function system.roll_up_health(p_ages double precision[], p_durations double precision[], p_now timestamptz)
returns integer language plpgsql security definer set search_path = '' as $$
declare
  v_hour constant timestamptz := date_trunc('hour', p_now, 'UTC');
  v_day constant timestamptz := date_trunc('day', p_now, 'UTC');
  v_rows integer;
begin
  with ages as (
    select s.workspace_id, s.provider,
      width_bucket(coalesce(extract(epoch from p_now - s.last_success_at), 1e9)::double precision, p_ages) as slot,
      count(*) as n,
      count(*) filter (where s.last_success_at >= p_now - make_interval(secs => greatest(900, 2 * s.interval_seconds))) as good
    from public.calendar_sync_states s
    where s.next_sync_at is not null and s.status not in ('paused', 'needs_reconnecting')
    group by 1, 2, 3
  ), age_rows as (
    select a.workspace_id, a.provider, sum(a.n) as calendars, sum(a.good) as good,
      (select jsonb_agg(coalesce(x.n, 0) order by i) from generate_series(0, cardinality(p_ages)) i
       left join ages x on x.workspace_id = a.workspace_id and x.provider = a.provider and x.slot = i) as slots
    from ages a group by a.workspace_id, a.provider
  ), runs as (
    select r.workspace_id, s.provider, width_bucket(coalesce(r.duration_ms, 0)::double precision, p_durations) as slot,
      count(*) as n, count(*) filter (where r.outcome in ('failed', 'lost')) as failed
    from public.sync_runs r
    join public.calendar_sync_states s on s.workspace_id = r.workspace_id and s.calendar_id = r.calendar_id
    where r.started_at >= v_hour and r.started_at < v_hour + interval '1 hour' and r.outcome <> 'running'
    group by 1, 2, 3
  ), run_rows as (
    select r.workspace_id, r.provider, sum(r.n) as runs, sum(r.failed) as failures,
      (select jsonb_agg(coalesce(x.n, 0) order by i) from generate_series(0, cardinality(p_durations)) i
       left join runs x on x.workspace_id = r.workspace_id and x.provider = r.provider and x.slot = i) as slots
    from runs r group by r.workspace_id, r.provider
  ), state_rows as (
    select c.workspace_id, c.provider, jsonb_object_agg(c.status, c.connections) as states
    from public.health_counts c where c.connections > 0 group by 1, 2
  )
  insert into public.calendar_monitoring_results as m
    (workspace_id, subject_kind, subject_id, bucket, starts_at, runs, failures, metrics, status_times)
  select c.workspace_id, 'provider', c.provider, 'hour', v_hour, coalesce(r.runs, 0), coalesce(r.failures, 0),
    jsonb_build_object('ages', coalesce(a.slots, '[]'), 'calendars', coalesce(a.calendars, 0), 'good', coalesce(a.good, 0),
      'durations', coalesce(r.slots, '[]')), c.states
  from state_rows c
  left join age_rows a on a.workspace_id = c.workspace_id and a.provider = c.provider
  left join run_rows r on r.workspace_id = c.workspace_id and r.provider = c.provider
  on conflict (workspace_id, subject_kind, subject_id, bucket, starts_at) do update set
    runs = excluded.runs, failures = excluded.failures, metrics = excluded.metrics, status_times = excluded.status_times;
  get diagnostics v_rows = row_count;

  insert into public.calendar_monitoring_results as m
    (workspace_id, subject_kind, subject_id, bucket, starts_at, runs, failures, metrics, status_times)
  select h.workspace_id, 'provider', h.subject_id, 'day', v_day, sum(h.runs), sum(h.failures),
    jsonb_build_object('ages', system.sum_slots(h.metrics -> 'ages'), 'calendars', sum((h.metrics ->> 'calendars')::bigint),
      'good', sum((h.metrics ->> 'good')::bigint), 'durations', system.sum_slots(h.metrics -> 'durations')),
    (array_agg(h.status_times order by h.starts_at desc))[1]
  from public.calendar_monitoring_results h
  where h.subject_kind = 'provider' and h.bucket = 'hour' and h.starts_at >= v_day and h.starts_at < v_day + interval '1 day'
    and h.workspace_id <> '00000000-0000-0000-0000-000000000000'
  group by h.workspace_id, h.subject_id
  on conflict (workspace_id, subject_kind, subject_id, bucket, starts_at) do update set
    runs = excluded.runs, failures = excluded.failures, metrics = excluded.metrics, status_times = excluded.status_times;

  insert into public.calendar_monitoring_results as m
    (workspace_id, subject_kind, subject_id, bucket, starts_at, runs, failures, metrics, status_times)
  select '00000000-0000-0000-0000-000000000000', 'provider', h.subject_id, h.bucket, h.starts_at, sum(h.runs), sum(h.failures),
    jsonb_build_object('ages', system.sum_slots(h.metrics -> 'ages'), 'calendars', sum((h.metrics ->> 'calendars')::bigint),
      'good', sum((h.metrics ->> 'good')::bigint), 'durations', system.sum_slots(h.metrics -> 'durations')),
    (select jsonb_object_agg(x.status, x.n) from (
       select c.status, sum(c.connections) as n from public.health_counts c
       where c.provider = h.subject_id and c.connections > 0 group by 1) x)
  from public.calendar_monitoring_results h
  where h.subject_kind = 'provider' and h.workspace_id <> '00000000-0000-0000-0000-000000000000'
    and ((h.bucket = 'hour' and h.starts_at = v_hour) or (h.bucket = 'day' and h.starts_at = v_day))
  group by h.subject_id, h.bucket, h.starts_at
  on conflict (workspace_id, subject_kind, subject_id, bucket, starts_at) do update set
    runs = excluded.runs, failures = excluded.failures, metrics = excluded.metrics,
    status_times = coalesce(excluded.status_times, '{}');

  delete from public.calendar_monitoring_results m
  where (m.bucket = 'hour' and m.starts_at < p_now - interval '8 days')
    or (m.bucket = 'day' and m.starts_at < p_now - interval '92 days');
  return v_rows;
end
$$;

revoke execute on function system.count_health, system.may_oversee, system.health_totals, system.health_by_workspace, system.overseen_connections,
  system.count_overseen, system.overseen_breakers, system.overseen_pauses, system.overseen_calls, system.project_buckets,
  system.overseen_grants, system.proof_ages, system.overseen_drift, system.overseen_dead_work, system.overseen_transitions,
  system.health_history, system.add_slots, system.sum_slots, system.roll_up_health from public;
grant execute on function system.health_totals, system.health_by_workspace, system.overseen_connections,
  system.count_overseen, system.overseen_breakers, system.overseen_pauses, system.overseen_calls, system.project_buckets,
  system.overseen_grants, system.proof_ages, system.overseen_drift, system.overseen_dead_work, system.overseen_transitions,
  system.health_history, system.roll_up_health to daykeeper_app;
reset role;
