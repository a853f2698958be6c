-- A clock that was set back: a bucket that lives in the future is brought back to now, or it would refill nothing until its
-- time comes. Clocks of two machines may differ by up to that much: between them the bucket keeps to the later one.
set role daykeeper_system;

create function system.bucket_time(p_updated_at timestamptz, p_now timestamptz)
returns timestamptz language sql immutable set search_path = '' as $$
  select case when p_updated_at > p_now + interval '5 minutes' then p_now else greatest(p_updated_at, p_now) end
$$;
revoke execute on function system.bucket_time from public;

create or replace function system.refill_bucket(
  p_key text, p_capacity double precision, p_refill double precision, p_now timestamptz)
returns double precision language sql security definer set search_path = '' as $$
  insert into public.rate_buckets as b (key, tokens, updated_at) values (p_key, p_capacity, p_now)
  on conflict (key) do update set
    tokens = least(p_capacity, b.tokens + greatest(0, extract(epoch from p_now - b.updated_at)) * p_refill),
    updated_at = system.bucket_time(b.updated_at, p_now)
  returning tokens
$$;

create or replace function system.take_token(
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
    updated_at = system.bucket_time(b.updated_at, p_now)
  where least(p_capacity, b.tokens + greatest(0, extract(epoch from p_now - b.updated_at)) * p_refill_per_second) >= p_cost;
  if found then
    return query select true, 0;
    return;
  end if;
  update public.rate_buckets b set updated_at = p_now
  where b.key = p_bucket_key and b.updated_at <> system.bucket_time(b.updated_at, p_now) and b.updated_at > p_now;
  select least(p_capacity, b.tokens + greatest(0, extract(epoch from p_now - b.updated_at)) * p_refill_per_second)
  into v_tokens from public.rate_buckets b where b.key = p_bucket_key;
  return query select false,
    case when p_refill_per_second > 0
      then least(86400000, greatest(1, ceil((p_cost - coalesce(v_tokens, 0)) / p_refill_per_second * 1000)))::integer
      else 86400000 end;
end
$$;

reset role;
