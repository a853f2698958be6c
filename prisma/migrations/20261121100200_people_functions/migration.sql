-- The only doors through row security: each does one thing, takes hashes instead of secrets and the time as an
-- argument, and belongs to daykeeper_system. search_path is empty in all of them, so every name is spelled out.

create schema system authorization daykeeper_system;

set role daykeeper_system;

-- ------------------------------------------------------------------------------------------------- Sign-in

-- Who the bearer of a session is: the person, the active workspace and the role there, in one round trip. When the
-- active workspace is gone (removed from it), the one used last takes its place; no membership gives nulls.
create function system.find_session(p_token_hash bytea, p_now timestamptz)
returns table (
  session_id uuid, method text, created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz,
  idle_expires_at timestamptz, user_id uuid, name text, email text, locale text, time_zone text,
  is_instance_admin boolean, is_demo boolean, workspace_id uuid, workspace_name text, workspace_slug text, role text)
language sql stable security definer set search_path = '' as $$
  select s.id, s.method, s.created_at, s.last_seen_at, s.expires_at, s.idle_expires_at, u.id, u.name, u.email,
    u.locale, u.time_zone, u.is_instance_admin, u.is_demo, here.workspace_id, here.name, here.slug, here.role
  from public.sessions s
  join public.users u on u.id = s.user_id and u.disabled_at is null
  left join lateral (
    select m.workspace_id, w.name, w.slug, m.role
    from public.memberships m join public.workspaces w on w.id = m.workspace_id
    where m.user_id = s.user_id
    order by (m.workspace_id is not distinct from s.active_workspace_id) desc, m.last_seen_at desc nulls last, m.joined_at
    limit 1
  ) here on true
  where s.token_hash = p_token_hash and s.revoked_at is null and p_now < s.expires_at and p_now < s.idle_expires_at
$$;

-- Null when the person does not exist or is disabled.
create function system.start_session(
  p_user_id uuid, p_token_hash bytea, p_method text, p_user_agent text, p_address text,
  p_now timestamptz, p_expires_at timestamptz, p_idle_expires_at timestamptz)
returns uuid language sql security definer set search_path = '' as $$
  with opened as (
    insert into public.sessions (user_id, token_hash, active_workspace_id, method, user_agent, address,
      created_at, last_seen_at, expires_at, idle_expires_at)
    select u.id, p_token_hash,
      (select m.workspace_id from public.memberships m where m.user_id = u.id
       order by m.last_seen_at desc nulls last, m.joined_at limit 1),
      p_method, left(p_user_agent, 400), p_address, p_now, p_now, p_expires_at, p_idle_expires_at
    from public.users u where u.id = p_user_id and u.disabled_at is null
    returning id, user_id, active_workspace_id
  ), seen as (
    update public.memberships m set last_seen_at = p_now
    from opened o where m.user_id = o.user_id and m.workspace_id = o.active_workspace_id
  )
  select id from opened
$$;

-- Moves the idle limit, never past the absolute one. Writes at most once a minute per session.
create function system.touch_session(p_session_id uuid, p_now timestamptz, p_idle_expires_at timestamptz)
returns boolean language sql security definer set search_path = '' as $$
  with touched as (
    update public.sessions s
    set last_seen_at = p_now, idle_expires_at = least(p_idle_expires_at, s.expires_at)
    where s.id = p_session_id and s.revoked_at is null and s.last_seen_at <= p_now - interval '1 minute'
    returning s.user_id, s.active_workspace_id
  ), seen as (
    update public.memberships m set last_seen_at = p_now
    from touched t where m.user_id = t.user_id and m.workspace_id = t.active_workspace_id
  )
  select exists (select from touched)
$$;

create function system.revoke_session(p_user_id uuid, p_session_id uuid, p_now timestamptz)
returns boolean language sql security definer set search_path = '' as $$
  with gone as (
    update public.sessions set revoked_at = p_now
    where id = p_session_id and user_id = p_user_id and revoked_at is null returning 1)
  select exists (select from gone)
$$;

-- p_keep_session_id null: all of them.
create function system.revoke_other_sessions(p_user_id uuid, p_keep_session_id uuid, p_now timestamptz)
returns integer language sql security definer set search_path = '' as $$
  with gone as (
    update public.sessions set revoked_at = p_now
    where user_id = p_user_id and id is distinct from p_keep_session_id and revoked_at is null and expires_at > p_now
    returning 1)
  select count(*)::integer from gone
$$;

