-- What became of a meeting, and how many meetings each day of a calendar had when it was over. Additive: code that knows
-- nothing of it goes on.

-- AlterTable
ALTER TABLE "meetings" ADD COLUMN     "outcome_at" TIMESTAMPTZ(3),
ADD COLUMN     "outcome_note" TEXT;

-- CreateTable
CREATE TABLE "meeting_days" (
    "workspace_id" UUID NOT NULL,
    "calendar_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "meetings" SMALLINT NOT NULL,

    CONSTRAINT "meeting_days_pkey" PRIMARY KEY ("workspace_id","calendar_id","day")
);

-- AddForeignKey
ALTER TABLE "meeting_days" ADD CONSTRAINT "meeting_days_workspace_id_calendar_id_fkey" FOREIGN KEY ("workspace_id", "calendar_id") REFERENCES "calendars"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say

alter table meetings
  add constraint meetings_outcome_is_known check (outcome in ('held', 'no_show', 'cancelled', 'rescheduled')),
  add constraint meetings_outcome_note_fits check (octet_length(outcome_note) <= 4000);
alter table meeting_days add constraint meeting_days_meetings_fit check (meetings >= 0);

alter table meeting_days enable row level security;
alter table meeting_days force row level security;
create policy system on meeting_days to daykeeper_system using (current_user = 'daykeeper_system');
create policy tenant on meeting_days to daykeeper_app
  using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
grant select, insert, delete on meeting_days to daykeeper_app;
