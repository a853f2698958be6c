// P20. A day of many calendars, as fast as it goes: five changes in each, told of by push, one notice in two hundred lost,
// channels renewed, tokens refreshed. The engine, the receiver and PostgreSQL are real; the provider is the stand-in in this
// process, and time is ours. At the end every calendar is compared with its original.
// Run: npm run bench:day. DAY_CALENDARS=1000 for a longer one.
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

import { openBenchDatabase } from "./own-database";
import { reporter } from "./report";

const calendars = Number(process.env.DAY_CALENDARS ?? 100);
const changesEach = 5;
const lostShare = 0.005;
const minuteMs = 60_000;
const dayMinutes = 24 * 60;
const begin = Date.UTC(2026, 2, 2);
const report = reporter("day");

const database = await openBenchDatabase();
const { createCast } = await import("../src/testing/cast");
const { testEnv } = await import("../src/testing/env");
const { createFake } = await import("../src/providers/fake/provider");
const { FakeWorld } = await import("../src/providers/fake/world");
const { openDatabase } = await import("../src/server/db/open-database");
const { createSeal } = await import("../src/lib/crypto");
const { createLog } = await import("../src/lib/log");
const { Secret } = await import("../src/lib/secret");
const { sleepFor } = await import("../src/lib/sleep");
const { systemRandom } = await import("../src/lib/ids");
const { installDeps } = await import("../src/server/deps");
const { storeGrant } = await import("../src/server/tokens/store-grant");
const { planUnwatched } = await import("../src/server/push/find-unwatched");
const { receiveDelivery } = await import("../src/server/push/receive-delivery");
const { runDueWork } = await import("../src/server/work/run-due-work");
const { syncCalendar } = await import("../src/server/sync/sync-calendar");

type Kept = { readonly calendarId: string; readonly remoteId: string };

let nowMs = begin;
const now = () => new Date(nowMs);
let draws = 0;
const chance = () => (draws += 0.618_034) % 1;
const world = new FakeWorld({ now, pageSize: 2_500, rotation: "soft" });
const fake = createFake(world);
let calls = 0;
const counted = {
  ...fake,
  listChanges: (...given: Parameters<typeof fake.listChanges>) => {
    calls += 1;
    return fake.listChanges(...given);
  },
};
const db = openDatabase({ url: database.url, maxConnections: 12 });
const env = { ...testEnv(database.url), webhookOrigin: "https://calendar.test" };
const deps = {
  ...{ env, db, now, random: systemRandom, chance, sleep: sleepFor },
  log: createLog({ level: "error", service: "bench", known: [] }),
  seal: createSeal({ ring: env.encryption, random: systemRandom, onAlarm: () => undefined }),
  providers: () => Promise.resolve(new Map([[fake.id, counted]])),
};
installDeps(deps);
const { home: workspaceId, alice: userId } = await createCast(db);

async function connect(index: number): Promise<Kept> {
  const [connectionId, calendarId] = [randomUUID(), randomUUID()];
  const email = `person${index}@example.com`;
  const { remoteCalendarId: remoteId } = world.addAccount(email, "UTC");
  const scopes = ["calendars.read", "events.read", "events.write"];
  const tokens = world.signIn.grant(email, scopes);
  await db.inWorkspace({ workspaceId }, async (tx) => {
    const of = { workspaceId, id: connectionId, userId, provider: fake.id, accountEmail: email };
    const remoteAccountId = `https://fake.example subject-of-${email}`;
    await tx.connection.create({ data: { ...of, remoteAccountId, grantedScopes: scopes, connectedAt: now() } });
    await storeGrant(
      tx,
      deps,
      { workspaceId, connectionId },
      {
        accessToken: new Secret(tokens.accessToken),
        refreshToken: new Secret(tokens.refreshToken),
        accessExpiresAt: new Date(nowMs + 60 * minuteMs),
        ...{ refreshExpiresAt: null, scopes },
      },
    );
    const facts = { workspaceId, id: calendarId, connectionId, remoteId, name: "Calendar", isSelected: true };
    await tx.calendar.create({ data: { ...facts, timeZone: "UTC" } });
    const nextSyncAt = new Date(nowMs + (index % 600) * 1_000);
    await tx.calendarSyncState.create({ data: { workspaceId, calendarId, provider: fake.id, nextSyncAt } });
  });
  return { calendarId, remoteId };
}

let [told, lost] = [0, 0];
const arriving: Promise<unknown>[] = [];
world.deliver = ({ body }) => {
  if (chance() < lostShare) {
    lost += 1;
    return;
  }
  told += 1;
  arriving.push(
    receiveDelivery(deps, {
      ...{ provider: fake.id, query: new URLSearchParams(), headers: new Headers(), address: "203.0.113.7" },
      readBody: () => Promise.resolve(body),
    }).then(({ status }) => {
      if (status !== 202) throw new Error(`A notice was answered with ${status}.`);
    }),
  );
};

const work = () =>
  runDueWork(deps, { budgetMs: 120_000, signal: new AbortController().signal, concurrency: env.work.concurrency });

