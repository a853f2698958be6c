-- A person says when they work. The row's policy admits the workspace; whose row it is, the server sees to.
grant update (working_hours) on memberships to daykeeper_app;
