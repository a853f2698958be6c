-- A webhook's secret that is being changed, and addresses that are tried once a day. Additive: code that knows nothing of
-- it goes on.

-- AlterTable
ALTER TABLE "notification_endpoints" ADD COLUMN     "rotated_at" TIMESTAMPTZ(3),
ADD COLUMN     "tested_at" TIMESTAMPTZ(3);

-- What Prisma cannot say

create index notification_deliveries_endpoint_idx on notification_deliveries (workspace_id, endpoint_id, created_at desc)
  where endpoint_id is not null;
grant select on notification_endpoints to daykeeper_system;

set role daykeeper_system;

-- Addresses that nothing was sent to and that were not tried for a day, over all workspaces.
create function system.endpoints_to_test(p_before timestamptz, p_limit integer)
returns table (workspace_id uuid, endpoint_id uuid)
language sql stable security definer set search_path = '' as $$
  select e.workspace_id, e.id from public.notification_endpoints e
  where e.disabled_at is null and greatest(e.created_at, e.verified_at, e.tested_at) < p_before
  order by greatest(e.created_at, e.verified_at, e.tested_at) limit p_limit
$$;

-- How the ways out fare that somebody oversees, by kind: no address, no name.
create function system.overseen_ways(p_viewer uuid, p_workspace uuid)
returns table (channel text, addresses integer, failing integer, disabled integer, worked_at timestamptz, tested_at timestamptz)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select e.channel, count(*)::int, count(*) filter (where e.failing_since is not null and e.disabled_at is null)::int,
    count(*) filter (where e.disabled_at is not null)::int, max(e.verified_at), max(e.tested_at)
  from public.notification_endpoints e
  where p_workspace is null or e.workspace_id = p_workspace
  group by e.channel order by e.channel;
end
$$;

revoke execute on function system.endpoints_to_test, system.overseen_ways from public;
grant execute on function system.endpoints_to_test, system.overseen_ways to daykeeper_app;
reset role;
