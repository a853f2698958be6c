-- Due work: claims in half the time and by range of priority, a request during a run that is not lost, crashes counted, a
-- wake-up for what somebody waits for, and what was done, counted. The claim of before stays for the code of before.

-- AlterTable
ALTER TABLE "due_work" ADD COLUMN     "again_at" TIMESTAMPTZ(3),
ADD COLUMN     "crashes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "work_counts" (
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "total" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "work_counts_pkey" PRIMARY KEY ("kind","outcome")
);

-- What Prisma cannot say

alter table work_counts set (fillfactor = 50);
alter table work_counts enable row level security;
alter table work_counts force row level security;
create policy system on work_counts to daykeeper_system using (current_user = 'daykeeper_system');
grant select, insert, update on work_counts to daykeeper_system;
grant delete on due_work to daykeeper_system;

set role daykeeper_system;

-- -------------------------------------------------------------------------------------------------- Claiming

-- Leases up to p_limit calendars whose sync is due and whose priority lies between p_least and p_most. Priority first;
-- within it workspaces take turns, so that one with ten thousand due calendars waits for its own, not the others for it.
-- Candidates are the oldest due rows; when they fill up (a backlog) the oldest of up to p_limit / 2 further workspaces (50 at most) is
-- added, from a random one on and around, so that every workspace is met. A row whose lease ran out is due like any
-- other; that its holder never gave it back counts as a crash (in a row: a clean end starts afresh). Costs what is due,
-- not what exists. One generic plan is kept between calls: planning it anew costs more than running it. Without bitmaps:
-- the first row in the order of an index is wanted, and the planner likes to fetch all rows of a workspace and sort them.
create function system.claim_due_syncs(
  p_owner uuid, p_limit integer, p_now timestamptz, p_lease_until timestamptz, p_least smallint, p_most smallint)
returns table (
  workspace_id uuid, calendar_id uuid, provider text, fence bigint, priority smallint, was_due_at timestamptz, crashes integer)
language plpgsql security definer set search_path = ''
  set plan_cache_mode = force_generic_plan set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
  v_from constant uuid := gen_random_uuid();
begin
  return query
  with recursive oldest as materialized (
    select row.* from unnest(array[2, 1, 0]::smallint[]) as level (priority)
    cross join lateral (
      select s.workspace_id, s.calendar_id, s.priority, s.next_sync_at from public.calendar_sync_states s
      where s.priority = level.priority and s.next_sync_at <= p_now
        and (s.lease_until is null or s.lease_until <= p_now)
      order by s.next_sync_at limit p_limit * 2
    ) row
    where level.priority between p_least and p_most
    limit p_limit * 2
  ), hop (workspace_id, n) as (
    (select s.workspace_id, 1 from public.calendar_sync_states s
     where s.next_sync_at is not null and s.workspace_id >= v_from and (select count(*) from oldest) >= p_limit * 2
     order by s.workspace_id limit 1)
    union all
    select (select s.workspace_id from public.calendar_sync_states s
            where s.next_sync_at is not null and s.workspace_id > hop.workspace_id order by s.workspace_id limit 1), n + 1
    from hop where hop.workspace_id is not null and n < least(p_limit / 2, 50) + 1
  ), around (workspace_id, n) as (
    (select s.workspace_id, (select count(*) from hop)::integer from public.calendar_sync_states s
     where s.next_sync_at is not null and (select count(*) from oldest) >= p_limit * 2 and (select count(*) from hop) <= least(p_limit / 2, 50)
     order by s.workspace_id limit 1)
    union all
    select (select s.workspace_id from public.calendar_sync_states s
            where s.next_sync_at is not null and s.workspace_id > around.workspace_id order by s.workspace_id limit 1), n + 1
    from around where around.workspace_id < v_from and n < least(p_limit / 2, 50) + 1
  ), share as (
    select share.* from (
      select h.workspace_id from hop h where h.workspace_id is not null
      union
      select r.workspace_id from around r where r.workspace_id is not null
    ) tenant
    cross join lateral (
      select s.workspace_id, s.calendar_id, s.priority, s.next_sync_at from public.calendar_sync_states s
      where s.workspace_id = tenant.workspace_id and s.next_sync_at <= p_now
        and (s.lease_until is null or s.lease_until <= p_now)
        and s.priority + 0 between p_least and p_most -- "+ 0" keeps the planner from joining two indexes: 100 times slower
      order by s.next_sync_at limit 1
    ) share
  ), turns as (
    select c.*, row_number() over (partition by c.workspace_id, c.priority order by c.next_sync_at) as turn
    from (select * from oldest union select * from share) c
  ), picked as (
    -- One after the other, until enough are locked: another claimer may hold or have finished the first of them.
    select s.ctid as place, s.next_sync_at as was_due_at
    from (select * from turns order by priority desc, turn, next_sync_at limit p_limit * 3) t
    join public.calendar_sync_states s on s.workspace_id = t.workspace_id and s.calendar_id = t.calendar_id
    where s.next_sync_at <= p_now and (s.lease_until is null or s.lease_until <= p_now)
    order by t.priority desc, t.turn, t.next_sync_at
    limit p_limit
    for update of s skip locked
  )
  update public.calendar_sync_states s
  set lease_until = p_lease_until, lease_owner = p_owner, fence = s.fence + 1,
    crashes = case when s.lease_owner is null then 0 else s.crashes + 1 end, last_attempt_at = p_now
  from picked p where s.ctid = p.place
  returning s.workspace_id, s.calendar_id, s.provider, s.fence, s.priority, p.was_due_at, s.crashes;
