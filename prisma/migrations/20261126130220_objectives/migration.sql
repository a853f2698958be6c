-- Availability objectives: how many runs ended well, in windows from five minutes to thirty days. And how much changes in
-- an hour, kept with the rest of it. Additive: the roll-up is the same with one figure more.

set role daykeeper_system;

-- Writes down how the running hour and its UTC day have been so far, per workspace and provider and for all together:
-- ages of proofs and durations of runs as counters by slot, so that what is longer or wider is their sum; how many
-- connections were in which state when somebody last looked. May be repeated at any time. What is older than 8 days
-- (hours) and 92 days (days) goes.
create or replace function system.roll_up_health(p_ages double precision[], p_durations double precision[], p_now timestamptz)
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
      count(*) as n, count(*) filter (where r.outcome in ('failed', 'lost')) as failed,
      sum(r.added + r.changed + r.removed) as changes
    from public.sync_runs r
    join public.calendar_sync_states s on s.workspace_id = r.workspace_id and s.calendar_id = r.calendar_id
    where r.started_at >= v_hour and r.started_at < v_hour + interval '1 hour' and r.outcome <> 'running'
    group by 1, 2, 3
  ), run_rows as (
    select r.workspace_id, r.provider, sum(r.n) as runs, sum(r.failed) as failures, sum(r.changes) as changes,
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
      'durations', coalesce(r.slots, '[]'), 'changes', coalesce(r.changes, 0)), c.states
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
      'good', sum((h.metrics ->> 'good')::bigint), 'durations', system.sum_slots(h.metrics -> 'durations'),
      'changes', sum(coalesce((h.metrics ->> 'changes')::bigint, 0))),
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
      'good', sum((h.metrics ->> 'good')::bigint), 'durations', system.sum_slots(h.metrics -> 'durations'),
      'changes', sum(coalesce((h.metrics ->> 'changes')::bigint, 0))),
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

-- Runs by provider in windows that end now, of one workspace or, under the instance's own id, of all together. The short
-- ones from the runs themselves, the long ones from hours and days as they were rolled up.
create function system.count_runs_in_windows(p_workspace uuid, p_now timestamptz)
returns table (provider text, minutes integer, runs bigint, failures bigint)
language sql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
  with of_hour as (
    select s.provider, r.started_at, r.outcome in ('failed', 'lost') as failed
    from public.sync_runs r
    join public.calendar_sync_states s on s.workspace_id = r.workspace_id and s.calendar_id = r.calendar_id
    where r.started_at > p_now - interval '1 hour' and r.started_at <= p_now and r.outcome not in ('running', 'aborted')
      and (p_workspace = '00000000-0000-0000-0000-000000000000' or r.workspace_id = p_workspace)
  )
  select h.provider, w.minutes, count(*), count(*) filter (where h.failed)
  from of_hour h join (values (5), (30), (60)) as w(minutes) on h.started_at > p_now - make_interval(mins => w.minutes)
  group by 1, 2
  union all
  select m.subject_id, w.minutes, sum(m.runs), sum(m.failures)
  from public.calendar_monitoring_results m
  join (values (360, 'hour'), (4320, 'hour'), (43200, 'day')) as w(minutes, bucket) on w.bucket = m.bucket
  where m.workspace_id = p_workspace and m.subject_kind = 'provider'
    and m.starts_at > p_now - make_interval(mins => w.minutes) and m.starts_at <= p_now
  group by 1, 2
$$;

create function system.overseen_objectives(p_viewer uuid, p_workspace uuid, p_now timestamptz)
returns table (provider text, minutes integer, runs bigint, failures bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query select * from system.count_runs_in_windows(coalesce(p_workspace, '00000000-0000-0000-0000-000000000000'), p_now);
end
$$;

-- Of all together, for the metrics: names of providers and counts.
create function system.instance_objectives(p_now timestamptz)
returns table (provider text, minutes integer, runs bigint, failures bigint)
language sql stable security definer set search_path = '' as $$
  select * from system.count_runs_in_windows('00000000-0000-0000-0000-000000000000', p_now)
$$;

revoke execute on function system.count_runs_in_windows, system.overseen_objectives, system.instance_objectives from public;
grant execute on function system.overseen_objectives, system.instance_objectives to daykeeper_app;
reset role;
