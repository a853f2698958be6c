-- The health score of connections, kept day by day.

set role daykeeper_system;

-- Connections whose score was not measured since a moment of this UTC day.
create function system.unscored_connections(p_day timestamptz, p_since timestamptz, p_limit integer)
returns table (workspace_id uuid, connection_id uuid)
language sql stable security definer set search_path = '' as $$
  select c.workspace_id, c.id from public.connections c
  where c.disconnected_at is null and not exists (
    select from public.calendar_monitoring_results m
    where m.workspace_id = c.workspace_id and m.subject_kind = 'connection' and m.subject_id = c.id::text
      and m.bucket = 'day' and m.starts_at = p_day and (m.metrics ->> 'measured_at')::timestamptz >= p_since)
  order by c.id limit p_limit
$$;

-- The mean of a day's scores, beside the other figures of its workspaces and providers, and of all together.
create function system.roll_up_scores(p_day timestamptz)
returns void language sql security definer set search_path = '' as $$
  with means as (
    select case when grouping(c.workspace_id) = 1 then '00000000-0000-0000-0000-000000000000' else c.workspace_id end as workspace_id,
      c.provider, floor(avg(m.score))::smallint as score
    from public.calendar_monitoring_results m
    join public.connections c on c.workspace_id = m.workspace_id and c.id = m.subject_id::uuid
    where m.subject_kind = 'connection' and m.bucket = 'day' and m.starts_at = p_day and m.score is not null
    group by grouping sets ((c.workspace_id, c.provider), (c.provider))
  )
  update public.calendar_monitoring_results r set score = means.score from means
  where r.workspace_id = means.workspace_id and r.subject_kind = 'provider' and r.subject_id = means.provider
    and r.bucket = 'day' and r.starts_at = p_day and r.score is distinct from means.score
$$;

-- The newest score of each of these connections, of the last week.
create function system.overseen_scores(p_viewer uuid, p_workspace uuid, p_connections uuid[], p_now timestamptz)
returns table (connection_id uuid, score smallint)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select c.id, s.score from public.connections c
  cross join lateral (
    select m.score from public.calendar_monitoring_results m
    where m.workspace_id = c.workspace_id and m.subject_kind = 'connection' and m.subject_id = c.id::text
      and m.bucket = 'day' and m.starts_at > p_now - interval '7 days'
    order by m.starts_at desc limit 1
  ) s
  where c.id = any (p_connections) and (p_workspace is null or c.workspace_id = p_workspace);
end
$$;

-- The mean scores of past days, as rolled up. p_workspace null: of all together.
create function system.score_history(p_viewer uuid, p_workspace uuid, p_since timestamptz)
returns table (provider text, day date, score smallint)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select m.subject_id, (m.starts_at at time zone 'UTC')::date, m.score from public.calendar_monitoring_results m
  where m.workspace_id = coalesce(p_workspace, '00000000-0000-0000-0000-000000000000') and m.subject_kind = 'provider'
    and m.bucket = 'day' and m.starts_at >= p_since and m.score is not null
  order by m.starts_at, m.subject_id;
end
$$;

revoke execute on function system.unscored_connections, system.roll_up_scores, system.overseen_scores, system.score_history
  from public;
grant execute on function system.unscored_connections, system.roll_up_scores, system.overseen_scores, system.score_history
  to daykeeper_app;
reset role;