end
$$;

-- The same for due work: one attempt is counted per claim. p_kinds null: any kind.
create function system.claim_due_work(
  p_kinds text[], p_owner uuid, p_limit integer, p_now timestamptz, p_lease_until timestamptz, p_least smallint, p_most smallint)
returns table (
  workspace_id uuid, work_id uuid, kind text, key text, payload jsonb, priority smallint, attempts integer, failures integer,
  crashes integer, fence bigint, was_due_at timestamptz)
language plpgsql security definer set search_path = ''
  set plan_cache_mode = force_generic_plan set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
  v_from constant uuid := gen_random_uuid();
begin
  return query
  with recursive oldest as materialized (
    select row.* from unnest(array[2, 1, 0]::smallint[]) as level (priority)
    cross join lateral (
      select w.workspace_id, w.id, w.priority, w.due_at from public.due_work w
      where w.priority = level.priority and w.dead_at is null and w.due_at <= p_now
        and (w.lease_until is null or w.lease_until <= p_now) and (p_kinds is null or w.kind = any (p_kinds))
      order by w.due_at limit p_limit * 2
    ) row
    where level.priority between p_least and p_most
    limit p_limit * 2
  ), hop (workspace_id, n) as (
    (select w.workspace_id, 1 from public.due_work w
     where w.dead_at is null and w.workspace_id >= v_from and (select count(*) from oldest) >= p_limit * 2
     order by w.workspace_id limit 1)
    union all
    select (select w.workspace_id from public.due_work w
            where w.dead_at is null and w.workspace_id > hop.workspace_id order by w.workspace_id limit 1), n + 1
    from hop where hop.workspace_id is not null and n < least(p_limit / 2, 50) + 1
  ), around (workspace_id, n) as (
    (select w.workspace_id, (select count(*) from hop)::integer from public.due_work w
     where w.dead_at is null and (select count(*) from oldest) >= p_limit * 2 and (select count(*) from hop) <= least(p_limit / 2, 50)
     order by w.workspace_id limit 1)
    union all
    select (select w.workspace_id from public.due_work w
            where w.dead_at is null and w.workspace_id > around.workspace_id order by w.workspace_id limit 1), n + 1
    from around where around.workspace_id < v_from and n < least(p_limit / 2, 50) + 1
  ), share as (
    select share.* from (
      select h.workspace_id from hop h where h.workspace_id is not null
      union
      select r.workspace_id from around r where r.workspace_id is not null
    ) tenant
    cross join lateral (
      select w.workspace_id, w.id, w.priority, w.due_at from public.due_work w
      where w.workspace_id = tenant.workspace_id and w.dead_at is null and w.due_at <= p_now
        and (w.lease_until is null or w.lease_until <= p_now) and (p_kinds is null or w.kind = any (p_kinds))
        and w.priority + 0 between p_least and p_most -- "+ 0" keeps the planner from joining two indexes: 100 times slower
      order by w.due_at limit 1
    ) share
  ), turns as (
    select c.*, row_number() over (partition by c.workspace_id, c.priority order by c.due_at) as turn
    from (select * from oldest union select * from share) c
  ), picked as (
    -- One after the other, until enough are locked: another claimer may hold or have finished the first of them.
    select w.ctid as place, w.due_at as was_due_at
    from (select * from turns order by priority desc, turn, due_at limit p_limit * 3) t
    join public.due_work w on w.workspace_id = t.workspace_id and w.id = t.id
    where w.dead_at is null and w.due_at <= p_now and (w.lease_until is null or w.lease_until <= p_now)
    order by t.priority desc, t.turn, t.due_at
    limit p_limit
    for update of w skip locked
  )
  update public.due_work w
  set lease_until = p_lease_until, lease_owner = p_owner, fence = w.fence + 1,
    crashes = case when w.lease_owner is null then 0 else w.crashes + 1 end, attempts = w.attempts + 1,
    again_at = case when w.again_at <= p_now then null else w.again_at end
  from picked p where w.ctid = p.place
  returning w.workspace_id, w.id, w.kind, w.key, w.payload, w.priority, w.attempts, w.failures, w.crashes, w.fence, p.was_due_at;
