-- Bookings: hours of each host, who hosts what was booked, more than one link to a booking, and the taken times of a
-- host whatever the workspace. Additive: code that knows nothing of it goes on.

-- A host's own hours, inside those of the configuration: { zone, weekly, exceptions }.
alter table booking_hosts add column hours jsonb;

alter table bookings
  -- Who hosts it; stays when the time is given back.
  add column host_user_ids uuid[] not null default '{}',
  -- Where the event is made.
  add column calendar_id uuid,
  -- Why it is only asked for, or was refused or given up.
  add column cause text,
  -- The last write about its event, after the one that made it.
  add column last_write_id uuid;
create index bookings_workspace_id_configuration_id_starts_at_idx on bookings (workspace_id, configuration_id, starts_at);
create index bookings_workspace_id_write_id_idx on bookings (workspace_id, write_id);

-- A link to reschedule and cancel, by its hash: each message brings its own, and each can be revoked.
create table booking_links (
  workspace_id uuid not null,
  token_hash bytea not null,
  booking_id uuid not null,
  created_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  constraint booking_links_pkey primary key (token_hash),
  constraint booking_links_token_is_hashed check (octet_length(token_hash) = 32),
  constraint booking_links_workspace_id_booking_id_fkey foreign key (workspace_id, booking_id) references bookings (workspace_id, id)
    on delete cascade on update cascade
);
create index booking_links_workspace_id_booking_id_idx on booking_links (workspace_id, booking_id);

alter table booking_links enable row level security;
alter table booking_links force row level security;
create policy system on booking_links to daykeeper_system using (current_user = 'daykeeper_system');
create policy tenant on booking_links to daykeeper_app
  using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));

grant select, insert, update on booking_links to daykeeper_app;
grant select on booking_links to daykeeper_system;

set role daykeeper_system;

-- What a link leads to. A link that is over leads nowhere; the caller is told so, and nothing else.
create function system.find_booking_link(p_token_hash bytea)
returns table (workspace_id uuid, booking_id uuid, expires_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select l.workspace_id, l.booking_id, l.expires_at, l.revoked_at from public.booking_links l where l.token_hash = p_token_hash
$$;

-- When hosts are taken, whatever the workspace: who hosts in two cannot be in both at once. Nothing else is told, and
-- only of members of the workspace that asks.
create function system.taken_times(
  p_hosts uuid[], p_from timestamptz, p_until timestamptz, p_except uuid, p_now timestamptz)
returns table (host_user_id uuid, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select t.host_user_id, t.starts_at, t.ends_at from public.booked_times t
  where t.host_user_id = any (p_hosts) and t.starts_at < p_until and t.ends_at > p_from
    and (t.expires_at is null or t.expires_at > p_now) and t.booking_id is distinct from p_except
    and exists (select from public.memberships m
      where m.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and m.user_id = t.host_user_id)
$$;

revoke execute on function system.find_booking_link, system.taken_times from public;
grant execute on function system.find_booking_link, system.taken_times to daykeeper_app;
reset role;
