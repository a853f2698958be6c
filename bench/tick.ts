// What a look at what is due costs with a thousand calendars and with a million: it must cost what is due, not what
// exists. Run: npm run bench:tick. TICK_CALENDARS=100000 for a shorter run.
import { randomUUID } from "node:crypto";

import pg from "pg";

import { openBenchDatabase, type BenchDatabase } from "./own-database";
import { median, reporter } from "./report";

const large = Number(process.env.TICK_CALENDARS ?? 1_000_000);
const small = 1_000;
const due = 100;
const ticks = 200;
const now = "2026-11-26T10:00:00Z";
const later = "2026-11-26T12:00:00Z";
const figure = reporter("tick");

type Claimed = { workspace_id: string; calendar_id: string; fence: string };
type World = { readonly database: BenchDatabase; readonly client: pg.Client };

/** Calendars without anything around them: what is claimed is this one table. */
async function openWorld(calendars: number): Promise<World> {
  const database = await openBenchDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    alter table calendar_sync_states no force row level security;
    alter table calendar_sync_states drop constraint calendar_sync_states_workspace_id_calendar_id_fkey`);
  await client.query(
    `insert into calendar_sync_states (workspace_id, calendar_id, provider, next_sync_at)
     select md5('w' || g % greatest($1::int / 50, 1))::uuid, gen_random_uuid(), 'fake',
       $2::timestamptz + case when g <= $3::int then -1 else 1 end * (g % 900 + 1) * interval '1 second'
     from generate_series(1, $1::int) g`,
    [calendars, now, due],
  );
  await client.query("alter table calendar_sync_states force row level security");
  await client.query("vacuum analyze calendar_sync_states");
  await client.query("set role daykeeper_app");
  return { database, client };
}

async function closeWorld({ client, database }: World): Promise<void> {
  await client.end();
  await database.close();
}

const claim = async ({ client }: World, at: string): Promise<Claimed[]> =>
  (
    await client.query<Claimed>(
      "select workspace_id, calendar_id, fence from system.claim_due_syncs($1, 100, $2, $3, 0::smallint, 2::smallint)",
      [randomUUID(), at, later],
    )
  ).rows;

async function release({ client }: World, rows: readonly Claimed[]): Promise<void> {
  await client.query("select system.release_syncs($1::uuid[], $2::uuid[], $3::bigint[])", [
    rows.map((row) => row.workspace_id),
    rows.map((row) => row.calendar_id),
    rows.map((row) => row.fence),
  ]);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await run();
  return performance.now() - startedMs;
}

async function tickTimes(world: World): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < ticks + 20; i++) {
    let rows: Claimed[] = [];
    const ms = await timed(async () => {
      rows = await claim(world, now);
    });
    if (rows.length !== due) throw new Error(`${rows.length} calendars were claimed instead of ${due}.`);
    await release(world, rows);
    if (i >= 20) times.push(ms);
  }
  return times;
}

async function idleTimes(world: World): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < ticks; i++) times.push(await timed(() => claim(world, "2026-11-26T09:00:00Z")));
  return times;
}

/** How many rows a tick fetches by an index, and how often it reads a table from end to end. */
async function reads(world: World): Promise<{ rows: number; scans: number }> {
  const look = async () => {
    const { rows } = await world.client.query<{ fetched: string; scans: string }>(
      "select idx_tup_fetch as fetched, seq_scan as scans from pg_stat_xact_all_tables where relname = 'calendar_sync_states'",
    );
    return { fetched: Number(rows[0]?.fetched), scans: Number(rows[0]?.scans) };
  };
  await world.client.query("begin");
  const before = await look();
  await claim(world, now);
  const after = await look();
  await world.client.query("rollback");
  return { rows: after.fetched - before.fetched, scans: after.scans - before.scans };
}

/** What one would write first: sort everything that is due, found by reading everything. Must lose. */
async function naiveTimes({ client }: World): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 10; i++) {
    await client.query(
      "begin; set local enable_indexscan = off; set local enable_bitmapscan = off; reset role; set local role daykeeper_system",
    );
    times.push(
      await timed(() =>
        client.query(
          `select calendar_id from calendar_sync_states where next_sync_at <= $1 and (lease_until is null or lease_until <= $1)
           order by priority desc, next_sync_at limit 100 for update skip locked`,
          [now],
        ),
      ),
    );
    await client.query("rollback");
  }
  return times;
}

const few = await openWorld(small);
const fewMs = median(await tickTimes(few));
const naiveFewMs = median(await naiveTimes(few));
await closeWorld(few);

const many = await openWorld(large);
const manyTimes = await tickTimes(many);
const manyMs = median(manyTimes);
const idleMs = median(await idleTimes(many));
const { rows, scans } = await reads(many);
const naiveManyMs = median(await naiveTimes(many));
await closeWorld(many);

console.log(
  `${due} due of ${small}: ${fewMs.toFixed(2)} ms; of ${large}: ${manyMs.toFixed(2)} ms; nothing due: ${idleMs.toFixed(3)} ms`,
);
console.log(`found by reading everything: ${naiveFewMs.toFixed(2)} ms and ${naiveManyMs.toFixed(2)} ms`);
figure("tick_ratio", manyMs / fewMs, { most: 1.5 });
figure("tick_p99_ms", manyTimes.toSorted((a, b) => a - b)[Math.floor(ticks * 0.99)] ?? Number.NaN, { most: 10 });
figure("idle_ms", idleMs, { most: 0.5 });
figure("rows_read_per_due", rows / due, { most: 2 });
figure("full_scans", scans, { most: 0 });
figure("naive_ratio", naiveManyMs / naiveFewMs, { least: 10 });
