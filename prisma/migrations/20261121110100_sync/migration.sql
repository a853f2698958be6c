-- The state of each calendar's sync, its history, and the mirror of its events.

-- CreateTable
CREATE TABLE "calendar_sync_states" (
    "workspace_id" UUID NOT NULL,
    "calendar_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "cursor_kind" TEXT,
    "cursor" TEXT,
    "read_id" UUID,
    "read_page" TEXT,
    "read_started_at" TIMESTAMPTZ(3),
    "covered_from" TIMESTAMPTZ(3),
    "covered_until" TIMESTAMPTZ(3),
    "next_sync_at" TIMESTAMPTZ(3),
    "priority" SMALLINT NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "lease_owner" UUID,
    "fence" BIGINT NOT NULL DEFAULT 0,
    "interval_seconds" INTEGER NOT NULL DEFAULT 900,
    "interval_reason" TEXT,
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),
    "last_change_at" TIMESTAMPTZ(3),
    "last_notified_at" TIMESTAMPTZ(3),
    "last_full_read_at" TIMESTAMPTZ(3),
    "next_full_read_at" TIMESTAMPTZ(3),
    "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
    "last_error" JSONB,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "held_at" TIMESTAMPTZ(3),
    "held_detail" JSONB,
    "events_synced" INTEGER NOT NULL DEFAULT 0,
    "last_duration_ms" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "status_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status_cause" TEXT,

    CONSTRAINT "calendar_sync_states_pkey" PRIMARY KEY ("workspace_id","calendar_id")
);

-- CreateTable
CREATE TABLE "sync_read_items" (
    "workspace_id" UUID NOT NULL,
    "calendar_id" UUID NOT NULL,
    "read_id" UUID NOT NULL,
    "remote_id" TEXT NOT NULL,
    "remote_version" TEXT,

    CONSTRAINT "sync_read_items_pkey" PRIMARY KEY ("workspace_id","calendar_id","read_id","remote_id")
);

-- CreateTable
CREATE TABLE "sync_runs" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "calendar_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT 'running',
    "fence" BIGINT NOT NULL,
    "worker_id" UUID,
    "request_id" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "duration_ms" INTEGER,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "drift_missing" INTEGER NOT NULL DEFAULT 0,
    "drift_extra" INTEGER NOT NULL DEFAULT 0,
    "drift_stale" INTEGER NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "retries" INTEGER NOT NULL DEFAULT 0,
    "bytes_received" BIGINT NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_category" TEXT,

    CONSTRAINT "sync_runs_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "events" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "calendar_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "remote_id" TEXT NOT NULL,
    "remote_version" TEXT,
    "remote_updated_at" TIMESTAMPTZ(3),
    "sequence" INTEGER,
    "ical_uid" TEXT,
    "series_remote_id" TEXT,
    "recurrence_id" TEXT,
    "fingerprint" BYTEA NOT NULL,
    "is_all_day" BOOLEAN NOT NULL DEFAULT false,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "start_date" DATE,
    "end_date" DATE,
    "start_zone" TEXT,
    "end_zone" TEXT,
    "zone_doubt" TEXT,
    "status" TEXT NOT NULL DEFAULT 'confirmed',
    "show_as" TEXT NOT NULL DEFAULT 'busy',
    "kind" TEXT NOT NULL DEFAULT 'default',
    "response" TEXT NOT NULL DEFAULT 'none',
    "visibility" TEXT NOT NULL DEFAULT 'default',
    "title" TEXT,
    "location" TEXT,
    "organizer_email" TEXT,
    "is_external_organizer" BOOLEAN NOT NULL DEFAULT false,
    "attendees" JSONB NOT NULL DEFAULT '[]',
    "attendee_count" INTEGER NOT NULL DEFAULT 0,
    "is_meeting" BOOLEAN NOT NULL DEFAULT false,
    "meeting_reason" TEXT,
    "join_url" TEXT,
    "join_service" TEXT,
    "write_id" UUID,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "removed_events" (
    "workspace_id" UUID NOT NULL,
    "calendar_id" UUID NOT NULL,
    "remote_id" TEXT NOT NULL,
    "remote_version" TEXT,
    "ical_uid" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "cause" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "removed_events_pkey" PRIMARY KEY ("workspace_id","calendar_id","remote_id")
);

