-- Row security and grants for people. Enabled AND forced on every table, so that the owner of the tables sees no
-- more than its role allows; without a workspace set in the transaction no row of a workspace is visible.
--
-- The application sets app.workspace_id and app.user_id for one transaction (src/server/db/open-database.ts). An
-- empty setting counts as none. The sub-select lets PostgreSQL read the setting once per query, not once per row.
--
-- daykeeper_system is admitted to every row, but only as itself: current_user is daykeeper_system only inside its
-- own functions, so a login that merely inherits the role sees nothing through it.

do $$
declare
  guarded text;
begin
  foreach guarded in array array[
    'users', 'identities', 'workspaces', 'memberships', 'invitations', 'sessions', 'one_time_links', 'api_keys',
    'audit_log', 'audit_chains', 'rate_buckets', 'workers'
  ] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy system on %I to daykeeper_system using (current_user = ''daykeeper_system'')', guarded);
  end loop;
  foreach guarded in array array['memberships', 'invitations', 'api_keys', 'audit_log', 'audit_chains'] loop
    execute format(
      'create policy tenant on %I to daykeeper_app using (workspace_id = (select nullif(current_setting(''app.workspace_id'', true), '''')::uuid))',
      guarded);
  end loop;
  foreach guarded in array array['audit_log', 'audit_chains'] loop
    execute format('create policy auditor on %I for select to daykeeper_auditor using (true)', guarded);
  end loop;
end
$$;

create policy tenant on workspaces to daykeeper_app
  using (id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));

-- A person sees themselves and the people of the current workspace, and changes only themselves.
create policy self on users to daykeeper_app
  using (id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy colleagues on users for select to daykeeper_app
  using (exists (
    select from memberships
    where memberships.user_id = users.id
      and memberships.workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid)));
create policy self on identities for select to daykeeper_app
  using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));

-- Grants: what the application does, column by column where a column must not be written. Sessions, one-time
-- links, buckets and workers are reached through functions only; memberships are made by functions only.
revoke all on all tables in schema public from public, daykeeper_app, daykeeper_system, daykeeper_auditor;

grant select, update (name, locale, time_zone, updated_at) on users to daykeeper_app;
grant select on identities to daykeeper_app;
grant select, update (name, updated_at) on workspaces to daykeeper_app;
grant select, update (role), delete on memberships to daykeeper_app;
grant select, insert, update (revoked_at) on invitations to daykeeper_app;
grant select, insert, update (revoked_at) on api_keys to daykeeper_app;
grant select on audit_log, audit_chains to daykeeper_app, daykeeper_auditor;

grant select, insert, update, delete on sessions, one_time_links, rate_buckets, workers to daykeeper_system;
grant select, insert, update on users, workspaces, memberships to daykeeper_system;
grant select, insert on identities to daykeeper_system;
grant select, update on invitations, api_keys to daykeeper_system;
-- The function that writes the log cannot rewrite it either.
grant select, insert on audit_log to daykeeper_system;
grant select, insert, update on audit_chains to daykeeper_system;
