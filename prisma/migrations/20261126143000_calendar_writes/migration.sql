-- SYN-5: whether a person lets us write into a calendar. A column with a constant default costs no rewrite and fits the
-- version before, which neither names it nor misses it. sync_direction said "read" of every calendar and was never asked:
-- it stays until nothing of that version runs any more.
set local lock_timeout = '2s';
alter table calendars add column may_write boolean not null default true;
