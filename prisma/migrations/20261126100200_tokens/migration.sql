-- What a refresh remembers between two tries, and the look-ups of the sweep and of key rotation.

-- AlterTable
ALTER TABLE "credentials" ADD COLUMN     "claims" TEXT,
ADD COLUMN     "granted_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_failure" JSONB,
ADD COLUMN     "lost_since" TIMESTAMPTZ(3),
ADD COLUMN     "retry_at" TIMESTAMPTZ(3),
ADD COLUMN     "times_lost" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "credentials_access_expires_at_idx" ON "credentials"("access_expires_at");

-- Who is due, never what the secrets are.
grant select (workspace_id, connection_id, kind, key_id, access_expires_at) on credentials to daykeeper_system;
grant select (workspace_id, id, key_id) on notification_endpoints to daykeeper_system;

set role daykeeper_system;

-- Grants of live connections whose access token ends before a moment, the next to end first.
create function system.expiring_tokens(p_before timestamptz, p_limit integer)
returns table (workspace_id uuid, connection_id uuid)
language sql stable security definer set search_path = '' as $$
  select k.workspace_id, k.connection_id
  from public.credentials k
  join public.connections c on c.workspace_id = k.workspace_id and c.id = k.connection_id
  where k.kind = 'oauth' and k.access_expires_at <= p_before and c.disconnected_at is null and c.auth_status = 'active'
  order by k.access_expires_at limit p_limit
$$;

-- Rows sealed under another key than p_key_id, after a place in their order, so that a rotation goes through once.
create function system.sealed_under_other_keys(p_key_id text, p_after uuid, p_limit integer)
returns table (table_name text, workspace_id uuid, row_id uuid, key_id text)
language sql stable security definer set search_path = '' as $$
  select sealed.table_name, sealed.workspace_id, sealed.row_id, sealed.key_id from (
    select 'credentials' as table_name, k.workspace_id, k.connection_id as row_id, k.key_id from public.credentials k
    union all
    select 'connect_attempts', a.workspace_id, a.id, a.key_id from public.connect_attempts a
    union all
    select 'notification_endpoints', e.workspace_id, e.id, e.key_id from public.notification_endpoints e
  ) sealed
  where sealed.key_id <> p_key_id and (p_after is null or sealed.row_id > p_after)
  order by sealed.row_id limit p_limit
$$;

revoke execute on function system.expiring_tokens, system.sealed_under_other_keys from public;
grant execute on function system.expiring_tokens, system.sealed_under_other_keys to daykeeper_app;
reset role;