end
$$;

create or replace function system.claim_syncs(p_owner uuid, p_limit integer, p_now timestamptz, p_lease_until timestamptz)
returns table (workspace_id uuid, calendar_id uuid, provider text, fence bigint, priority smallint, was_due_at timestamptz)
language sql security definer set search_path = '' as $$
  select c.workspace_id, c.calendar_id, c.provider, c.fence, c.priority, c.was_due_at
  from system.claim_due_syncs(p_owner, p_limit, p_now, p_lease_until, 0::smallint, 2::smallint) c
$$;

create or replace function system.claim_work(p_kinds text[], p_owner uuid, p_limit integer, p_now timestamptz, p_lease_until timestamptz)
returns table (workspace_id uuid, work_id uuid, kind text, key text, payload jsonb, attempts integer, fence bigint, was_due_at timestamptz)
language sql security definer set search_path = '' as $$
  select c.workspace_id, c.work_id, c.kind, c.key, c.payload, c.attempts, c.fence, c.was_due_at
  from system.claim_due_work(p_kinds, p_owner, p_limit, p_now, p_lease_until, 0::smallint, 2::smallint) c
$$;

-- ---------------------------------------------------------------------------------------------------- Leases

-- All of the following name rows by workspace, id and fence, and change only those still held under that fence.

-- Answers what is still held; the rest was taken over or given back.
create function system.extend_syncs(p_workspaces uuid[], p_calendars uuid[], p_fences bigint[], p_lease_until timestamptz)
returns table (calendar_id uuid)
language sql security definer set search_path = '' as $$
  update public.calendar_sync_states s set lease_until = p_lease_until
  from unnest(p_workspaces, p_calendars, p_fences) as held (workspace_id, calendar_id, fence)
  where s.workspace_id = held.workspace_id and s.calendar_id = held.calendar_id and s.fence = held.fence and s.lease_owner is not null
  returning s.calendar_id
$$;

create function system.extend_work(p_workspaces uuid[], p_ids uuid[], p_fences bigint[], p_lease_until timestamptz)
returns table (work_id uuid)
language sql security definer set search_path = '' as $$
  update public.due_work w set lease_until = p_lease_until
  from unnest(p_workspaces, p_ids, p_fences) as held (workspace_id, id, fence)
  where w.workspace_id = held.workspace_id and w.id = held.id and w.fence = held.fence and w.lease_owner is not null
  returning w.id
$$;

-- Given back as it was: due at once, for anybody.
create function system.release_syncs(p_workspaces uuid[], p_calendars uuid[], p_fences bigint[])
returns integer language plpgsql security definer set search_path = '' as $$
declare
  v_rows integer;
begin
  update public.calendar_sync_states s set lease_until = null, lease_owner = null
  from unnest(p_workspaces, p_calendars, p_fences) as held (workspace_id, calendar_id, fence)
  where s.workspace_id = held.workspace_id and s.calendar_id = held.calendar_id and s.fence = held.fence and s.lease_owner is not null;
  get diagnostics v_rows = row_count;
  return v_rows;
end
$$;

create function system.release_work(p_workspaces uuid[], p_ids uuid[], p_fences bigint[])
returns integer language plpgsql security definer set search_path = '' as $$
declare
  v_rows integer;
