-- Connections, their sealed credentials, and the calendars found there.

-- AlterTable
ALTER TABLE "memberships" ADD COLUMN     "working_hours" JSONB;

-- CreateTable
CREATE TABLE "connections" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "remote_account_id" TEXT NOT NULL,
    "account_email" TEXT,
    "granted_scopes" TEXT[],
    "auth_status" TEXT NOT NULL DEFAULT 'active',
    "last_error" JSONB,
    "calendar_list_cursor" TEXT,
    "calendars_listed_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "status_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status_cause" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "connected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disconnected_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "credentials" (
    "workspace_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "access_token" BYTEA,
    "refresh_token" BYTEA,
    "access_expires_at" TIMESTAMPTZ(3),
    "refresh_expires_at" TIMESTAMPTZ(3),
    "refreshed_at" TIMESTAMPTZ(3),
    "refresh_failures" INTEGER NOT NULL DEFAULT 0,
    "generation" BIGINT NOT NULL DEFAULT 1,
    "lease_until" TIMESTAMPTZ(3),
    "lease_owner" UUID,
    "fence" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credentials_pkey" PRIMARY KEY ("workspace_id","connection_id")
);

-- CreateTable
CREATE TABLE "connect_attempts" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "connection_id" UUID,
    "state_hash" BYTEA NOT NULL,
    "nonce_hash" BYTEA,
    "key_id" TEXT NOT NULL,
    "code_verifier" BYTEA NOT NULL,
    "scopes" TEXT[],
    "return_to" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "connect_attempts_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "calendars" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "connection_id" UUID NOT NULL,
    "remote_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT,
    "color" TEXT,
    "access_role" TEXT,
    "is_primary" BOOLEAN NOT NULL DEFAULT false,
    "is_selected" BOOLEAN NOT NULL DEFAULT false,
    "sync_direction" TEXT NOT NULL DEFAULT 'read',
    "window_past_days" INTEGER NOT NULL DEFAULT 30,
    "window_future_days" INTEGER NOT NULL DEFAULT 180,
    "meetings_only" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "calendars_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE INDEX "connections_workspace_id_user_id_idx" ON "connections"("workspace_id", "user_id");

-- CreateIndex
CREATE INDEX "connections_user_id_idx" ON "connections"("user_id");

-- CreateIndex
CREATE INDEX "credentials_key_id_idx" ON "credentials"("key_id");

-- CreateIndex
CREATE UNIQUE INDEX "connect_attempts_state_hash_key" ON "connect_attempts"("state_hash");

-- CreateIndex
CREATE INDEX "connect_attempts_expires_at_idx" ON "connect_attempts"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "calendars_workspace_id_connection_id_remote_id_key" ON "calendars"("workspace_id", "connection_id", "remote_id");

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_workspace_id_connection_id_fkey" FOREIGN KEY ("workspace_id", "connection_id") REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connect_attempts" ADD CONSTRAINT "connect_attempts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_workspace_id_connection_id_fkey" FOREIGN KEY ("workspace_id", "connection_id") REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say

alter table connections
  add constraint connections_auth_status_is_known check (auth_status in ('active', 'needs_reauth')),
  add constraint connections_status_is_known check (status in
    ('healthy', 'catching_up', 'late', 'provider_outage', 'needs_reconnecting', 'disabled', 'paused', 'unknown'));
alter table credentials
  add constraint credentials_kind_is_known check (kind in ('oauth', 'password'));
alter table connect_attempts
  add constraint connect_attempts_are_hashed check (octet_length(state_hash) = 32 and coalesce(octet_length(nonce_hash), 32) = 32);
-- Ids of providers are indexed; an entry of an index may not exceed 2,704 bytes.
alter table calendars
  add constraint calendars_remote_id_fits check (octet_length(remote_id) <= 1024),
  add constraint calendars_sync_direction_is_known check (sync_direction in ('read', 'two_way')),
  add constraint calendars_window_is_sane check (window_past_days between 0 and 3660 and window_future_days between 1 and 3660);

-- An account is connected once per workspace; a connection that is over does not stand in the way of a new one.
create unique index connections_live_account_key on connections (workspace_id, provider, remote_account_id)
  where disconnected_at is null;

alter table connections set (fillfactor = 85);
alter table credentials set (fillfactor = 80);
