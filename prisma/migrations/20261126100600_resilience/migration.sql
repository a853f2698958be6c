-- Breakers, budgets and counts as the calls to the providers need them.

alter table breakers add column opened_at timestamptz(3);
alter table rate_budgets add column connection_id uuid;

-- How each connection's last finished operation ended, for telling an outage from broken accounts. UNLOGGED: after a crash
-- of the server there is no news until the next operations end.
create unlogged table connection_ends (
  workspace_id uuid not null,
  connection_id uuid not null,
  provider text not null,
  ended_at timestamptz(3) not null,
  is_failing boolean not null,
  constraint connection_ends_pkey primary key (workspace_id, connection_id)
);

create index breakers_workspace_id_connection_id_idx on breakers (workspace_id, connection_id);
create index rate_budgets_workspace_id_connection_id_idx on rate_budgets (workspace_id, connection_id);
create index connection_ends_provider_ended_at_idx on connection_ends (provider, ended_at);

alter table breakers add constraint breakers_workspace_id_connection_id_fkey
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade on update cascade;
alter table rate_budgets add constraint rate_budgets_workspace_id_connection_id_fkey
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade on update cascade;
alter table connection_ends add constraint connection_ends_workspace_id_fkey
  foreign key (workspace_id) references workspaces (id) on delete cascade on update cascade;
alter table connection_ends add constraint connection_ends_workspace_id_connection_id_fkey
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade on update cascade;

alter table connection_ends enable row level security;
alter table connection_ends force row level security;
create policy system on connection_ends to daykeeper_system using (current_user = 'daykeeper_system');
create policy tenant on connection_ends to daykeeper_app
  using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));

grant select on connection_ends to daykeeper_app;
grant select, insert, update on connection_ends to daykeeper_system;
grant select, insert, update, delete on breakers to daykeeper_system;
grant select on rate_budgets to daykeeper_system;
grant insert, update on call_counts to daykeeper_system;
grant insert on health_transitions to daykeeper_system;

set role daykeeper_system;

-- A bucket as it is at a time, locked until the transaction ends. A clock that goes back refills nothing.
create function system.refill_bucket(p_key text, p_capacity double precision, p_refill double precision, p_now timestamptz)
returns double precision language sql security definer set search_path = '' as $$
  insert into public.rate_buckets as b (key, tokens, updated_at) values (p_key, p_capacity, p_now)
  on conflict (key) do update set
    tokens = least(p_capacity, b.tokens + greatest(0, extract(epoch from p_now - b.updated_at)) * p_refill),
    updated_at = greatest(b.updated_at, p_now)
  returning tokens
$$;

-- One statement decides for all who wait in a process. Each ask, in the order given, gets a call when its own bucket and
-- the project's have one; or how long to wait, and what for. The state of its breaker comes along.
-- An ask: { workspace_id, connection_id, class, pause_key, owed, capacity, refill, shares, waits, has_place,
-- patience_ms }. "owed": calls made beyond those that were granted. "shares": its calls count for the project. "waits":
-- somebody is waiting; the others leave a tenth of the project's minute to them. Who has to wait for the connection's
-- bucket takes the next call that will come in, which makes the queue first come first served over all processes without
-- a list of it, and asks again with "has_place" when it has come. The project's bucket has no such queue: there the
-- order of each batch is fair between tenants.
-- The project: { minute_capacity, minute_refill, day_capacity, day_refill }.
create function system.admit_calls(p_provider text, p_project jsonb, p_asks jsonb, p_now timestamptz)
returns table (granted boolean, wait_ms bigint, because text, state text, failures integer, opened_at timestamptz,
  open_until timestamptz, probe_until timestamptz)
language plpgsql security definer set search_path = '' as $$
declare
  v_minute double precision;
  v_day double precision;
  v_minute_refill constant double precision := p_project ->> 'minute_refill';
  v_day_refill constant double precision := p_project ->> 'day_refill';
  v_reserve constant double precision := (p_project ->> 'minute_capacity')::double precision * 0.1;
  v_in_line integer := 0;
  v_keep double precision;
  v_own double precision;
  v_paused_until timestamptz;
  v_ask record;
  v_key text;
