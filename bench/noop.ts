// P3. A sync that finds nothing new writes nothing: no row version in the mirror, one update of the calendar's own row, one
// call. Counted by PostgreSQL itself. Run: node --import tsx bench/noop.ts
import pg from "pg";

import { reporter } from "./report";
import {
  closeScene,
  connect,
  databaseUrl,
  deps,
  lastRun,
  providers,
  sync,
  tellStatistics,
  type BenchCalendar,
} from "./scene";

const report = reporter("noop");
const rounds = Number(process.env.BENCH_ROUNDS ?? 20);
const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();

type Written = { readonly events: number; readonly states: number };

/** Row versions so far. */
async function countVersions(): Promise<Written> {
  await tellStatistics();
  const { rows } = await client.query<{ relname: string; n: string }>(
    `select relname, n_tup_ins + n_tup_upd + n_tup_del as n from pg_stat_user_tables
     where relname in ('events', 'calendar_sync_states', 'sync_read_items', 'quarantined_events')`,
  );
  const of = (...names: string[]) =>
    rows.filter(({ relname }) => names.includes(relname)).reduce((sum, { n }) => sum + Number(n), 0);
  return { events: of("events", "sync_read_items", "quarantined_events"), states: of("calendar_sync_states") };
}

async function versionsOf(run: () => Promise<void>): Promise<Written> {
  const before = await countVersions();
  await run();
  const after = await countVersions();
  return { events: (after.events - before.events) / rounds, states: (after.states - before.states) / rounds };
}

const repeat = async (run: () => Promise<unknown>) => {
  for (let round = 0; round < rounds; round += 1) await run();
};

/** The bad one: reads everything and writes every row it reads, as a mirror does that trusts no version. */
async function writeAnyway({ workspaceId, calendarId }: BenchCalendar): Promise<void> {
  await deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.event.updateMany({ where: { workspaceId, calendarId }, data: { updatedAt: deps.now() } }),
  );
}

try {
  for (const provider of providers) {
    const calendar = await connect(provider, 1_000);
    await sync(calendar);
    let calls = 0;
    const good = await versionsOf(() =>
      repeat(async () => {
        await sync(calendar);
        calls += (await lastRun(calendar)).calls;
      }),
    );
    report(`${provider.id}_event_row_versions`, good.events, { most: 0 });
    // One more is the claim, which a worker makes.
    report(`${provider.id}_state_row_versions_beside_the_claim`, good.states - 1, { most: 1 });
    report(`${provider.id}_calls`, calls / rounds, { most: 1 });
    const bad = await versionsOf(() => repeat(() => writeAnyway(calendar)));
    report(`${provider.id}_bad_one_writes_row_versions`, bad.events, { least: 1_000 });
  }
} finally {
  await client.end();
  await closeScene();
}
