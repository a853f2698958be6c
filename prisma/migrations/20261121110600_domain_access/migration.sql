-- Row security and grants for the domain. The rules are those of 20261121100100_people_access.

do $$
declare
  guarded text;
  tenant constant text := 'workspace_id = (select nullif(current_setting(''app.workspace_id'', true), '''')::uuid)';
  mine constant text := 'user_id = (select nullif(current_setting(''app.user_id'', true), '''')::uuid)';
  nobody constant text := '(select nullif(current_setting(''app.user_id'', true), '''')) is null';
begin
  foreach guarded in array array[
    'connections', 'credentials', 'connect_attempts', 'calendars', 'calendar_sync_states', 'sync_read_items', 'sync_runs',
    'events', 'removed_events', 'quarantined_events', 'event_writes', 'conflicts', 'meetings', 'calendar_webhooks',
    'calendar_webhook_logs', 'health_transitions', 'calendar_monitoring_results', 'calendar_alerts',
    'notification_preferences', 'notification_endpoints', 'notification_deliveries', 'workspace_settings',
    'booking_configurations', 'booking_hosts', 'booking_calendars', 'bookings', 'booked_times', 'idempotency_keys',
    'due_work', 'breakers', 'call_counts', 'rate_budgets'
  ] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy system on %I to daykeeper_system using (current_user = ''daykeeper_system'')', guarded);
    execute format('create policy tenant on %I to daykeeper_app using (%s)', guarded, tenant);
  end loop;

  -- Contents of events belong to the owner of the calendar. The engine works without a person and sees its workspace;
  -- inside a person's request nobody, a manager neither, reads the events of another.
  foreach guarded in array array['events', 'event_writes', 'conflicts', 'connect_attempts'] loop
    execute format('create policy owner on %I as restrictive to daykeeper_app using (%s or %s)', guarded, nobody, mine);
  end loop;

  -- A provider's breaker and a project's budget are the same for everybody, and no secret.
  foreach guarded in array array['breakers', 'rate_budgets'] loop
    execute format(
      'create policy instance on %I for select to daykeeper_app using (workspace_id = ''00000000-0000-0000-0000-000000000000'')',
      guarded);
  end loop;
end
$$;

grant select, insert, update, delete on
  connections, credentials, connect_attempts, calendars, calendar_sync_states, events, removed_events, quarantined_events,
  event_writes, meetings, calendar_webhooks, notification_preferences, notification_endpoints, workspace_settings,
  booking_configurations, booking_hosts, booking_calendars, idempotency_keys, due_work, breakers, rate_budgets
  to daykeeper_app;
-- History is added to and completed, not removed; pruning is a function.
grant select, insert, update on
  sync_runs, calendar_webhook_logs, calendar_monitoring_results, calendar_alerts, notification_deliveries, bookings,
  conflicts, call_counts
  to daykeeper_app;
grant select, insert on health_transitions to daykeeper_app;
grant select, insert, delete on sync_read_items to daykeeper_app;
-- A taken time is confirmed or given back; it is never moved.
grant select, insert, update (expires_at), delete on booked_times to daykeeper_app;

-- What the functions of "system" need, and no more.
grant select, update on calendar_sync_states, due_work to daykeeper_system;
grant select on connections, calendar_webhooks, booking_configurations, bookings to daykeeper_system;
grant select, insert, delete on booked_times to daykeeper_system;
grant select, delete on
  connect_attempts, idempotency_keys, sync_runs, removed_events, calendar_webhook_logs, health_transitions,
  calendar_monitoring_results, call_counts
  to daykeeper_system;
