-- Guests of a visitor: named with the booking, invited only after the visitor has followed a link that was mailed to
-- their own address. Additive: code that knows nothing of it goes on, and its links still move and cancel.

alter table bookings
  add column guests text[] not null default '{}',
  -- When the visitor said yes to inviting them.
  add column guests_confirmed_at timestamptz(3),
  add constraint bookings_guests_are_few check (cardinality(guests) <= 10);
create index bookings_workspace_id_guests_confirmed_at_idx on bookings (workspace_id, guests_confirmed_at);

-- What a link is good for: one that is mailed to confirm guests moves nothing, and the other way round.
alter table booking_links
  add column purpose text not null default 'manage',
  add constraint booking_links_purpose_is_known check (purpose in ('manage', 'guests'));

set role daykeeper_system;

create or replace function system.find_booking_link(p_token_hash bytea)
returns table (workspace_id uuid, booking_id uuid, expires_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select l.workspace_id, l.booking_id, l.expires_at, l.revoked_at from public.booking_links l
  where l.token_hash = p_token_hash and l.purpose = 'manage'
$$;

create function system.find_guest_link(p_token_hash bytea)
returns table (workspace_id uuid, booking_id uuid, expires_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select l.workspace_id, l.booking_id, l.expires_at, l.revoked_at from public.booking_links l
  where l.token_hash = p_token_hash and l.purpose = 'guests'
$$;

revoke execute on function system.find_guest_link from public;
grant execute on function system.find_guest_link to daykeeper_app;
reset role;
