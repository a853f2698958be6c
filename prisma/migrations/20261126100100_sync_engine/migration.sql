-- What the sync engine keeps beside the first schema: a round that can be resumed, what was asked for while a run was
-- going on, and the rest of an event that its fingerprint covers. Old code does not read any of it and writes none.

alter table calendar_sync_states
  add column round jsonb,
  add column baselined_at timestamptz(3),
  add column gap_since timestamptz(3),
  add column sync_requested_at timestamptz(3),
  add column requested_trigger text,
  add column requested_priority smallint,
  add column crashes integer not null default 0,
  add column last_progress_at timestamptz(3),
  add column full_reads_at timestamptz(3)[] default array[]::timestamptz(3)[],
  add column unresolved_rounds integer not null default 0,
  add column recent_changes double precision not null default 0;

alter table calendars
  add column is_hidden boolean not null default false,
  add column is_generated boolean not null default false;

alter table events
  add column is_exception boolean not null default false,
  add column start_wall text,
  add column end_wall text,
  add column start_iana_zone text,
  add column end_iana_zone text,
  add column organizer_name text,
  add column organizer_is_self boolean not null default false,
  add column attendees_partial boolean not null default false,
  add column join_found_in text,
  add column flags text[] default array[]::text[],
  add column own_mark text,
  add column written_at timestamptz(3),
  add column read_id uuid;

alter table event_writes
  alter column remote_id drop not null,
  add column notify text not null default 'nobody',
  add constraint event_writes_notify_is_known check (notify in ('everybody', 'nobody'));

-- A deletion that waits, and an answer the provider still owes, are neither a success nor a failure.
alter table sync_runs drop constraint sync_runs_outcome_is_known;
alter table sync_runs add constraint sync_runs_outcome_is_known
  check (outcome in ('running', 'succeeded', 'held', 'waiting', 'failed', 'aborted', 'lost'));

alter table calendar_sync_states add constraint calendar_sync_states_requested_priority_is_known check (requested_priority between 0 and 2);

-- The occurrences of one series: a removal may name the series alone.
create index events_series_idx on events (workspace_id, calendar_id, series_remote_id) where series_remote_id is not null;
