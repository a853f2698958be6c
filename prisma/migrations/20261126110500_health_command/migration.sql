-- What an operator's command asks over all workspaces: where anything is connected, and what has been dead for long.

set role daykeeper_system;

-- Workspaces with live connections, page by page in the order of their ids.
create function system.connected_workspaces(p_after uuid, p_limit integer)
returns table (workspace_id uuid, name text)
language sql stable security definer set search_path = '' as $$
  select w.id, w.name from public.workspaces w
  where (p_after is null or w.id > p_after)
    and exists (select from public.connections c where c.workspace_id = w.id and c.disconnected_at is null)
  order by w.id limit p_limit
$$;

-- Connections that only a person could renew, and nobody has since a moment.
create function system.dead_connections(p_before timestamptz, p_limit integer)
returns table (workspace_id uuid, connection_id uuid, user_id uuid, provider text, dead_since timestamptz)
language sql stable security definer set search_path = '' as $$
  select c.workspace_id, c.id, c.user_id, c.provider, c.status_since from public.connections c
  where c.disconnected_at is null and c.auth_status = 'needs_reauth' and c.status_since < p_before
  order by c.status_since limit p_limit
$$;

revoke execute on function system.connected_workspaces, system.dead_connections from public;
grant execute on function system.connected_workspaces, system.dead_connections to daykeeper_app;
reset role;
