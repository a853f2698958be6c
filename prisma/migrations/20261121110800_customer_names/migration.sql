-- Two names of the customer's documents that are views over a finer model (docs/decisions/012). They run with the
-- rights of the reader, so that row security holds through them.

-- One row per workspace, person and provider over the calendars selected there. lastSuccessfulSync is the oldest of
-- them: all are proved to be at least that fresh, and it is null while one was never read.
create view calendar_sync_metadata with (security_invoker = true) as
select
  c.workspace_id as "tenantId",
  c.user_id as "userId",
  c.provider,
  (array_agg(s.cursor order by k.is_primary desc, k.id) filter (where s.cursor_kind = 'sync_token'))[1] as "syncToken",
  (array_agg(s.cursor order by k.is_primary desc, k.id) filter (where s.cursor_kind = 'delta_link'))[1] as "deltaLink",
  case when bool_or(s.last_success_at is null) then null else min(s.last_success_at) end as "lastSuccessfulSync",
  coalesce(max(s.consecutive_failures), 0) as "consecutiveFailures",
  coalesce(sum(s.events_synced), 0)::integer as "eventsSynced",
  coalesce(max(s.last_duration_ms), 0) as "syncDuration",
  coalesce(
    (array_agg(c.last_error ->> 'code') filter (where c.last_error is not null))[1],
    (array_agg(s.last_error ->> 'code' order by s.last_attempt_at desc nulls last) filter (where s.last_error is not null))[1]
  ) as "lastError",
  bool_or(c.auth_status = 'active' and c.paused_at is null and s.disabled_at is null and s.paused_at is null) as "isActive"
from connections c
join calendars k on k.workspace_id = c.workspace_id and k.connection_id = c.id and k.is_selected and k.retired_at is null
join calendar_sync_states s on s.workspace_id = k.workspace_id and s.calendar_id = k.id
where c.disconnected_at is null
group by c.workspace_id, c.user_id, c.provider;

-- The part of the due work that processes notifications and failed at least once.
create view webhook_retry_queue with (security_invoker = true) as
select
  w.workspace_id,
  w.id,
  w.key as notification_id,
  w.attempts,
  w.due_at as next_retry_at,
  w.last_error ->> 'code' as last_error,
  w.created_at,
  w.dead_at,
  case when w.dead_at is not null then 'dead' when w.lease_until is not null then 'processing' else 'waiting' end as status
from due_work w
where w.kind = 'notification.process' and w.last_error is not null;

grant select on calendar_sync_metadata, webhook_retry_queue to daykeeper_app;
