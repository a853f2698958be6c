-- What can be booked, what is, and the proof that nobody is booked twice.

-- CreateTable
CREATE TABLE "booking_configurations" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "mode" TEXT NOT NULL DEFAULT 'single',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "time_zone" TEXT NOT NULL,
    "duration_minutes" INTEGER NOT NULL,
    "slot_step_minutes" INTEGER NOT NULL,
    "buffer_before_minutes" INTEGER NOT NULL DEFAULT 0,
    "buffer_after_minutes" INTEGER NOT NULL DEFAULT 0,
    "minimum_notice_minutes" INTEGER NOT NULL DEFAULT 0,
    "horizon_days" INTEGER NOT NULL DEFAULT 60,
    "daily_cap" INTEGER,
    "weekly_cap" INTEGER,
    "weekly_hours" JSONB NOT NULL,
    "date_exceptions" JSONB NOT NULL DEFAULT '[]',
    "busy_policy" JSONB NOT NULL DEFAULT '{}',
    "location" JSONB NOT NULL DEFAULT '{}',
    "confirmation" TEXT NOT NULL DEFAULT 'automatic',
    "allowed_origins" TEXT[],
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "booking_configurations_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "booking_hosts" (
    "workspace_id" UUID NOT NULL,
    "configuration_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "main_calendar_id" UUID,
    "priority" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "booking_hosts_pkey" PRIMARY KEY ("workspace_id","configuration_id","user_id")
);

-- CreateTable
CREATE TABLE "booking_calendars" (
    "workspace_id" UUID NOT NULL,
    "configuration_id" UUID NOT NULL,
    "calendar_id" UUID NOT NULL,
    "is_optional" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "booking_calendars_pkey" PRIMARY KEY ("workspace_id","configuration_id","calendar_id")
);

-- CreateTable
CREATE TABLE "bookings" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "configuration_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'held',
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "hold_expires_at" TIMESTAMPTZ(3),
    "visitor_name" TEXT NOT NULL,
    "visitor_email" TEXT NOT NULL,
    "visitor_zone" TEXT NOT NULL,
    "visitor_locale" TEXT NOT NULL DEFAULT 'en',
    "answers" JSONB NOT NULL DEFAULT '{}',
    "manage_token_hash" BYTEA NOT NULL,
    "write_id" UUID,
    "rescheduled_from" UUID,
    "attention" TEXT,
    "no_show_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bookings_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "booked_times" (
    "workspace_id" UUID NOT NULL,
    "booking_id" UUID NOT NULL,
    "host_user_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "booked_times_pkey" PRIMARY KEY ("workspace_id","booking_id","host_user_id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "workspace_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" INTEGER,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("workspace_id","scope","key_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "booking_configurations_slug_key" ON "booking_configurations"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "bookings_manage_token_hash_key" ON "bookings"("manage_token_hash");

-- CreateIndex
CREATE INDEX "bookings_workspace_id_starts_at_idx" ON "bookings"("workspace_id", "starts_at");

-- CreateIndex
CREATE INDEX "bookings_workspace_id_visitor_email_created_at_idx" ON "bookings"("workspace_id", "visitor_email", "created_at");

-- CreateIndex
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys"("expires_at");

-- AddForeignKey
ALTER TABLE "booking_configurations" ADD CONSTRAINT "booking_configurations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_hosts" ADD CONSTRAINT "booking_hosts_workspace_id_configuration_id_fkey" FOREIGN KEY ("workspace_id", "configuration_id") REFERENCES "booking_configurations"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_hosts" ADD CONSTRAINT "booking_hosts_workspace_id_user_id_fkey" FOREIGN KEY ("workspace_id", "user_id") REFERENCES "memberships"("workspace_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_calendars" ADD CONSTRAINT "booking_calendars_workspace_id_configuration_id_fkey" FOREIGN KEY ("workspace_id", "configuration_id") REFERENCES "booking_configurations"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_calendars" ADD CONSTRAINT "booking_calendars_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_workspace_id_configuration_id_fkey" FOREIGN KEY ("workspace_id", "configuration_id") REFERENCES "booking_configurations"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booked_times" ADD CONSTRAINT "booked_times_workspace_id_booking_id_fkey" FOREIGN KEY ("workspace_id", "booking_id") REFERENCES "bookings"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booked_times" ADD CONSTRAINT "booked_times_workspace_id_host_user_id_fkey" FOREIGN KEY ("workspace_id", "host_user_id") REFERENCES "memberships"("workspace_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say

alter table booking_configurations
  add constraint booking_configurations_slug_is_plain check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  add constraint booking_configurations_mode_is_known check (mode in ('single', 'collective', 'round_robin')),
  add constraint booking_configurations_confirmation_is_known check (confirmation in ('automatic', 'by_host')),
  add constraint booking_configurations_figures_are_sane check (
    duration_minutes between 1 and 1440 and slot_step_minutes between 1 and 1440 and buffer_before_minutes >= 0
    and buffer_after_minutes >= 0 and minimum_notice_minutes >= 0 and horizon_days between 1 and 730
    and coalesce(daily_cap, 1) > 0 and coalesce(weekly_cap, 1) > 0);
alter table bookings
  add constraint bookings_state_is_known check (state in
    ('held', 'requested', 'confirmed', 'cancelled', 'declined', 'expired', 'failed')),
  add constraint bookings_end_after_they_start check (starts_at < ends_at),
  add constraint bookings_token_is_hashed check (octet_length(manage_token_hash) = 32);
alter table idempotency_keys
  add constraint idempotency_keys_are_hashed check (octet_length(key_hash) = 32 and octet_length(request_hash) = 32);

-- GiST has no equality of uuids without the extension btree_gist, but it has the overlap of any range: a host is a
-- range of one uuid. No extension, exact, and the bounds of tstzrange let one booking end where the next one starts.
create type uuid_range as range (subtype = uuid);

alter table booked_times
  add constraint booked_times_end_after_they_start check (starts_at < ends_at),
  add constraint booked_times_do_not_overlap exclude using gist (
    uuid_range(host_user_id, host_user_id, '[]') with &&, tstzrange(starts_at, ends_at) with &&);
