-- Where a booking page may be shown inside another page: asked before anybody is known, so by its address alone. Additive.

set role daykeeper_system;

-- Null: there is no such page, or it is switched off. Nothing else about it is told.
create function system.find_embedding_origins(p_slug text) returns text[]
language sql stable security definer set search_path = '' as $$
  select c.allowed_origins from public.booking_configurations c where c.slug = p_slug and c.is_active
$$;

revoke execute on function system.find_embedding_origins from public;
grant execute on function system.find_embedding_origins to daykeeper_app;
reset role;
