-- What is asked over all workspaces by the id of a connection alone must not look at every connection.

-- CreateIndex
CREATE INDEX "connections_id_idx" ON "connections"("id");

set role daykeeper_system;

-- The newest score of each of these connections, of the last week. By whole keys: a page costs a page.
create function system.overseen_scores(
  p_viewer uuid, p_workspace uuid, p_workspaces uuid[], p_connections uuid[], p_now timestamptz)
returns table (connection_id uuid, score smallint)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  if not system.may_oversee(p_viewer, p_workspace) then return; end if;
  return query
  select asked.id, s.score from unnest(p_workspaces, p_connections) as asked (workspace_id, id)
  cross join lateral (
    select m.score from public.calendar_monitoring_results m
    where m.workspace_id = asked.workspace_id and m.subject_kind = 'connection' and m.subject_id = asked.id::text
      and m.bucket = 'day' and m.starts_at > p_now - interval '7 days'
    order by m.starts_at desc limit 1
  ) s
  where p_workspace is null or asked.workspace_id = p_workspace;
end
$$;

revoke execute on function system.overseen_scores(uuid, uuid, uuid[], uuid[], timestamptz) from public;
grant execute on function system.overseen_scores(uuid, uuid, uuid[], uuid[], timestamptz) to daykeeper_app;
reset role;
