set role daykeeper_system;

-- The scores of a page are asked by whole keys since 20261126120550_admin_health_by_id; nothing calls the older form.
drop function system.overseen_scores(uuid, uuid, uuid[], timestamptz);

-- How each calendar of one connection is, the worst first. Neither names nor contents: whoever looks after others sees
-- how many are in trouble, and since when. A connection without calendars is one row of nothing.
create function system.overseen_calendars(p_viewer uuid, p_workspace uuid, p_connection uuid, p_limit integer)
returns table (calendar_id uuid, is_primary boolean, status text, status_cause text, status_since timestamptz,
  last_error jsonb, last_success_at timestamptz, next_sync_at timestamptz, consecutive_failures integer)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select k.id, k.is_primary, s.status, s.status_cause, s.status_since, s.last_error, s.last_success_at, s.next_sync_at,
    s.consecutive_failures
  from public.connections c
  left join (
    public.calendars k join public.calendar_sync_states s on s.workspace_id = k.workspace_id and s.calendar_id = k.id
  ) on k.workspace_id = c.workspace_id and k.connection_id = c.id and k.is_selected and k.retired_at is null
  where c.id = p_connection and c.disconnected_at is null and (p_workspace is null or c.workspace_id = p_workspace)
  order by array_position(array['needs_reconnecting', 'disabled', 'provider_outage', 'late', 'unknown', 'catching_up',
    'healthy', 'paused'], s.status), s.status_since, k.id
  limit p_limit;
end
$$;

revoke execute on function system.overseen_calendars from public;
grant execute on function system.overseen_calendars to daykeeper_app;
reset role;
