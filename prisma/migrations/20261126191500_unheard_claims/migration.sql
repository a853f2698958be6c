-- A claim whose answer was lost on its way: whoever asked for it does not know what it holds. It puts back what is leased in its
-- name and what it did not hear of. Nobody began that, so that it is due at once and counts as no crash; the crashes before it
-- still count. What was claimed was due, which is how it is found.

set role daykeeper_system;

create function system.put_back_unheard(p_owner uuid, p_heard uuid[], p_now timestamptz)
returns integer language plpgsql security definer set search_path = ''
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  v_syncs integer;
  v_work integer;
begin
  update public.calendar_sync_states s
  set lease_until = null, crashes = greatest(s.crashes - 1, 0), lease_owner = case when s.crashes > 0 then s.lease_owner end
  where s.priority in (0, 1, 2) and s.next_sync_at <= p_now
    and s.lease_owner = p_owner and s.lease_until is not null and s.calendar_id <> all (p_heard);
  get diagnostics v_syncs = row_count;
  update public.due_work w
  set lease_until = null, crashes = greatest(w.crashes - 1, 0), lease_owner = case when w.crashes > 0 then w.lease_owner end,
    attempts = w.attempts - 1, again_at = null
  where w.priority in (0, 1, 2) and w.dead_at is null and w.due_at <= p_now
    and w.lease_owner = p_owner and w.lease_until is not null and w.id <> all (p_heard);
  get diagnostics v_work = row_count;
  return v_syncs + v_work;
end
$$;

revoke execute on function system.put_back_unheard from public;
grant execute on function system.put_back_unheard to daykeeper_app;

reset role;
