// SYN-3, P4. What a sync costs the provider: a delta next to reading everything again, a burst of notifications, and a day
// of a team of calendars next to asking every five minutes and next to the fewest calls that any client could do with.
// Run: node --import tsx bench/calls.ts
import { createHash } from "node:crypto";

import { reporter } from "./report";
import { closeScene, connect, control, deps, lastRun, providers, sync, usePageSize, type BenchCalendar } from "./scene";

const { createCalendarSync } = await import("../src/library/calendar-sync");
const { createMemoryStore } = await import("../src/library/memory-store");
const { createFake } = await import("../src/providers/fake/provider");
const { FakeWorld } = await import("../src/providers/fake/world");
const { requestSync } = await import("../src/server/sync/request-sync");
const { Secret } = await import("../src/lib/secret");

const report = reporter("calls");
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const state = ({ workspaceId, calendarId }: BenchCalendar) =>
  deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.calendarSyncState.findUniqueOrThrow({ where: { workspaceId_calendarId: { workspaceId, calendarId } } }),
  );

/** A calendar of 2,500 events at 250 a page, in which one event changes. */
async function compareWithFullRead(provider: (typeof providers)[number]): Promise<void> {
  usePageSize(250);
  const calendar = await connect(provider, 2_500);
  await sync(calendar);
  const full = await lastRun(calendar);
  const day = new Date(deps.now().getTime() + dayMs).toISOString().slice(0, 10);
  const event = { summary: "New", start: `${day}T09:00:00`, end: `${day}T10:00:00` };
  await control(`accounts/${calendar.email}/calendars/primary/edits`, { do: "create", event });
  await sync(calendar);
  const delta = await lastRun(calendar);
  const fewer = (part: number, whole: number) => 100 * (1 - part / whole);
  report(`${provider.id}_fewer_calls_percent`, fewer(delta.calls, full.calls), { least: 90 });
  report(`${provider.id}_fewer_bytes_percent`, fewer(delta.bytes, full.bytes), { least: 99 });
  const { workspaceId, calendarId } = calendar;
  // The bad one: it has no cursor.
  await deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.calendarSyncState.update({
      where: { workspaceId_calendarId: { workspaceId, calendarId } },
      data: { cursor: null, fullReadsAt: [] },
    }),
  );
  await sync(calendar);
  report(
    `${provider.id}_bad_one_without_cursor_fewer_calls_percent`,
    fewer((await lastRun(calendar)).calls, full.calls),
    { most: 10 },
  );
  usePageSize(null);
}

/** A hundred notifications about one calendar in a second, while a worker does what is due. */
async function burst(): Promise<void> {
  const calendar = await connect(providers[0], 10);
  await sync(calendar);
  await deps.sleep(1_500, new AbortController().signal);
  const { workspaceId, calendarId } = calendar;
  let fetches = 0;
  const work = async (isOver: () => boolean) => {
    for (;;) {
      const { nextSyncAt, syncRequestedAt } = await state(calendar);
      if (isOver() && syncRequestedAt === null) return;
      if (nextSyncAt !== null && nextSyncAt <= deps.now()) {
        await sync(calendar);
        fetches += (await lastRun(calendar)).calls;
      }
      await deps.sleep(20, new AbortController().signal);
    }
  };
  let isOver = false;
  const working = work(() => isOver);
  for (let index = 0; index < 100; index += 1) {
    await deps.db.inWorkspace({ workspaceId }, (tx) =>
      requestSync(tx, {
        workspaceId,
        calendarIds: [calendarId],
        trigger: "notification",
        priority: 1,
        now: deps.now(),
      }),
    );
  }
  isOver = true;
  await working;
  // The bad one would have fetched a hundred times: once for each.
  report("burst_of_100_fetches", fetches, { most: 2 });
}

type Day = { readonly calls: number; readonly bound: number };

/** A day of one calendar with five changes, each announced by push; time is ours. */
async function liveOneDay(seed: number): Promise<Day> {
  const random = createRandom(seed);
  let nowMs = Date.UTC(2026, 2, 2);
  const now = () => new Date(nowMs);
  const world = new FakeWorld({ now, pageSize: 2_500 });
  const { remoteCalendarId } = world.addAccount("alice@example.com", "UTC");
  const calendar = { id: `calendar${seed}`, remoteId: remoteCalendarId, zone: "UTC", meetingsOnly: false };
  let lastChangeAt: Date | null = null;
  const polling = () => ({ isPushHealthy: true, lastChangeAt, personSeenAt: null });
  const store = createMemoryStore({ ...calendar, reach: { pastDays: 30, futureDays: 180 } }, polling);
  let calls = 0;
  const provider = createFake(world);
  const token = { kind: "bearer", token: new Secret(world.signIn.grant("alice@example.com", []).accessToken) } as const;
  let issuedMs = nowMs;
  let access = token;
  const fresh = () => {
    if (nowMs - issuedMs > 50 * minuteMs) {
      issuedMs = nowMs;
      access = { kind: "bearer", token: new Secret(world.signIn.grant("alice@example.com", []).accessToken) };
    }
    return Promise.resolve(access);
  };
  let rounds = 0;
  const engine = createCalendarSync({
    ...{ store, now, chance: random, newId: () => `round${(rounds += 1)}` },
    provider: {
      ...provider,
      listChanges: (call, request) => {
        calls += 1;
        return provider.listChanges(call, request);
      },
    },
    access: { get: fresh, renew: fresh },
    digest: (text) => createHash("sha256").update(text).digest("hex"),
  });
  const run = () => engine.sync({ signal: new AbortController().signal });
  await run();
  calls = 0;
  const endMs = nowMs + dayMs;
  const changes = Array.from({ length: 5 }, () => nowMs + Math.floor((8 + 10 * random()) * 60) * minuteMs).sort(
    (a, b) => a - b,
  );
  for (const [index, atMs] of [...changes, endMs].entries()) {
    for (let due = dueMs(store); due < atMs; due = dueMs(store)) {
      nowMs = Math.max(nowMs, due);
      await run();
    }
    nowMs = atMs;
    if (atMs === endMs) break;
    const hour = String(9 + index).padStart(2, "0");
    world.edit(remoteCalendarId, {
      do: "create",
      title: `E${index}`,
      start: `2026-03-10T${hour}:00:00`,
      end: `2026-03-10T${hour}:30:00`,
    });
    lastChangeAt = now();
    await run();
  }
  // The fewest: one read for each change that was announced, and a full comparison a week.
  return { calls, bound: changes.length + 1 / 7 };
}

const dueMs = (store: ReturnType<typeof createMemoryStore>) => store.state().nextSyncAt?.getTime() ?? Infinity;

function createRandom(seed: number): () => number {
  let value = seed + 1;
  return () => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    return value / 2 ** 32;
  };
}

async function liveTogether(calendars: number): Promise<void> {
  let [calls, bound] = [0, 0];
  for (let seed = 0; seed < calendars; seed += 1) {
    const day = await liveOneDay(seed);
    calls += day.calls;
    bound += day.bound;
  }
  const everyFiveMinutes = calendars * 288;
  report("day_fewer_than_asking_every_5_min_percent", 100 * (1 - calls / everyFiveMinutes), { least: 97.5 });
  report("day_calls_to_fewest_possible", calls / bound, { most: 1.05 });
  report("day_calls_for_each_calendar", calls / calendars, {});
}

try {
  for (const provider of providers) await compareWithFullRead(provider);
  await burst();
  await liveTogether(Number(process.env.BENCH_CALENDARS ?? 1_000));
} finally {
  await closeScene();
}
