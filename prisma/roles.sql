-- The three roles Daykeeper works with. None can log in, none is a superuser, none bypasses row security.
--
--   daykeeper_app      what the application becomes at the start of every transaction; owns nothing
--   daykeeper_system   owns the few functions of the schema "system" that may look across workspaces
--   daykeeper_auditor  reads the audit log
--
-- Run by `npm run db:migrate`. Where the migrating login may not create roles (some hosted databases), their
-- administrator runs this file once. When it is not run as the login of DATABASE_URL, name that login first:
--   set daykeeper.login = 'the_login';
-- Roles belong to the whole server, so this must be safe to repeat and to run from two databases at once.
do $roles$
declare
  login text := coalesce(nullif(current_setting('daykeeper.login', true), ''), current_user);
  since_16 boolean := current_setting('server_version_num')::int >= 160000;
  wanted text;
begin
  foreach wanted in array array['daykeeper_app', 'daykeeper_system', 'daykeeper_auditor'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin', wanted);
      exception when duplicate_object or unique_violation then
        null; -- another migration was faster
      end;
    end if;
    for attempt in 1 .. 5 loop
      -- Before 16 a membership always allows SET ROLE; since then SET is a privilege of its own, which the
      -- creator of a role does not get by itself. INHERIT stays off: the login sees nothing without SET ROLE.
      exit when pg_has_role(login, wanted, case when since_16 then 'SET' else 'MEMBER' end);
      begin
        execute format('grant %I to %I', wanted, login) || case when since_16 then ' with inherit false, set true' else '' end;
      exception when unique_violation or internal_error then
        perform pg_sleep(0.05 * attempt); -- another migration grants the same at this moment
      end;
    end loop;
  end loop;
end
$roles$;