begin
  -- The project's buckets first: whoever waits for them holds no other bucket yet, so that two batches cannot lock each
  -- other out.
  v_minute := system.refill_bucket(
    'project:' || p_provider, (p_project ->> 'minute_capacity')::double precision, v_minute_refill, p_now);
  v_day := system.refill_bucket(
    'project-day:' || p_provider, (p_project ->> 'day_capacity')::double precision, v_day_refill, p_now);
  for v_ask in
    select * from jsonb_to_recordset(p_asks) as ask (
      workspace_id uuid, connection_id uuid, class text, pause_key text, owed integer,
      capacity double precision, refill double precision, shares boolean, waits boolean, has_place boolean,
      patience_ms integer)
  loop
    granted := false; wait_ms := 0; because := null;
    state := 'closed'; failures := 0; opened_at := null; open_until := null; probe_until := null;
    -- Where the project has nothing left, those in line cost nothing but their place.
    v_keep := case when v_ask.waits then 0 else v_reserve end;
    if v_ask.shares and least(v_minute - v_keep, v_day) < 1 then
      because := case when v_day < 1 then 'day' else 'project' end;
      v_in_line := v_in_line + 1;
      wait_ms := ceil(greatest(
        (v_keep + v_in_line - v_minute) / v_minute_refill, (v_in_line - v_day) / v_day_refill) * 1000);
      return next;
      continue;
    end if;
    select b.state, b.failures, b.opened_at, b.open_until, b.probe_until
    into state, failures, opened_at, open_until, probe_until
    from public.breakers b
    where b.workspace_id = v_ask.workspace_id and b.key = v_ask.class || ':' || v_ask.connection_id;
    if not found then
      state := 'closed'; failures := 0;
    end if;
    if state <> 'closed' and coalesce(probe_until, open_until) > p_now then
      because := 'breaker_open';
      wait_ms := ceil(extract(epoch from coalesce(probe_until, open_until) - p_now) * 1000);
      return next;
      continue;
    end if;
    select max(r.paused_until) into v_paused_until from public.rate_budgets r
    where r.workspace_id = v_ask.workspace_id and r.key = v_ask.pause_key;
    if v_paused_until > p_now then
      because := 'paused';
      wait_ms := ceil(extract(epoch from v_paused_until - p_now) * 1000);
      return next;
      continue;
    end if;
    v_key := 'calls:' || v_ask.class || ':' || v_ask.connection_id;
    if not v_ask.has_place then
      v_own := system.refill_bucket(v_key, v_ask.capacity, v_ask.refill, p_now) - v_ask.owed;
      wait_ms := ceil(greatest(0, (1 - v_own) / v_ask.refill) * 1000);
      if wait_ms > v_ask.patience_ms then
        because := 'connection';
      elsif wait_ms > 0 then
        because := 'queued';
        v_own := v_own - 1;
      end if;
    end if;
    granted := because is null;
    if v_ask.shares then
      v_minute := v_minute - v_ask.owed - granted::integer;
      v_day := v_day - v_ask.owed - granted::integer;
    end if;
    if granted and not v_ask.has_place then
      v_own := v_own - 1;
    end if;
    if not v_ask.has_place then
      update public.rate_buckets set tokens = v_own where key = v_key;
    end if;
    return next;
  end loop;
  update public.rate_buckets set tokens = v_minute where key = 'project:' || p_provider;
  update public.rate_buckets set tokens = v_day where key = 'project-day:' || p_provider;
end
$$;

-- What a process has counted since it last said so, over all workspaces; answers how each provider's connections fare.
-- A connection that goes on as before is written once in half a minute.
create function system.note_calls(p_counts jsonb, p_ends jsonb, p_providers text[], p_since timestamptz)
returns table (provider text, tried integer, failing integer, troubled_since timestamptz)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  insert into public.call_counts as c
    (workspace_id, provider, endpoint_class, hour, calls, failures, rate_limited, bytes_received)
  select n.workspace_id, n.provider, n.class, n.hour, n.calls, n.failures, n.rate_limited, n.bytes
  from jsonb_to_recordset(p_counts) as n (
    workspace_id uuid, provider text, class text, hour timestamptz, calls integer, failures integer,
    rate_limited integer, bytes bigint)
  join public.workspaces w on w.id = n.workspace_id
  order by 1, 2, 3, 4
  on conflict (workspace_id, provider, endpoint_class, hour) do update set
    calls = c.calls + excluded.calls, failures = c.failures + excluded.failures,
    rate_limited = c.rate_limited + excluded.rate_limited, bytes_received = c.bytes_received + excluded.bytes_received;
  insert into public.connection_ends as e (workspace_id, connection_id, provider, ended_at, is_failing)
  select n.workspace_id, n.connection_id, n.provider, n.ended_at, n.is_failing
  from jsonb_to_recordset(p_ends) as n (
    workspace_id uuid, connection_id uuid, provider text, ended_at timestamptz, is_failing boolean)
  join public.connections c on c.workspace_id = n.workspace_id and c.id = n.connection_id
  order by 1, 2
  on conflict (workspace_id, connection_id) do update set
    provider = excluded.provider, ended_at = excluded.ended_at, is_failing = excluded.is_failing
  where excluded.ended_at >= e.ended_at
    and (excluded.is_failing <> e.is_failing or excluded.ended_at > e.ended_at + interval '30 seconds');
  return query
    select p.provider, count(e.ended_at)::integer, (count(*) filter (where e.is_failing))::integer, max(b.opened_at)
    from unnest(p_providers) as p (provider)
    left join public.connection_ends e on e.provider = p.provider and e.ended_at > p_since
    left join public.breakers b
      on b.workspace_id = '00000000-0000-0000-0000-000000000000' and b.key = 'provider:' || p.provider
    group by p.provider;
end
$$;

-- Begins a provider's trouble, or ends it when there is no "since". Whoever is second changes nothing, and every change
-- leaves its transition in the same transaction.
create function system.set_provider_trouble(p_provider text, p_since timestamptz, p_cause text, p_now timestamptz)
returns boolean language plpgsql security definer set search_path = '' as $$
declare
  v_instance constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  if p_since is not null then
    insert into public.breakers (workspace_id, key, provider, state, opened_at, last_error_code, changed_at)
    values (v_instance, 'provider:' || p_provider, p_provider, 'open', p_since, p_cause, p_now)
    on conflict do nothing;
  else
    delete from public.breakers where workspace_id = v_instance and key = 'provider:' || p_provider;
  end if;
  if not found then
    return false;
  end if;
  insert into public.health_transitions (workspace_id, subject_kind, subject_id, from_status, to_status, cause, at)
  values (v_instance, 'provider', p_provider,
    case when p_since is null then 'provider_outage' else 'healthy' end,
    case when p_since is null then 'healthy' else 'provider_outage' end,
    p_cause, p_now);
  return true;
end
$$;

revoke execute on function system.refill_bucket, system.admit_calls, system.note_calls, system.set_provider_trouble from public;
grant execute on function system.admit_calls, system.note_calls, system.set_provider_trouble to daykeeper_app;
reset role;