-- CreateTable
CREATE TABLE "quarantined_events" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "calendar_id" UUID NOT NULL,
    "remote_id" TEXT NOT NULL,
    "remote_version" TEXT,
    "reason_code" TEXT NOT NULL,
    "field" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "quarantined_events_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "event_writes" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "calendar_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "if_version" TEXT,
    "patch" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "requested_by" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "result_version" TEXT,
    "error_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_writes_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "conflicts" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "calendar_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "write_id" UUID,
    "remote_id" TEXT NOT NULL,
    "fields" TEXT[],
    "base" JSONB NOT NULL,
    "ours" JSONB NOT NULL,
    "theirs" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" UUID,
    "resolution" JSONB,

    CONSTRAINT "conflicts_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "meetings" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "ical_uid" TEXT NOT NULL,
    "recurrence_id" TEXT NOT NULL DEFAULT '',
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'scheduled',
    "outcome" TEXT,
    "outcome_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "meetings_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE INDEX "sync_runs_workspace_id_calendar_id_started_at_idx" ON "sync_runs"("workspace_id", "calendar_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "sync_runs_started_at_idx" ON "sync_runs" USING BRIN ("started_at");

-- CreateIndex
CREATE INDEX "events_workspace_id_calendar_id_starts_at_idx" ON "events"("workspace_id", "calendar_id", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "events_workspace_id_calendar_id_remote_id_key" ON "events"("workspace_id", "calendar_id", "remote_id");

-- CreateIndex
CREATE INDEX "removed_events_removed_at_idx" ON "removed_events" USING BRIN ("removed_at");

-- CreateIndex
CREATE UNIQUE INDEX "quarantined_events_workspace_id_calendar_id_remote_id_key" ON "quarantined_events"("workspace_id", "calendar_id", "remote_id");

-- CreateIndex
CREATE INDEX "event_writes_workspace_id_calendar_id_created_at_idx" ON "event_writes"("workspace_id", "calendar_id", "created_at");

-- CreateIndex
CREATE INDEX "conflicts_workspace_id_calendar_id_created_at_idx" ON "conflicts"("workspace_id", "calendar_id", "created_at");

-- CreateIndex
CREATE INDEX "meetings_workspace_id_starts_at_idx" ON "meetings"("workspace_id", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "meetings_workspace_id_ical_uid_recurrence_id_key" ON "meetings"("workspace_id", "ical_uid", "recurrence_id");

-- AddForeignKey
ALTER TABLE "calendar_sync_states" ADD CONSTRAINT "calendar_sync_states_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_read_items" ADD CONSTRAINT "sync_read_items_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "removed_events" ADD CONSTRAINT "removed_events_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quarantined_events" ADD CONSTRAINT "quarantined_events_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_writes" ADD CONSTRAINT "event_writes_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say

alter table calendar_sync_states
  add constraint calendar_sync_states_cursor_has_kind check (cursor is null or cursor_kind is not null),
  add constraint calendar_sync_states_cover_is_whole check
    ((covered_from is null) = (covered_until is null) and (covered_from is null or covered_from < covered_until)),
  add constraint calendar_sync_states_priority_is_known check (priority between 0 and 2),
  add constraint calendar_sync_states_status_is_known check (status in
    ('healthy', 'catching_up', 'late', 'provider_outage', 'needs_reconnecting', 'disabled', 'paused', 'unknown'));
alter table sync_read_items add constraint sync_read_items_remote_id_fits check (octet_length(remote_id) <= 1024);
alter table sync_runs add constraint sync_runs_outcome_is_known check (outcome in ('running', 'succeeded', 'failed', 'aborted', 'lost'));
alter table events
  add constraint events_ids_fit check (octet_length(remote_id) <= 1024 and octet_length(ical_uid) <= 1024 and octet_length(recurrence_id) <= 64),
  add constraint events_end_after_they_start check (starts_at <= ends_at),
  add constraint events_all_day_have_dates check (is_all_day = (start_date is not null and end_date is not null and start_date < end_date)),
  add constraint events_status_is_known check (status in ('confirmed', 'tentative', 'cancelled')),
  add constraint events_show_as_is_known check (show_as in ('busy', 'free', 'tentative', 'out_of_office', 'working_elsewhere')),
  add constraint events_response_is_known check (response in ('organizer', 'accepted', 'declined', 'tentative', 'needs_action', 'none'));
alter table removed_events
  add constraint removed_events_ids_fit check (octet_length(remote_id) <= 1024 and octet_length(ical_uid) <= 1024),
  add constraint removed_events_cause_is_known check (cause in ('deleted', 'cancelled', 'left_window', 'reconciled'));
alter table quarantined_events add constraint quarantined_events_remote_id_fits check (octet_length(remote_id) <= 1024);
alter table event_writes
  add constraint event_writes_operation_is_known check (operation in ('create', 'change', 'cancel')),
  add constraint event_writes_state_is_known check (state in ('pending', 'sending', 'unknown', 'done', 'conflict', 'failed')),
  add constraint event_writes_remote_id_fits check (octet_length(remote_id) <= 1024);
alter table meetings
  add constraint meetings_ids_fit check (octet_length(ical_uid) <= 1024 and octet_length(recurrence_id) <= 64),
  add constraint meetings_state_is_known check (state in ('scheduled', 'cancelled'));

-- What is due, in the order it is served, and the same per workspace for the fair share. The lease is in neither: see
-- docs/decisions/011.
create index calendar_sync_states_due_idx on calendar_sync_states (priority, next_sync_at) where next_sync_at is not null;
create index calendar_sync_states_tenant_due_idx on calendar_sync_states (workspace_id, next_sync_at) where next_sync_at is not null;
-- The copies of a meeting in several calendars.
create index events_meeting_copies_idx on events (workspace_id, ical_uid, recurrence_id) where is_meeting;
create index quarantined_events_open_idx on quarantined_events (workspace_id, calendar_id) where resolved_at is null;
create index event_writes_open_idx on event_writes (workspace_id, calendar_id) where state in ('pending', 'sending', 'unknown');
create index conflicts_open_idx on conflicts (workspace_id, user_id) where resolved_at is null;
create index sync_runs_running_idx on sync_runs (workspace_id, calendar_id) where outcome = 'running';

alter table calendar_sync_states set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
