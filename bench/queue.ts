// How many pieces of work a second one process claims, does nothing for, and finishes; beside other ways in the same run.
// And how long it takes from asking to beginning. Run: npm run bench:queue
import { randomUUID } from "node:crypto";

import pg from "pg";

import { openBenchDatabase } from "./own-database";
import { median, reporter } from "./report";

const database = await openBenchDatabase();
const { openDatabase } = await import("../src/server/db/open-database");
const { claimWorkRows } = await import("../src/server/db/work/claims");
const { finishWork } = await import("../src/server/db/work/leases");
const { startWorkLoop } = await import("../src/server/work/work-loop");
const { depsWithoutDatabase } = await import("../src/testing/deps");
const { testEnv } = await import("../src/testing/env");
const { addDueWork, idleHandlers, openWorkScene } = await import("../src/testing/work-scene");

const jobs = Number(process.env.QUEUE_JOBS ?? 40_000);
const rounds = Number(process.env.QUEUE_ROUNDS ?? 3);
const asked = Number(process.env.QUEUE_ASKED ?? 500);
const workspaces = 200;
const batch = 500;
const figure = reporter("queue");
const deps = { ...depsWithoutDatabase(testEnv(database.url)).deps, db: openDatabase({ url: database.url }) };
const client = new pg.Client({ connectionString: database.url });
await client.connect();
const scene = await openWorkScene(deps);

await client.query(
  "alter table workspaces no force row level security; alter table due_work no force row level security",
);
await client.query(
  "insert into workspaces (id, name, slug) select md5('w' || g)::uuid, 'w' || g, 'w' || g from generate_series(1, $1::int) g",
  [workspaces],
);

async function fill(count: number): Promise<void> {
  await client.query("truncate due_work");
  await client.query(
    `insert into due_work (workspace_id, kind, key, due_at, payload)
     select md5('w' || (1 + g % $1::int))::uuid, 'connection.discover', 'k' || g, now() - interval '1 minute', '{}'
     from generate_series(1, $2::int) g`,
    [workspaces, count],
  );
  await client.query("vacuum analyze due_work");
}

const noop = () => Promise.resolve();

/** As the worker does it: claimed fairly under a lease, run, finished under its fence. Two at a time, as two workers would. */
async function ours(): Promise<number> {
  await fill(jobs);
  let done = 0;
  const work = async () => {
    // Nothing, while the other one holds all that was looked at, is not the end.
    for (let empty = 0; empty < 3;) {
      const now = deps.now();
      const rows = await deps.db.outsideWorkspace((tx) =>
        claimWorkRows(tx, ["connection.discover"], {
          owner: randomUUID(),
          limit: batch,
          now,
          leaseUntil: new Date(now.getTime() + 30_000),
          least: 0,
          most: 2,
        }),
      );
      empty = rows.length === 0 ? empty + 1 : 0;
      await Promise.all(rows.map(noop));
      const held = rows.map(({ workspace_id: workspaceId, work_id: id, fence }) => ({ workspaceId, id, fence }));
      const finished = await deps.db.outsideWorkspace((tx) => finishWork(tx, held));
      done += finished;
    }
  };
  const startedMs = performance.now();
  await Promise.all([work(), work()]);
  if (done !== jobs) throw new Error(`${done} of ${jobs} were done.`);
  return (jobs * 1_000) / (performance.now() - startedMs);
}

/**
 * The floor: no lease, no fairness, no fence; a row that is claimed by a process that dies stays claimed. graphile-worker
 * with its local queue reached 0.34 of it (28,501 of 84,925) on a machine like ours; 0.8 of that is the goal here.
 */
