-- What a person did not allow, and whether an account is connected by anybody else.

-- AlterTable
ALTER TABLE "connections" ADD COLUMN     "missing_features" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- What Prisma cannot say

-- Whether the same account is connected by somebody else, in whatever workspace: ending the grant at the provider would
-- end theirs too. A yes or a no, nothing of the other connection.
set role daykeeper_system;

create function system.account_is_connected_elsewhere(
  p_provider text, p_remote_account_id text, p_workspace_id uuid, p_connection_id uuid)
returns boolean language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.connections c
    where c.provider = p_provider and c.remote_account_id = p_remote_account_id and c.disconnected_at is null
      and not (c.workspace_id = p_workspace_id and c.id = p_connection_id))
$$;

revoke execute on function system.account_is_connected_elsewhere from public;
grant execute on function system.account_is_connected_elsewhere to daykeeper_app;
reset role;

create index connections_account_idx on connections (provider, remote_account_id) where disconnected_at is null;
