// P15. One workspace has ten thousand calendars due and 99 have ten each; calls are made at the provider's full quota, on a
// clock of its own. How long the small ones wait, and how alike. Beside it a queue that serves whoever was due first. Then a
// worker with a backlog of a hundred thousand: how soon a sync begins that somebody asked for, on the real clock.
// Run: node --import tsx bench/fairness.ts
import { randomUUID } from "node:crypto";

import pg from "pg";

import { openBenchDatabase } from "./own-database";
import { median, reporter } from "./report";

const database = await openBenchDatabase();
const { openDatabase } = await import("../src/server/db/open-database");
const { claimSyncRows } = await import("../src/server/db/work/claims");
const { requestSync } = await import("../src/server/sync/request-sync");
const { startWorkLoop } = await import("../src/server/work/work-loop");
const { createPerson, createWorkspace } = await import("../src/testing/cast");
const { depsWithoutDatabase } = await import("../src/testing/deps");
const { testEnv } = await import("../src/testing/env");
const { finishSync, idleHandlers } = await import("../src/testing/work-scene");

const report = reporter("fairness");
const crowd = Number(process.env.BENCH_DUE ?? 10_000);
const backlog = Number(process.env.BENCH_BACKLOG ?? 100_000);
const asked = Number(process.env.BENCH_ASKED ?? 100);
const [small, each] = [99, 10];
const callsPerMinute = 10_000;
/** As often as places become free in a worker. */
const tickMs = 100;
const start = new Date("2026-11-26T10:00:00Z");
const after = (ms: number) => new Date(start.getTime() + ms);

const deps = { ...depsWithoutDatabase(testEnv(database.url)).deps, db: openDatabase({ url: database.url }) };
const client = new pg.Client({ connectionString: database.url });
await client.connect();
for (const table of ["connections", "calendars", "calendar_sync_states"])
  await client.query(`alter table ${table} no force row level security`);
const person = await createPerson(deps.db, "Alice");

/** A workspace with so many calendars of one account that are due. */
async function addWorkspace(calendars: number, dueAt: Date): Promise<{ workspaceId: string; first: string[] }> {
  const workspaceId = await createWorkspace(deps.db, person, "W");
  const connectionId = randomUUID();
  await client.query(
    `insert into connections (workspace_id, id, user_id, provider, remote_account_id) values ($1, $2::uuid, $3, 'fake', $2::text)`,
    [workspaceId, connectionId, person],
  );
  await client.query(
    `insert into calendars (workspace_id, connection_id, remote_id, name, is_selected)
     select $1, $2, g::text, 'Work', true from generate_series(1, $3::int) g`,
    [workspaceId, connectionId, calendars],
  );
  const { rows } = await client.query<{ calendar_id: string }>(
    `insert into calendar_sync_states (workspace_id, calendar_id, provider, next_sync_at)
     select workspace_id, id, 'fake', $2 from calendars where workspace_id = $1 returning calendar_id`,
    [workspaceId, dueAt],
  );
  return { workspaceId, first: rows.slice(0, asked).map((row) => row.calendar_id) };
}

type Row = { readonly workspace_id: string; readonly calendar_id: string };
type Take = (limit: number, now: Date) => Promise<readonly Row[]>;

const ours: Take = (limit, now) =>
  deps.db.outsideWorkspace((tx) =>
    claimSyncRows(tx, { owner: randomUUID(), limit, now, leaseUntil: after(86_400_000), least: 0, most: 2 }),
  );

/** The bad one. */
const firstDueFirst: Take = async (limit) => {
  const { rows } = await client.query<Row>(
    `select workspace_id, calendar_id from calendar_sync_states where next_sync_at is not null order by next_sync_at limit $1`,
    [limit],
  );
  return rows;
};

/** When each calendar of the small ones was begun, after everybody became due. */
async function serve(take: Take): Promise<Map<string, number[]>> {
  await client.query("truncate calendar_sync_states, calendars cascade");
  const big = await addWorkspace(crowd, after(-3_600_000));
  for (let index = 0; index < small; index += 1) await addWorkspace(each, after(-1_000));
  await client.query("vacuum analyze calendar_sync_states");
  const waits = new Map<string, number[]>();
  let [served, left] = [0, small * each];
  for (let ms = 0; left > 0; ms += tickMs) {
    const limit = Math.floor(((ms + tickMs) * callsPerMinute) / 60_000) - served;
    const rows = await take(limit, after(ms));
    served += rows.length;
    if (rows.length === 0) throw new Error("Nothing was claimed although something is due.");
    await client.query(
      "update calendar_sync_states set next_sync_at = null, lease_until = null, lease_owner = null where calendar_id = any ($1::uuid[])",
      [rows.map((row) => row.calendar_id)],
    );
    for (const { workspace_id: workspaceId } of rows) {
      if (workspaceId === big.workspaceId) continue;
      waits.set(workspaceId, [...(waits.get(workspaceId) ?? []), ms]);
      left -= 1;
    }
  }
  return waits;
}

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
/** Jain's index: 1 when all are alike, 1/n when one has everything. */
const alike = (values: readonly number[]) =>
  sum(values) ** 2 / (values.length * sum(values.map((value) => value ** 2)));

/** From asking to the first line of the handler, while a hundred thousand others are due. */
async function askInBacklog(): Promise<number[]> {
  await client.query("truncate calendar_sync_states, calendars cascade");
  const { workspaceId, first } = await addWorkspace(backlog, new Date(deps.now().getTime() - 3_600_000));
  await client.query("vacuum analyze calendar_sync_states");
  const begun = new Map<string, (atMs: number) => void>();
  const signal = new AbortController().signal;
  const loop = startWorkLoop(deps, randomUUID(), {
    ...idleHandlers,
    "calendar.sync": finishSync(async (calendarId) => {
      begun.get(calendarId)?.(performance.now());
      // As long as a provider's answer takes.
      await deps.sleep(150, signal);
    }),
  });
  await deps.sleep(1_000, signal);
  const times: number[] = [];
  for (const calendarId of first) {
    const started = Promise.withResolvers<number>();
    begun.set(calendarId, started.resolve);
    const askedMs = performance.now();
    const now = deps.now();
    await deps.db.inWorkspace({ workspaceId }, async (tx) => {
      await tx.calendarSyncState.updateMany({ where: { workspaceId, calendarId }, data: { nextSyncAt: now } });
      await requestSync(tx, { workspaceId, calendarIds: [calendarId], trigger: "manual", priority: 2, now });
    });
    times.push((await started.promise) - askedMs);
    await deps.sleep(20 + deps.chance() * 40, signal);
  }
  await loop.stop();
  return times;
}

try {
  const fair = await serve(ours);
  const waits = [...fair.values()].flat();
  report("small_workspaces_wait_p50_s", median(waits) / 1_000, {});
  report("small_workspaces_wait_p99_s", percentile(waits, 0.99) / 1_000, { most: 10 });
  const means = [...fair.values()].map((own) => sum(own) / own.length);
  report("jain_index_of_small_workspaces", alike(means), { least: 0.98 });
  const bad = [...(await serve(firstDueFirst)).values()].flat();
  report("bad_one_first_due_first_wait_p99_s", percentile(bad, 0.99) / 1_000, { least: 50 });
  const times = await askInBacklog();
  report("asked_for_in_backlog_starts_p50_ms", median(times), {});
  report("asked_for_in_backlog_starts_p99_ms", percentile(times, 0.99), { most: 500 });
} finally {
  await deps.db.close();
  await client.end();
  await database.close();
}