create function system.sessions_of(p_user_id uuid, p_now timestamptz)
returns table (session_id uuid, method text, user_agent text, address text, created_at timestamptz,
  last_seen_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select id, method, user_agent, address, created_at, last_seen_at, expires_at
  from public.sessions
  where user_id = p_user_id and revoked_at is null and p_now < expires_at and p_now < idle_expires_at
  order by last_seen_at desc
$$;

create function system.switch_workspace(p_session_id uuid, p_user_id uuid, p_workspace_id uuid)
returns boolean language sql security definer set search_path = '' as $$
  with moved as (
    update public.sessions s set active_workspace_id = m.workspace_id
    from public.memberships m
    where s.id = p_session_id and s.user_id = p_user_id and s.revoked_at is null
      and m.user_id = s.user_id and m.workspace_id = p_workspace_id
    returning 1)
  select exists (select from moved)
$$;

-- ------------------------------------------------------------------------------------------------- Persons

create function system.find_user(p_user_id uuid)
returns table (user_id uuid, name text, email text, locale text, time_zone text, is_instance_admin boolean, is_demo boolean)
language sql stable security definer set search_path = '' as $$
  select id, name, email, locale, time_zone, is_instance_admin, is_demo
  from public.users where id = p_user_id and disabled_at is null
$$;

create function system.find_identity(p_issuer text, p_subject text)
returns table (identity_id uuid, user_id uuid, is_disabled boolean)
language sql stable security definer set search_path = '' as $$
  select i.id, u.id, u.disabled_at is not null
  from public.identities i join public.users u on u.id = i.user_id
  where i.issuer = p_issuer and i.subject = p_subject
$$;

-- outcome: created, identity_exists (user_id is its owner), email_taken (user_id is null: an address proves nothing).
create function system.create_person(
  p_issuer text, p_subject text, p_email text, p_name text, p_locale text, p_time_zone text, p_is_demo boolean,
  p_now timestamptz)
returns table (outcome text, user_id uuid) language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  v_user uuid;
begin
  select i.user_id into v_user from public.identities i where i.issuer = p_issuer and i.subject = p_subject;
  if found then
    return query select 'identity_exists', v_user;
    return;
  end if;
  insert into public.users (email, name, locale, time_zone, is_demo, created_at, updated_at)
  values (lower(btrim(p_email)), btrim(p_name), p_locale, p_time_zone, p_is_demo, p_now, p_now)
  on conflict (email) do nothing returning id into v_user;
  if v_user is null then
    return query select 'email_taken', null::uuid;
    return;
  end if;
  insert into public.identities (user_id, issuer, subject, created_at) values (v_user, p_issuer, p_subject, p_now);
  return query select 'created', v_user;
end
$$;

-- outcome: linked, already_linked, taken (another person has it).
create function system.link_identity(p_user_id uuid, p_issuer text, p_subject text, p_now timestamptz)
returns text language plpgsql security definer set search_path = '' as $$
declare
  v_owner uuid;
begin
  insert into public.identities (user_id, issuer, subject, created_at) values (p_user_id, p_issuer, p_subject, p_now)
  on conflict (issuer, subject) do nothing;
  if found then return 'linked'; end if;
  select i.user_id into v_owner from public.identities i where i.issuer = p_issuer and i.subject = p_subject;
  return case when v_owner = p_user_id then 'already_linked' else 'taken' end;
end
$$;

create function system.update_profile(p_user_id uuid, p_name text, p_locale text, p_time_zone text, p_now timestamptz)
returns boolean language sql security definer set search_path = '' as $$
  with changed as (
    update public.users set name = coalesce(btrim(p_name), name), locale = coalesce(p_locale, locale),
      time_zone = coalesce(p_time_zone, time_zone), updated_at = p_now
    where id = p_user_id and disabled_at is null returning 1)
  select exists (select from changed)
$$;

create function system.demo_people()
returns table (user_id uuid, name text, email text, is_instance_admin boolean, role text, workspace_name text)
language sql stable security definer set search_path = '' as $$
  select u.id, u.name, u.email, u.is_instance_admin, m.role, w.name
  from public.users u
  left join public.memberships m on m.user_id = u.id
  left join public.workspaces w on w.id = m.workspace_id
  where u.is_demo and u.disabled_at is null
  order by w.created_at, u.created_at, u.name
$$;

-- Makes the person of that address an instance admin, and the person when there is none.
create function system.create_instance_admin(p_email text, p_name text, p_now timestamptz)
returns uuid language sql security definer set search_path = '' as $$
  insert into public.users (email, name, is_instance_admin, created_at, updated_at)
  values (lower(btrim(p_email)), btrim(p_name), true, p_now, p_now)
  on conflict (email) do update set is_instance_admin = true, updated_at = p_now
  returning id
$$;

create function system.create_one_time_link(
  p_token_hash bytea, p_purpose text, p_user_id uuid, p_expires_at timestamptz, p_now timestamptz)
returns uuid language sql security definer set search_path = '' as $$
  insert into public.one_time_links (token_hash, purpose, user_id, expires_at, created_at)
  values (p_token_hash, p_purpose, p_user_id, p_expires_at, p_now) returning id
$$;

-- The person it was made for, once; null ever after.
create function system.use_one_time_link(p_token_hash bytea, p_purpose text, p_now timestamptz)
returns uuid language sql security definer set search_path = '' as $$
  update public.one_time_links l set used_at = p_now
  where l.token_hash = p_token_hash and l.purpose = p_purpose and l.used_at is null and p_now < l.expires_at
  returning l.user_id
$$;

-- ---------------------------------------------------------------------------------------------- Workspaces

-- Null when the slug is taken.
create function system.create_workspace(p_user_id uuid, p_name text, p_slug text, p_now timestamptz)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  v_workspace uuid;
begin
  insert into public.workspaces (name, slug, created_at, updated_at) values (btrim(p_name), p_slug, p_now, p_now)
  on conflict (slug) do nothing returning id into v_workspace;
  if v_workspace is not null then
    insert into public.memberships (workspace_id, user_id, role, joined_at) values (v_workspace, p_user_id, 'admin', p_now);
  end if;
  return v_workspace;
end
$$;

-- False when the person is in it already; the role is then left as it is.
create function system.add_member(p_workspace_id uuid, p_user_id uuid, p_role text, p_now timestamptz)
returns boolean language plpgsql security definer set search_path = '' as $$
begin
  insert into public.memberships (workspace_id, user_id, role, joined_at)
  values (p_workspace_id, p_user_id, p_role, p_now) on conflict (workspace_id, user_id) do nothing;
  return found;
end
$$;

create function system.memberships_of(p_user_id uuid)
returns table (membership_id uuid, workspace_id uuid, name text, slug text, role text)
language sql stable security definer set search_path = '' as $$
  select m.id, w.id, w.name, w.slug, m.role
  from public.memberships m join public.workspaces w on w.id = m.workspace_id
  where m.user_id = p_user_id order by w.name, w.id
$$;

-- address_is_known: there is an account with that address, so the invited person signs in instead of being made.
create function system.find_invitation(p_token_hash bytea, p_now timestamptz)
returns table (invitation_id uuid, workspace_id uuid, workspace_name text, email text, role text,
  inviter_id uuid, inviter_name text, address_is_known boolean)
language sql stable security definer set search_path = '' as $$
  select i.id, w.id, w.name, i.email, i.role, u.id, u.name,
    exists (select from public.users known where known.email = i.email)
  from public.invitations i
  join public.workspaces w on w.id = i.workspace_id
  left join public.users u on u.id = i.invited_by
  where i.token_hash = p_token_hash and i.accepted_at is null and i.revoked_at is null and p_now < i.expires_at
$$;

-- outcome: accepted, already_member (the role stays), other_address, not_found. The row lock makes one winner.
create function system.accept_invitation(p_token_hash bytea, p_user_id uuid, p_now timestamptz)
returns table (outcome text, workspace_id uuid, invitation_id uuid, role text)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  v public.invitations;
begin
  select i.* into v from public.invitations i
  where i.token_hash = p_token_hash and i.accepted_at is null and i.revoked_at is null and p_now < i.expires_at
  for update;
  if not found then
    return query select 'not_found', null::uuid, null::uuid, null::text;
  elsif not exists (select from public.users u where u.id = p_user_id and u.email = v.email and u.disabled_at is null) then
    return query select 'other_address', null::uuid, null::uuid, null::text;
  else
    update public.invitations i set accepted_at = p_now, accepted_by = p_user_id where i.id = v.id;
    return query select
      case when system.add_member(v.workspace_id, p_user_id, v.role, p_now) then 'accepted' else 'already_member' end,
      v.workspace_id, v.id, v.role;
  end if;
end
$$;

-- last_used_at is moved at most once a minute.
create function system.find_api_key(p_key_hash bytea, p_now timestamptz)
returns table (key_id uuid, workspace_id uuid, name text, scopes text[], created_by uuid)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query select k.id, k.workspace_id, k.name, k.scopes, k.created_by from public.api_keys k
    where k.key_hash = p_key_hash and k.revoked_at is null and (k.expires_at is null or p_now < k.expires_at);
  if found then
    update public.api_keys k set last_used_at = p_now
    where k.key_hash = p_key_hash and (k.last_used_at is null or k.last_used_at <= p_now - interval '1 minute');
  end if;
end
$$;

-- A workspace without an admin could never be managed again. Two admins who demote each other at the same moment
-- meet at the workspace's row lock.
create function system.keep_an_admin()
returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform from public.workspaces w where w.id = old.workspace_id for update;
  if found and not exists (
    select from public.memberships m where m.workspace_id = old.workspace_id and m.role = 'admin')
  then
    raise exception 'a workspace keeps at least one admin' using errcode = 'DK001';
  end if;
  return null;
end
$$;

-- --------------------------------------------------------------------------------------------------- Audit

-- One entry's hash: the hash before it, then each field as length:text, with - for null. The same bytes are made
-- by src/server/db/audit/verify-chain.ts.
create function system.audit_hash(p_previous bytea, p_fields text[])
returns bytea language sql immutable set search_path = '' as $$
  select sha256(p_previous || convert_to(string_agg(
    coalesce(octet_length(convert_to(field, 'UTF8')) || ':' || field, '-'), ',' order by place), 'UTF8'))
  from unnest(p_fields) with ordinality as f (field, place)
$$;

-- p_workspace_id null: the instance's own chain. Inside a workspace only that workspace's chain can be written.
create function system.append_audit(
  p_workspace_id uuid, p_actor_kind text, p_actor_id text, p_action text, p_subject_kind text, p_subject_id text,
  p_detail jsonb, p_request_id text, p_now timestamptz)
returns bigint language plpgsql security definer set search_path = '' as $$
declare
  v_chain uuid := coalesce(p_workspace_id, '00000000-0000-0000-0000-000000000000');
  v_here uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  v_at timestamptz(3) := p_now;
  v_seq bigint;
  v_previous bytea;
  v_hash bytea;
begin
  if v_here is not null and v_chain <> v_here and p_workspace_id is not null then
    raise exception 'an entry of another workspace' using errcode = 'insufficient_privilege';
  end if;
  insert into public.audit_chains (workspace_id, last_seq, last_hash) values (v_chain, 0, decode(repeat('00', 32), 'hex'))
  on conflict (workspace_id) do nothing;
  select last_seq + 1, last_hash into v_seq, v_previous from public.audit_chains where workspace_id = v_chain for update;
  v_hash := system.audit_hash(v_previous, array[
    v_chain::text, v_seq::text, to_char(v_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), p_actor_kind,
    p_actor_id, p_action, p_subject_kind, p_subject_id, p_request_id, coalesce(p_detail, '{}')::text]);
  insert into public.audit_log (workspace_id, seq, at, actor_kind, actor_id, action, subject_kind, subject_id,
    request_id, detail, previous_hash, hash)
  values (v_chain, v_seq, v_at, p_actor_kind, p_actor_id, p_action, p_subject_kind, p_subject_id, p_request_id,
    coalesce(p_detail, '{}'), v_previous, v_hash);
  update public.audit_chains set last_seq = v_seq, last_hash = v_hash where workspace_id = v_chain;
  return v_seq;
end
$$;

create function system.refuse_audit_change()
returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'the audit log is written once' using errcode = 'DK002';
end
$$;

-- ------------------------------------------------------------------------------------------------- Running

-- One statement decides and takes. A clock that runs backwards refills nothing and takes nothing away.
create function system.take_token(
  p_bucket_key text, p_capacity double precision, p_refill_per_second double precision, p_now timestamptz,
  p_cost double precision default 1)
returns table (allowed boolean, retry_after_ms integer) language plpgsql security definer set search_path = '' as $$
declare
  v_tokens double precision;
begin
  if p_cost > p_capacity then
    return query select false, 86400000;
    return;
  end if;
  insert into public.rate_buckets as b (key, tokens, updated_at) values (p_bucket_key, p_capacity - p_cost, p_now)
  on conflict (key) do update set
    tokens = least(p_capacity, b.tokens + greatest(0, extract(epoch from p_now - b.updated_at)) * p_refill_per_second) - p_cost,
    updated_at = greatest(b.updated_at, p_now)
  where least(p_capacity, b.tokens + greatest(0, extract(epoch from p_now - b.updated_at)) * p_refill_per_second) >= p_cost;
  if found then
    return query select true, 0;
    return;
  end if;
  select least(p_capacity, b.tokens + greatest(0, extract(epoch from p_now - b.updated_at)) * p_refill_per_second)
  into v_tokens from public.rate_buckets b where b.key = p_bucket_key;
  return query select false,
    case when p_refill_per_second > 0
      then least(86400000, greatest(1, ceil((p_cost - coalesce(v_tokens, 0)) / p_refill_per_second * 1000)))::integer
      else 86400000 end;
end
$$;

create function system.beat(p_worker_id uuid, p_kind text, p_name text, p_version text, p_now timestamptz)
returns void language sql security definer set search_path = '' as $$
  insert into public.workers as w (id, kind, name, version, started_at, last_beat_at)
  values (p_worker_id, p_kind, p_name, p_version, p_now, p_now)
  on conflict (id) do update set last_beat_at = greatest(w.last_beat_at, p_now), stopped_at = null
$$;

create function system.stop_worker(p_worker_id uuid, p_now timestamptz)
returns void language sql security definer set search_path = '' as $$
  update public.workers set stopped_at = p_now where id = p_worker_id
$$;

create function system.list_workers(p_now timestamptz)
returns table (worker_id uuid, kind text, name text, version text, started_at timestamptz, last_beat_at timestamptz, stopped_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select id, kind, name, version, started_at, last_beat_at, stopped_at from public.workers
  where coalesce(stopped_at, last_beat_at) > p_now - interval '1 day'
  order by stopped_at is not null, last_beat_at desc
$$;

-- What readiness asks, in one round trip. due and oldest_due_at are filled once there is due work.
create function system.readiness(p_now timestamptz)
returns table (server_version text, migrations integer, last_migration text, last_beat_at timestamptz, due integer, oldest_due_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select current_setting('server_version'), m.n, m.newest,
    (select max(w.last_beat_at) from public.workers w where w.kind = 'worker' and w.stopped_at is null),
    0, null::timestamptz
  from (select count(*)::integer as n, max(migration_name::text) as newest from public._prisma_migrations
        where finished_at is not null and rolled_back_at is null) m;
end
$$;

-- No rows unless the asking person is an instance admin: the check stands where the data is.
create function system.instance_overview(p_user_id uuid)
returns table (workspace_id uuid, name text, slug text, members integer, connections integer, created_at timestamptz, last_activity_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select w.id, w.name, w.slug,
    (select count(*)::integer from public.memberships m where m.workspace_id = w.id),
    0, w.created_at,
    (select max(m.last_seen_at) from public.memberships m where m.workspace_id = w.id)
  from public.workspaces w
  where exists (select from public.users u where u.id = p_user_id and u.is_instance_admin and u.disabled_at is null)
  order by w.name, w.id
$$;

-- What is over: a week is kept for the person who asks what happened. Answers the number of rows removed.
create function system.prune(p_now timestamptz)
returns integer language plpgsql security definer set search_path = '' as $$
declare
  v_total integer := 0;
  v_rows integer;
begin
  delete from public.sessions where least(expires_at, idle_expires_at, coalesce(revoked_at, expires_at)) < p_now - interval '7 days';
  get diagnostics v_rows = row_count; v_total := v_total + v_rows;
  delete from public.one_time_links where expires_at < p_now - interval '7 days';
  get diagnostics v_rows = row_count; v_total := v_total + v_rows;
  delete from public.rate_buckets where updated_at < p_now - interval '1 day';
  get diagnostics v_rows = row_count; v_total := v_total + v_rows;
  delete from public.workers where coalesce(stopped_at, last_beat_at) < p_now - interval '7 days';
  get diagnostics v_rows = row_count; v_total := v_total + v_rows;
  return v_total;
end
$$;

do $$ begin execute format('grant usage on schema system to %I', session_user); end $$;

reset role;

-- The trigger is made while the owner of the table may still execute its function; firing asks for no privilege.
create trigger memberships_keep_an_admin after update of role or delete on memberships
  for each row when (old.role = 'admin') execute function system.keep_an_admin();
create trigger audit_log_is_written_once before update or delete or truncate on audit_log
  for each statement execute function system.refuse_audit_change();

do $$
begin
  if to_regclass('public._prisma_migrations') is not null then
    grant select on public._prisma_migrations to daykeeper_system;
  end if;
end
$$;

set role daykeeper_system;
revoke execute on all functions in schema system from public;
grant usage on schema system to daykeeper_app;
grant execute on function
  system.find_session, system.start_session, system.touch_session, system.revoke_session, system.revoke_other_sessions,
  system.sessions_of, system.switch_workspace, system.find_user, system.find_identity, system.create_person,
  system.link_identity, system.update_profile, system.demo_people, system.create_instance_admin,
  system.create_one_time_link, system.use_one_time_link, system.create_workspace, system.add_member,
  system.memberships_of, system.find_invitation, system.accept_invitation, system.find_api_key, system.append_audit,
  system.take_token, system.beat, system.stop_worker, system.list_workers, system.readiness, system.instance_overview,
  system.prune
  to daykeeper_app;
reset role;