async function bare(): Promise<number> {
  await client.query("drop table if exists bare_jobs");
  await client.query(
    "create table bare_jobs (id bigserial primary key, run_at timestamptz not null, locked boolean not null default false)",
  );
  await client.query("create index on bare_jobs (run_at) where not locked");
  await client.query("insert into bare_jobs (run_at) select now() from generate_series(1, $1::int)", [jobs]);
  await client.query("vacuum analyze bare_jobs");
  const work = async () => {
    const own = new pg.Client({ connectionString: database.url });
    await own.connect();
    for (;;) {
      const { rows } = await own.query<{ id: string }>(
        `update bare_jobs set locked = true where id = any (array(
           select id from bare_jobs where not locked and run_at <= now() order by run_at limit ${batch} for update skip locked))
         returning id`,
      );
      if (rows.length === 0) break;
      await Promise.all(rows.map(noop));
      await own.query("delete from bare_jobs where id = any ($1::bigint[])", [rows.map(({ id }) => id)]);
    }
    await own.end();
  };
  const startedMs = performance.now();
  await Promise.all([work(), work()]);
  return (jobs * 1_000) / (performance.now() - startedMs);
}

/** What one would write first: one piece after the other, each claimed and finished alone. Must lose. */
async function oneByOne(): Promise<number> {
  const count = Math.min(jobs, 500);
  await fill(count);
  const startedMs = performance.now();
  for (;;) {
    const now = deps.now();
    const lease = {
      owner: randomUUID(),
      limit: 1,
      now,
      leaseUntil: new Date(now.getTime() + 30_000),
      least: 0,
      most: 2,
    };
    const [row] = await deps.db.outsideWorkspace((tx) => claimWorkRows(tx, ["connection.discover"], lease));
    if (row === undefined) break;
    await noop();
    const held = [{ workspaceId: row.workspace_id, id: row.work_id, fence: row.fence }];
    await deps.db.outsideWorkspace((tx) => finishWork(tx, held));
  }
  return (count * 1_000) / (performance.now() - startedMs);
}

/** From just before asking to the first line of the handler, with the real loop and its wake-up. */
async function startTimes(listens: boolean): Promise<number[]> {
  await client.query("truncate due_work");
  const begun = new Map<string, (atMs: number) => void>();
  const env = listens ? deps.env : testEnv("postgresql://nobody:nothing@127.0.0.1:9/none");
  const loop = startWorkLoop({ ...deps, env }, randomUUID(), {
    ...idleHandlers,
    "connection.discover": (_deps, { payload }) => {
      begun.get(payload.connectionId)?.(performance.now());
      return Promise.resolve();
    },
  });
  const signal = new AbortController().signal;
  await deps.sleep(1_000, signal);
  const times: number[] = [];
  for (let i = 0; i < (listens ? asked : 20); i++) {
    const connectionId = randomUUID();
    const started = Promise.withResolvers<number>();
    begun.set(connectionId, started.resolve);
    const askedMs = performance.now();
    await addDueWork(deps, scene, { connectionId, priority: 2 });
    times.push((await started.promise) - askedMs);
    await deps.sleep(5 + deps.chance() * 20, signal);
  }
  await loop.stop();
  return times;
}

const rates: { ours: number; bare: number }[] = [];
for (let i = 0; i < rounds; i++) rates.push({ bare: await bare(), ours: await ours() });
const single = await oneByOne();
const heard = (await startTimes(true)).toSorted((a, b) => a - b);
const polled = await startTimes(false);
await deps.db.close();
await client.end();
await database.close();

const rate = median(rates.map((each) => each.ours));
console.log(
  `claimed and finished in batches of ${batch}: ${Math.round(rate)}/s; without lease, fence and fairness: ${Math.round(median(rates.map((each) => each.bare)))}/s; one by one: ${Math.round(single)}/s`,
);
figure("jobs_per_second", rate, { least: 20_000 });
figure("of_bare_skip_locked", median(rates.map((each) => each.ours / each.bare)), { least: 0.27 });
figure("times_one_by_one", rate / single, { least: 10 });
figure("ask_to_start_p50_ms", median(heard), { most: 2 });
figure("ask_to_start_p99_ms", heard[Math.floor(heard.length * 0.99)] ?? Number.NaN, { most: 10 });
figure("times_faster_than_polling", median(polled) / median(heard), { least: 10 });