begin
  update public.due_work w set lease_until = null, lease_owner = null, again_at = null, attempts = w.attempts - 1
  from unnest(p_workspaces, p_ids, p_fences) as held (workspace_id, id, fence)
  where w.workspace_id = held.workspace_id and w.id = held.id and w.fence = held.fence and w.lease_owner is not null;
  get diagnostics v_rows = row_count;
  return v_rows;
end
$$;

-- Done: gone, unless it was asked for again while it ran; then it is due again, as new. A request that arrives between
-- the two statements either finds the row and is seen by the second, or finds none and makes a new one.
create function system.finish_work(p_workspaces uuid[], p_ids uuid[], p_fences bigint[])
returns integer language plpgsql security definer set search_path = '' as $$
declare
  v_gone integer;
  v_again integer;
begin
  delete from public.due_work w
  using unnest(p_workspaces, p_ids, p_fences) as held (workspace_id, id, fence)
  where w.workspace_id = held.workspace_id and w.id = held.id and w.fence = held.fence and w.again_at is null;
  get diagnostics v_gone = row_count;
  if v_gone = cardinality(p_ids) then
    return v_gone;
  end if;
  update public.due_work w
  set due_at = w.again_at, again_at = null, lease_until = null, lease_owner = null,
    attempts = 0, failures = 0, crashes = 0, last_error = null
  from unnest(p_workspaces, p_ids, p_fences) as held (workspace_id, id, fence)
  where w.workspace_id = held.workspace_id and w.id = held.id and w.fence = held.fence
    and w.lease_owner is not null and w.again_at is not null;
  get diagnostics v_again = row_count;
  return v_gone + v_again;
end
$$;

-- --------------------------------------------------------------------------------------------------- Wake-up

-- Says only that something is due that somebody waits for; whoever hears it looks by itself.
create function system.announce_due_work()
returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('daykeeper_due', '');
  return null;
end
$$;

-- --------------------------------------------------------------------------------------------------- Watching

create function system.count_work(p_kinds text[], p_outcomes text[], p_totals bigint[])
returns void language sql security definer set search_path = '' as $$
  insert into public.work_counts as c (kind, outcome, total)
  select counted.kind, counted.outcome, counted.total
  from unnest(p_kinds, p_outcomes, p_totals) as counted (kind, outcome, total) order by 1, 2
  on conflict (kind, outcome) do update set total = c.total + excluded.total
$$;

create function system.counted_work()
returns table (kind text, outcome text, total bigint)
language sql stable security definer set search_path = '' as $$
  select c.kind, c.outcome, c.total from public.work_counts c order by 1, 2
$$;

-- What is due and what runs, per kind. It looks at the 1,000 oldest of each priority: under a backlog "many" is enough.
create function system.work_overview(p_now timestamptz)
returns table (kind text, due integer, running integer, oldest_due_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query
  select row.kind,
    (count(*) filter (where not row.is_leased))::integer, (count(*) filter (where row.is_leased))::integer,
    min(row.at) filter (where not row.is_leased)
  from (values (2::smallint), (1::smallint), (0::smallint)) as level (priority)
  cross join lateral (
    (select 'calendar.sync' as kind, s.next_sync_at as at, coalesce(s.lease_until > p_now, false) as is_leased
     from public.calendar_sync_states s
     where s.priority = level.priority and s.next_sync_at <= p_now order by s.next_sync_at limit 1000)
    union all
    (select w.kind, w.due_at, coalesce(w.lease_until > p_now, false) from public.due_work w
     where w.priority = level.priority and w.dead_at is null and w.due_at <= p_now order by w.due_at limit 1000)
  ) row
  group by row.kind order by row.kind;
end
$$;

reset role;

create trigger due_work_announced after insert or update of due_at, priority, dead_at on due_work for each row
  when (new.priority >= 1 and new.lease_owner is null and new.dead_at is null) execute function system.announce_due_work();
create trigger calendar_sync_states_announced after insert or update of next_sync_at, priority on calendar_sync_states for each row
  when (new.priority >= 1 and new.lease_owner is null and new.next_sync_at is not null) execute function system.announce_due_work();

set role daykeeper_system;
revoke execute on all functions in schema system from public;
grant execute on function
  system.claim_due_syncs, system.claim_due_work, system.extend_syncs, system.extend_work, system.release_syncs,
  system.release_work, system.finish_work, system.count_work, system.counted_work, system.work_overview
  to daykeeper_app;
reset role;
