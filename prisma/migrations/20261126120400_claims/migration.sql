-- Rows held under a lease are named by key, a handful or some hundreds of them. Without statistics of the moment the planner
-- takes the table for small and reads all of it: six times as slow with 40,000 rows, and slower the more there are.

set role daykeeper_system;

alter function system.finish_work(uuid[], uuid[], bigint[]) set enable_seqscan = off;
alter function system.finish_work(uuid[], uuid[], bigint[]) set enable_hashjoin = off;
alter function system.finish_work(uuid[], uuid[], bigint[]) set enable_mergejoin = off;
alter function system.release_work(uuid[], uuid[], bigint[]) set enable_seqscan = off;
alter function system.release_work(uuid[], uuid[], bigint[]) set enable_hashjoin = off;
alter function system.release_work(uuid[], uuid[], bigint[]) set enable_mergejoin = off;
alter function system.release_syncs(uuid[], uuid[], bigint[]) set enable_seqscan = off;
alter function system.release_syncs(uuid[], uuid[], bigint[]) set enable_hashjoin = off;
alter function system.release_syncs(uuid[], uuid[], bigint[]) set enable_mergejoin = off;
alter function system.extend_work(uuid[], uuid[], bigint[], timestamptz) set enable_seqscan = off;
alter function system.extend_work(uuid[], uuid[], bigint[], timestamptz) set enable_hashjoin = off;
alter function system.extend_work(uuid[], uuid[], bigint[], timestamptz) set enable_mergejoin = off;
alter function system.extend_syncs(uuid[], uuid[], bigint[], timestamptz) set enable_seqscan = off;
alter function system.extend_syncs(uuid[], uuid[], bigint[], timestamptz) set enable_hashjoin = off;
alter function system.extend_syncs(uuid[], uuid[], bigint[], timestamptz) set enable_mergejoin = off;

-- A claim costs what is due: it never reads a table from end to end, whatever the statistics say.
alter function system.claim_due_syncs(uuid, integer, timestamptz, timestamptz, smallint, smallint) set enable_seqscan = off;
alter function system.claim_due_work(text[], uuid, integer, timestamptz, timestamptz, smallint, smallint) set enable_seqscan = off;

reset role;

-- Work is written, claimed and gone. The claim of a whole page of rows finds room on the page: no index is touched.
alter table due_work set (fillfactor = 45);
