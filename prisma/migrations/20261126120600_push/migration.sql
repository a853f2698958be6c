-- What people do with push: one account's channels can be stopped until somebody wants them again, and a channel that
-- looks well can be opened anew. Additive: code that knows nothing of the new columns goes on.

alter table connections add column push_stopped_at timestamptz(3);
-- Somebody asked for a new one in its place.
alter table calendar_webhooks add column renew_asked_at timestamptz(3);

set role daykeeper_system;

-- As before, without the accounts whose person wants no channels.
create or replace function system.unwatched_connections(p_providers text[], p_now timestamptz, p_limit integer)
returns table (workspace_id uuid, connection_id uuid)
language sql stable security definer set search_path = '' as $$
  select c.workspace_id, c.id from public.connections c
  where c.provider = any (p_providers) and c.disconnected_at is null and c.auth_status = 'active' and c.paused_at is null
    and c.push_stopped_at is null
    and not exists (select from public.due_work w where w.workspace_id = c.workspace_id
      and w.kind = 'connection.watch' and w.key = 'connection.watch:' || c.id)
  order by c.connected_at limit p_limit
$$;

reset role;
