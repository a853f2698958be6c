// P10, P18. What /admin/health costs with 100,000 connections: the summary from counters, a page of the list, the last
// page, a search, and all that the page is drawn from, beside the same statements alone. The bad one counts by grouping.
// Run: npm run bench:admin   (BENCH_ACCOUNTS=10000 for a shorter run)
import { median, reporter } from "./report";
import { openBenchDatabase } from "./own-database";

const database = await openBenchDatabase();
const { createLog } = await import("../src/lib/log");
const { createPerson } = await import("../src/testing/cast");
const { makeCrowd } = await import("../src/testing/crowd");
const { depsWithoutDatabase } = await import("../src/testing/deps");
const { withClient } = await import("../src/testing/migrated-database");
const { testEnv } = await import("../src/testing/env");
const { openDatabase } = await import("../src/server/db/open-database");
const { countOverseen, listOverseen } = await import("../src/server/db/admin/connections");
const rows = await import("../src/server/db/admin/overview");
const { loadOverseen } = await import("../src/server/admin/load-connections");
const { loadOverview } = await import("../src/server/admin/load-overview");
const { overseenQuery } = await import("../src/server/admin/inputs");

type Person = Parameters<typeof loadOverview>[1];

const report = reporter("admin");
const accounts = Number(process.env.BENCH_ACCOUNTS ?? 100_000);
const perWorkspace = 5_000;
const rounds = Number(process.env.BENCH_ROUNDS ?? 60);
const db = openDatabase({ url: database.url, maxConnections: 2 });
const now = () => new Date();
const { deps: bare } = depsWithoutDatabase(testEnv(database.url));
const deps = { ...bare, db, now, log: createLog({ level: "error", service: "bench", known: [] }) };

async function time(run: () => Promise<unknown>, count = rounds): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < count + 5; round += 1) {
    const startedMs = performance.now();
    await run();
    // The first ones warm up plans and caches.
    if (round >= 5) times.push(performance.now() - startedMs);
  }
  return median(times);
}

/** Each account with a calendar that was read at some time of the last quarter of an hour. */
async function addWorkspace(name: string): Promise<void> {
  const at = now();
  const workspaceId = await makeCrowd(db, { name, accounts: perWorkspace, provider: "google", at });
  await db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.$executeRaw`
      insert into calendars (workspace_id, connection_id, remote_id, name, is_selected)
      select workspace_id, id, 'primary', 'Work', true from connections`;
    await tx.$executeRaw`
      insert into calendar_sync_states (workspace_id, calendar_id, provider, status, last_attempt_at, last_success_at, next_sync_at)
      select workspace_id, id, 'google', 'healthy', ${at}, ${at}::timestamptz - random() * interval '15 minutes',
        ${at}::timestamptz + interval '15 minutes' from calendars`;
  });
}

try {
  for (let made = 0; made < accounts; made += perWorkspace) await addWorkspace(`Crowd${made / perWorkspace}`);
  const viewerId = await createPerson(db, "Ivo");
  await withClient(database.url, async (client) => {
    await client.query("alter table users no force row level security");
    await client.query("update users set is_instance_admin = true where id = $1", [viewerId]);
    await client.query("alter table users force row level security");
    await client.query("vacuum analyze");
  });
  const person = { kind: "person", user: { id: viewerId }, workspace: null, role: null, isInstanceAdmin: true };
  const caller = person as unknown as Person;
  const of = { viewerId, workspaceId: null };
  const filter = { provider: null, states: ["needs_reconnecting", "disabled"], search: null };
  const page = { order: "worst", after: null, limit: 51 };

  const summary = await time(() => db.outsideWorkspace((tx) => rows.readTotals(tx, of)));
  const grouped = await withClient(database.url, async (client) => {
    await client.query("set role daykeeper_system");
    const grouping = "select provider, status, count(*) from connections where disconnected_at is null group by 1, 2";
    return time(() => client.query(grouping), 20);
  });
  report("summary_ms", summary, {});
  report("bad_group_by_times_slower", grouped / summary, { least: 10 });

  const list = await time(() => loadOverseen(deps, caller, overseenQuery.parse({ state: "act" })));
  const listSql = await time(() =>
    db.outsideWorkspace(async (tx) => {
      await listOverseen(tx, of, { filter, page });
      await countOverseen(tx, of, { filter, limit: 10_000 });
    }),
  );
  report("list_ms", list, {});
  report("list_over_its_sql", list / listSql, { most: 2 });
  report("search_ms", await time(() => loadOverseen(deps, caller, overseenQuery.parse({ q: "person 4800" }))), {});

  const overview = await time(() => loadOverview(deps, caller));
  const overviewSql = await time(() =>
    db.outsideWorkspace(async (tx) => {
      await rows.readTotals(tx, of);
      await rows.countProofAges(tx, of, { boundsMs: [60_000, 900_000], now: now() });
      await rows.countGrants(tx, of, { now: now(), before: now() });
      await rows.listOverseenWorkspaces(tx, viewerId, 50);
      await rows.listOverseenTransitions(tx, of, 30);
    }),
  );
  report("overview_ms", overview, {});
  report("overview_over_its_sql", overview / overviewSql, { most: 2 });
} finally {
  await db.close();
  await database.close();
}