/** When the next thing can be claimed: minutes in which nothing is due are not looked at. */
async function nextDueMs(): Promise<number> {
  const [row] = await db.inWorkspace(
    { workspaceId },
    (tx) => tx.$queryRaw<{ due: Date | null }[]>`
      select least((select min(next_sync_at) from calendar_sync_states), (select min(due_at) from due_work where dead_at is null))
        as due`,
  );
  return row?.due?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** Three new events, one of them changed and one deleted again. */
function change({ remoteId }: Kept, turn: number, ids: string[]): void {
  const [first = "", second = ""] = ids;
  if (turn === 3) return void world.edit(remoteId, { do: "change", id: first, title: "Changed" });
  if (turn === 4) return void world.edit(remoteId, { do: "delete", id: second });
  const hour = String(9 + turn).padStart(2, "0");
  const [start, end] = [`2026-03-10T${hour}:00:00`, `2026-03-10T${hour}:30:00`];
  ids.push(world.edit(remoteId, { do: "create", title: `Event ${turn}`, start, end }).id);
}

type Change = { readonly atMinute: number; readonly run: () => void };

function planChanges(all: readonly Kept[]): ReadonlyMap<number, readonly Change[]> {
  const planned = all.flatMap((each) => {
    const ids: string[] = [];
    const minutes = Array.from({ length: changesEach }, () => 8 * 60 + Math.floor(chance() * 600)).sort(
      (a, b) => a - b,
    );
    return minutes.map((atMinute, turn) => ({ atMinute, run: () => change(each, turn, ids) }));
  });
  return Map.groupBy(planned, ({ atMinute }) => atMinute);
}

async function countDifferences(all: readonly Kept[]): Promise<number> {
  const rows = await db.inWorkspace({ workspaceId }, (tx) =>
    tx.event.findMany({
      where: { workspaceId, status: { not: "cancelled" } },
      select: { calendarId: true, title: true },
    }),
  );
  const here = Map.groupBy(rows, ({ calendarId }) => calendarId);
  const listed = (titles: (string | null)[]) => titles.toSorted().join("|");
  return all.filter(({ calendarId, remoteId }) => {
    const there = world.calendars.get(remoteId)?.records.filter(({ isDeleted }) => !isDeleted) ?? [];
    return listed((here.get(calendarId) ?? []).map(({ title }) => title)) !== listed(there.map(({ title }) => title));
  }).length;
}

/** Of the database's processes, those that ended included: Linux says it. */
async function databaseSeconds(): Promise<number> {
  const [row] = await db.outsideWorkspace((tx) => tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`);
  const stat = (pid: string | number) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const parent = stat(row?.pid ?? 0)[1] ?? "";
  const ticks = (pid: string, ...fields: number[]) => fields.reduce((sum, field) => sum + Number(stat(pid)[field]), 0);
  const children = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && parentOf(pid, stat) === parent);
  return (ticks(parent, 11, 12, 13, 14) + children.reduce((sum, pid) => sum + ticks(pid, 11, 12), 0)) / 100;
}

/** Null for a process that ended while we looked. */
function parentOf(pid: string, stat: (pid: string) => string[]): string | null {
  try {
    return stat(pid)[1] ?? null;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH")) return null;
    throw error;
  }
}

async function processorSeconds(): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + (await databaseSeconds());
}

/** As one would do it first: asked every five minutes, with nothing announced. What one look costs, times 288. */
async function costOfAsking(all: readonly Kept[]): Promise<number> {
  const before = await processorSeconds();
  const some = all.slice(0, 50);
  for (const { calendarId } of some) {
    const owner = randomUUID();
    const { fence, priority } = await db.inWorkspace({ workspaceId }, (tx) =>
      tx.calendarSyncState.update({
        where: { workspaceId_calendarId: { workspaceId, calendarId } },
        data: {
          leaseOwner: owner,
          leaseUntil: new Date(nowMs + minuteMs),
          lastAttemptAt: now(),
          fence: { increment: 1 },
        },
      }),
    );
    const claim = { workspaceId, calendarId, provider: fake.id, fence, priority, wasDueAt: now(), owner };
    await syncCalendar(deps, claim, new AbortController().signal);
  }
  return (((await processorSeconds()) - before) / some.length) * (dayMinutes / 5);
}

const all: Kept[] = [];
for (let index = 0; index < calendars; index += 1) all.push(await connect(index));
await planUnwatched(deps, new AbortController().signal);
for (let minute = 0; minute < 30; minute += 1) {
  nowMs += minuteMs;
  await work();
}
const changes = planChanges(all);
const startedAt = performance.now();
const startedSeconds = await processorSeconds();
calls = 0;
for (let minute = 0; minute < dayMinutes; minute += 1) {
  nowMs += minuteMs;
  for (const { run } of changes.get(minute) ?? []) run();
  await Promise.all(arriving.splice(0));
  if ((await nextDueMs()) <= nowMs) await work();
}
const tookMinutes = (performance.now() - startedAt) / minuteMs;
const perCalendar = ((await processorSeconds()) - startedSeconds) / calendars;
console.log(
  `${calendars} calendars: ${told} notices, ${lost} lost, ${calls} reads in ${tookMinutes.toFixed(1)} minutes`,
);
report("differences", await countDifferences(all), { most: 0 });
report("calendars_replayed_per_minute", calendars / tookMinutes, { least: 100_000 / 30 });
report("processor_ms_for_a_calendar_and_day", perCalendar * 1_000, {});
report("processor_share_of_two_cores_for_100000_percent", (100 * perCalendar * 100_000) / (2 * 86_400), { most: 10 });
report("times_cheaper_than_the_bad_one_that_asks_every_5_min", (await costOfAsking(all)) / perCalendar, { least: 2 });
await db.close();
await database.close();
process.exit();
