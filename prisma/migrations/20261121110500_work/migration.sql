-- Due work, breakers, budgets and the instance's own workspace.

-- CreateTable
CREATE TABLE "due_work" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "priority" SMALLINT NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "lease_owner" UUID,
    "fence" BIGINT NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dead_at" TIMESTAMPTZ(3),

    CONSTRAINT "due_work_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "breakers" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "connection_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'closed',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "open_until" TIMESTAMPTZ(3),
    "probe_until" TIMESTAMPTZ(3),
    "last_error_code" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "breakers_pkey" PRIMARY KEY ("workspace_id","key")
);

-- CreateTable
CREATE TABLE "call_counts" (
    "workspace_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "endpoint_class" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "rate_limited" INTEGER NOT NULL DEFAULT 0,
    "bytes_received" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "call_counts_pkey" PRIMARY KEY ("workspace_id","provider","endpoint_class","hour")
);

-- CreateTable
CREATE TABLE "rate_budgets" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "per_minute" INTEGER,
    "per_day" INTEGER,
    "concurrency" INTEGER,
    "paused_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rate_budgets_pkey" PRIMARY KEY ("workspace_id","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "due_work_workspace_id_kind_key_key" ON "due_work"("workspace_id", "kind", "key");

-- CreateIndex
CREATE INDEX "call_counts_provider_hour_idx" ON "call_counts"("provider", "hour");

-- AddForeignKey
ALTER TABLE "due_work" ADD CONSTRAINT "due_work_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "breakers" ADD CONSTRAINT "breakers_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_counts" ADD CONSTRAINT "call_counts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rate_budgets" ADD CONSTRAINT "rate_budgets_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say

alter table due_work add constraint due_work_key_fits check (octet_length(kind) + octet_length(key) <= 1024);
alter table breakers add constraint breakers_state_is_known check (state in ('closed', 'open', 'half_open'));

create index due_work_due_idx on due_work (priority, due_at) where dead_at is null;
create index due_work_tenant_due_idx on due_work (workspace_id, due_at) where dead_at is null;
create index due_work_dead_idx on due_work (workspace_id, dead_at) where dead_at is not null;

alter table due_work set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
alter table breakers set (fillfactor = 50);
alter table call_counts set (fillfactor = 70);

-- The instance itself is a workspace without members: provider breakers, project budgets, alerts of the operator.
alter table memberships add constraint memberships_not_in_the_instance
  check (workspace_id <> '00000000-0000-0000-0000-000000000000');
set role daykeeper_system;
insert into workspaces (id, name, slug) values ('00000000-0000-0000-0000-000000000000', 'Instance', 'instance');
reset role;
