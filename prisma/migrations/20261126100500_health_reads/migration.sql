-- The moment at which a recorded "healthy" or "catching up" stops being true for want of a new proof. PostgreSQL keeps
-- it beside the evidence in the same row version, so that no writer can forget it and no success costs a second write.
-- The figures are those of core/health (stale-after, assess-health); a test compares them.

alter table calendar_sync_states add column status_stale_at timestamptz(3) generated always as (
  case status
    when 'healthy' then
      (last_success_at at time zone 'UTC' + make_interval(secs => greatest(900, 2 * interval_seconds))) at time zone 'UTC'
    when 'catching_up' then (last_progress_at at time zone 'UTC' + interval '10 minutes') at time zone 'UTC'
  end
) stored;

create index calendar_sync_states_stale_idx on calendar_sync_states (status_stale_at) where status_stale_at is not null;

set role daykeeper_system;

-- Calendars whose recorded status has outlived its proof, over all workspaces, the oldest first. Costs what is stale.
create function system.stale_calendars(p_now timestamptz, p_limit integer)
returns table (workspace_id uuid, calendar_id uuid)
language sql stable security definer set search_path = '' as $$
  select s.workspace_id, s.calendar_id from public.calendar_sync_states s
  where s.status_stale_at < p_now order by s.status_stale_at limit p_limit
$$;

revoke execute on function system.stale_calendars from public;
grant execute on function system.stale_calendars to daykeeper_app;
reset role;
