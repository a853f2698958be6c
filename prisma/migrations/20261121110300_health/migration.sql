-- Health, alerts and who hears of them.

-- CreateTable
CREATE TABLE "health_transitions" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "user_id" UUID,
    "from_status" TEXT NOT NULL,
    "to_status" TEXT NOT NULL,
    "cause" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "health_transitions_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "calendar_monitoring_results" (
    "workspace_id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "user_id" UUID,
    "bucket" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "score" SMALLINT,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "metrics" JSONB NOT NULL DEFAULT '{}',
    "status_times" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "calendar_monitoring_results_pkey" PRIMARY KEY ("workspace_id","subject_kind","subject_id","bucket","starts_at")
);

-- CreateTable
CREATE TABLE "calendar_alerts" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "rule_id" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "user_id" UUID,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "occurrences" INTEGER NOT NULL DEFAULT 1,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" UUID,
    "snoozed_until" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" UUID,

    CONSTRAINT "calendar_alerts_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "notification_preferences" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "minimum_severity" TEXT NOT NULL DEFAULT 'low',
    "quiet_from" SMALLINT,
    "quiet_until" SMALLINT,
    "quiet_zone" TEXT,
    "digest" TEXT NOT NULL DEFAULT 'off',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_preferences_pkey" PRIMARY KEY ("workspace_id","user_id","channel")
);

-- CreateTable
CREATE TABLE "notification_endpoints" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID,
    "channel" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "address" BYTEA NOT NULL,
    "secret" BYTEA,
    "next_secret" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verified_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "last_error" JSONB,

    CONSTRAINT "notification_endpoints_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "notification_deliveries" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "dedupe_key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" UUID,
    "endpoint_id" UUID,
    "alert_id" UUID,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_deliveries_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "workspace_settings" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" UUID,

    CONSTRAINT "workspace_settings_pkey" PRIMARY KEY ("workspace_id","key")
);

-- CreateIndex
CREATE INDEX "health_transitions_workspace_id_subject_kind_subject_id_at_idx" ON "health_transitions"("workspace_id", "subject_kind", "subject_id", "at" DESC);

-- CreateIndex
CREATE INDEX "health_transitions_workspace_id_at_idx" ON "health_transitions"("workspace_id", "at" DESC);

-- CreateIndex
CREATE INDEX "calendar_monitoring_results_starts_at_idx" ON "calendar_monitoring_results" USING BRIN ("starts_at");

-- CreateIndex
CREATE INDEX "calendar_alerts_workspace_id_user_id_opened_at_idx" ON "calendar_alerts"("workspace_id", "user_id", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "notification_endpoints_key_id_idx" ON "notification_endpoints"("key_id");

-- CreateIndex
CREATE INDEX "notification_deliveries_workspace_id_created_at_idx" ON "notification_deliveries"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notification_deliveries_workspace_id_dedupe_key_key" ON "notification_deliveries"("workspace_id", "dedupe_key");

-- AddForeignKey
ALTER TABLE "health_transitions" ADD CONSTRAINT "health_transitions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_monitoring_results" ADD CONSTRAINT "calendar_monitoring_results_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_alerts" ADD CONSTRAINT "calendar_alerts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_workspace_id_user_id_fkey" FOREIGN KEY ("workspace_id", "user_id") REFERENCES "memberships"("workspace_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_endpoints" ADD CONSTRAINT "notification_endpoints_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_deliveries" ADD CONSTRAINT "notification_deliveries_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_deliveries" ADD CONSTRAINT "notification_deliveries_workspace_id_endpoint_id_fkey" FOREIGN KEY ("workspace_id", "endpoint_id") REFERENCES "notification_endpoints"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workspace_settings" ADD CONSTRAINT "workspace_settings_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say

alter table calendar_monitoring_results
  add constraint calendar_monitoring_results_bucket_is_known check (bucket in ('hour', 'day')),
  add constraint calendar_monitoring_results_score_is_a_share check (score between 0 and 100);
alter table calendar_alerts
  add constraint calendar_alerts_severity_is_known check (severity in ('critical', 'high', 'medium', 'low'));
alter table notification_preferences
  add constraint notification_preferences_severity_is_known check (minimum_severity in ('critical', 'high', 'medium', 'low')),
  add constraint notification_preferences_digest_is_known check (digest in ('off', 'daily', 'weekly')),
  add constraint notification_preferences_quiet_hours_are_minutes check (quiet_from between 0 and 1439 and quiet_until between 0 and 1439);
alter table notification_deliveries
  add constraint notification_deliveries_state_is_known check (state in ('pending', 'sent', 'suppressed', 'failed'));

-- One open alert per cause.
create unique index calendar_alerts_open_key on calendar_alerts (workspace_id, dedupe_key) where resolved_at is null;
-- The number on the bell.
create index notification_deliveries_unread_idx on notification_deliveries (workspace_id, user_id)
  where channel = 'in_app' and read_at is null;
