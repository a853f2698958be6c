// P10. What asking for the health of one person costs, however many accounts there are; of a whole workspace; and of asking
// again when nothing has changed; of the whole instance, from counters that must equal a recount. The bad one asks for each connection by itself and counts its runs.
// Run: node --import tsx bench/health.ts   (BENCH_ACCOUNTS=1000000 for a million)
import { median, reporter } from "./report";
import { openBenchDatabase } from "./own-database";

const database = await openBenchDatabase();
const { createLog } = await import("../src/lib/log");
const { addMember, createPerson, createWorkspace } = await import("../src/testing/cast");
const { depsWithoutDatabase } = await import("../src/testing/deps");
const { openDatabase } = await import("../src/server/db/open-database");
const { loadEvidence, loadLastRuns } = await import("../src/server/db/health/evidence");
const { loadHealth } = await import("../src/server/health/load-health");
const { loadOverseen } = await import("../src/server/admin/load-connections");
const { withClient } = await import("../src/testing/migrated-database");
const { testEnv } = await import("../src/testing/env");

type Person = Parameters<typeof loadHealth>[1];
type Place = { readonly workspaceId: string; readonly userId: string; readonly managerId: string };

const report = reporter("health");
const perWorkspace = 1_000;
const most = Number(process.env.BENCH_ACCOUNTS ?? 100_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 200);
const db = openDatabase({ url: database.url, maxConnections: 2 });
const now = () => new Date();
const { deps: bare } = depsWithoutDatabase(testEnv(database.url));
const deps = { ...bare, db, now, log: createLog({ level: "error", service: "bench", known: [] }) };

const places: Place[] = [];
const nowhere: Place = { workspaceId: "", userId: "", managerId: "" };

/** A workspace with a thousand accounts of one manager, and one person with one account and 60 runs. */
async function addWorkspace(): Promise<void> {
  const manager = await createPerson(db, "Grace");
  const workspaceId = await createWorkspace(db, manager, "Crowd");
  const userId = await createPerson(db, "Bob");
  await addMember(db, { workspaceId, userId, role: "member" });
  const at = now();
  await db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.$executeRaw`
      insert into connections (workspace_id, user_id, provider, remote_account_id, granted_scopes)
      select ${workspaceId}::uuid, case n when 1 then ${userId}::uuid else ${manager}::uuid end, 'google', 'account ' || n, '{}'
      from generate_series(1, ${perWorkspace}::int) n`;
    await tx.$executeRaw`
      insert into credentials (workspace_id, connection_id, kind, key_id, access_token, refresh_token, access_expires_at)
      select workspace_id, id, 'oauth', 'k1', 'sealed', 'sealed', ${at}::timestamptz + interval '1 hour' from connections where workspace_id = ${workspaceId}::uuid`;
    await tx.$executeRaw`
      insert into calendars (workspace_id, connection_id, remote_id, name, is_selected)
      select workspace_id, id, 'primary', 'Work', true from connections where workspace_id = ${workspaceId}::uuid`;
    await tx.$executeRaw`
      insert into calendar_sync_states (workspace_id, calendar_id, provider, last_attempt_at, last_success_at, next_sync_at)
      select workspace_id, id, 'google', ${at}, ${at}, ${at}::timestamptz + interval '15 minutes' from calendars where workspace_id = ${workspaceId}::uuid`;
    await tx.$executeRaw`
      insert into sync_runs (workspace_id, calendar_id, trigger, kind, outcome, fence, started_at, duration_ms)
      select k.workspace_id, k.id, 'schedule', 'incremental', 'succeeded', n, ${at}::timestamptz - n * interval '15 minutes', 100
      from calendars k join connections c on c.id = k.connection_id, generate_series(1, 60) n
      where k.workspace_id = ${workspaceId}::uuid and c.workspace_id = ${workspaceId}::uuid and c.user_id = ${userId}::uuid`;
  });
  places.push({ workspaceId, userId, managerId: manager });
}

const measureTables = () => withClient(database.url, (client) => client.query("vacuum analyze"));

/** With statistics every hundred workspaces: without them, what fills a table that has grown tenfold reads it from end to end. */
async function growTo(accounts: number): Promise<void> {
  const startedMs = performance.now();
  while (places.length * perWorkspace < accounts) {
    await addWorkspace();
    if (places.length % 100 === 0) await measureTables();
  }
  await measureTables();
  report(`filled_to_${accounts}_s`, (performance.now() - startedMs) / 1_000, {});
}

const personOf = ({ workspaceId, userId }: Place, role = "member") =>
  ({ kind: "person", user: { id: userId }, workspace: { id: workspaceId }, role }) as Person;

