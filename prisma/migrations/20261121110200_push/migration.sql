-- Push channels and what arrives through them. The table names are the customer's.

-- CreateTable
CREATE TABLE "calendar_webhooks" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "calendar_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "remote_channel_id" TEXT NOT NULL,
    "remote_resource_id" TEXT,
    "secret_hash" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'creating',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "last_notified_at" TIMESTAMPTZ(3),
    "last_message_number" BIGINT,
    "silent_since" TIMESTAMPTZ(3),
    "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
    "last_error" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_webhooks_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "calendar_webhook_logs" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "channel_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "delivery_key" TEXT,
    "state" TEXT NOT NULL DEFAULT 'received',
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),
    "duration_ms" INTEGER,
    "lag_ms" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,

    CONSTRAINT "calendar_webhook_logs_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE INDEX "calendar_webhooks_workspace_id_calendar_id_idx" ON "calendar_webhooks"("workspace_id", "calendar_id");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_webhooks_provider_remote_channel_id_key" ON "calendar_webhooks"("provider", "remote_channel_id");

-- CreateIndex
CREATE INDEX "calendar_webhook_logs_workspace_id_channel_id_received_at_idx" ON "calendar_webhook_logs"("workspace_id", "channel_id", "received_at" DESC);

-- CreateIndex
CREATE INDEX "calendar_webhook_logs_received_at_idx" ON "calendar_webhook_logs" USING BRIN ("received_at");

-- AddForeignKey
ALTER TABLE "calendar_webhooks" ADD CONSTRAINT "calendar_webhooks_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_webhook_logs" ADD CONSTRAINT "calendar_webhook_logs_workspace_id_channel_id_fkey" FOREIGN KEY ("workspace_id", "channel_id") REFERENCES "calendar_webhooks"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say

alter table calendar_webhooks
  add constraint calendar_webhooks_state_is_known check (state in ('creating', 'active', 'stopping', 'stopped', 'failed')),
  add constraint calendar_webhooks_secret_is_hashed check (octet_length(secret_hash) = 32);
alter table calendar_webhook_logs
  add constraint calendar_webhook_logs_state_is_known check (state in ('received', 'processed', 'superseded', 'failed'));

-- One active channel per calendar: its successor becomes active in the statement that sends it to `stopping`.
create unique index calendar_webhooks_active_key on calendar_webhooks (workspace_id, calendar_id) where state = 'active';
-- A notification delivered twice is stored once.
create unique index calendar_webhook_logs_delivery_key on calendar_webhook_logs (workspace_id, channel_id, delivery_key)
  where delivery_key is not null;

alter table calendar_webhooks set (fillfactor = 80);
alter table calendar_webhook_logs set (fillfactor = 85);