const managerOf = (place: Place) => personOf({ ...place, userId: place.managerId }, "manager");

const percentile = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;

async function time(run: (place: Place) => Promise<unknown>, count = rounds): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < count + 10; round += 1) {
    const place = places[(round * 7) % places.length];
    if (place === undefined) throw new Error("There is no workspace.");
    const startedMs = performance.now();
    await run(place);
    // The first ones warm up plans and caches.
    if (round >= 10) times.push(performance.now() - startedMs);
  }
  return times;
}

const ofPerson = (place: Place) => loadHealth(deps, personOf(place));

/** The same statements through the same pool, and nothing made of them. */
const sqlAlone = ({ workspaceId, userId }: Place) =>
  db.inWorkspace({ workspaceId, userId }, async (tx) => {
    const rows = await loadEvidence(tx, { workspaceId, userId }, now());
    const calendarIds = rows.flatMap(({ calendar_id: id }) => (id === null ? [] : [id]));
    await loadLastRuns(tx, { workspaceId, calendarIds, limit: 60 });
  });

/** Each connection by itself, as a page does that grew around one. */
const oneByOne = ({ workspaceId }: Place) =>
  db.inWorkspace({ workspaceId }, async (tx) => {
    for (const { id: connectionId } of await tx.connection.findMany({ select: { id: true } }))
      await loadEvidence(tx, { workspaceId, connectionId }, now());
  });

/** What somebody sees first who looks after a workspace: how many are in which state, and the fifty worst. */
const pageOfWorkspace = (place: Place) =>
  loadOverseen(deps, managerOf(place), { sort: "worst", limit: 50, workspaceId: undefined });

/** The whole instance: from the counters, and counted anew. They must say the same. */
async function compareSummaries(): Promise<void> {
  await withClient(database.url, async (client) => {
    await client.query("alter table connections no force row level security");
    await client.query("alter table health_counts no force row level security");
    const ask = async (text: string) => {
      const times: number[] = [];
      let rows: unknown[] = [];
      for (let round = 0; round < 12; round += 1) {
        const startedMs = performance.now();
        ({ rows } = await client.query<object>(text));
        times.push(performance.now() - startedMs);
      }
      return { rows, ms: median(times) };
    };
    const from = (table: string, count: string, where: string) =>
      `select provider, status, ${count}::int as n from ${table} where ${where} group by 1, 2 order by 1, 2`;
    const counters = await ask(from("health_counts", "sum(connections)", "connections > 0"));
    const counted = await ask(from("connections", "count(*)", "disconnected_at is null"));
    report("summary_from_counters_ms", counters.ms, { most: 1 });
    report("summary_times_faster_than_counting", counted.ms / counters.ms, {
      ...(places.length * perWorkspace < 100_000 ? {} : { least: 20 }),
    });
    const isSame = JSON.stringify(counters.rows) === JSON.stringify(counted.rows);
    report("counters_equal_a_recount", isSame ? 1 : 0, { least: 1 });
  });
}

try {
  await growTo(10_000);
  const small = await time(ofPerson);
  const bareSql = await time(sqlAlone);
  report("one_person_p99_ms", percentile(small, 0.99), {});
  report("one_person_over_its_sql_p99", percentile(small, 0.99) / percentile(bareSql, 0.99), { most: 2 });
  for (const accounts of [100_000, 1_000_000].filter((each) => each <= most)) {
    await growTo(accounts);
    const goal = accounts === 100_000 ? 1.2 : 1.5;
    report(`ratio_${accounts}_to_10000`, median(await time(ofPerson)) / median(small), { most: goal });
  }
  const page = await time(pageOfWorkspace, 60);
  report("page_of_a_workspace_of_1000_p99_ms", percentile(page, 0.99), { most: 15 });
  const whole = await time((place) => loadHealth(deps, personOf(place, "manager"), { userId: "all" }), 60);
  report("every_detail_of_1000_p99_ms", percentile(whole, 0.99), {});
  report("every_detail_over_the_page", median(whole) / median(page), {});
  await compareSummaries();
  report("bad_one_by_one_times_slower", median(await time(oneByOne, 3)) / median(whole), { least: 3 });
  const [place] = places;
  const { version } = await ofPerson(place ?? nowhere);
  const known = await time(() => loadHealth(deps, personOf(place ?? nowhere), { knownVersion: version }));
  report("unchanged_over_whole_answer", median(known) / median(await time(ofPerson)), { most: 0.9 });
} finally {
  await db.close();
  await database.close();
}
