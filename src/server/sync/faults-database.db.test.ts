// What the database does to a sync: no room left, an old snapshot that somebody holds, yesterday's backup.
import { afterEach, describe, expect, it } from "vitest";

import { loadHealth } from "@/server/health/load-health";
import type { Person } from "@/server/people/person";
import { runDueWork } from "@/server/work/run-due-work";
import { withClient } from "@/testing/database";
import { meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

const scene = useSyncScene({ pageSize: 4 });
const hourMs = 3_600_000;
const never = new AbortController().signal;

const sql = (text: string) => withClient(scene.database.url, (client) => client.query<Record<string, unknown>>(text));
const work = () => runDueWork(scene.deps, { budgetMs: 60_000, signal: never, concurrency: 2 });

async function told({ calendarId }: SyncedCalendar) {
  const alice = { kind: "person", user: { id: scene.cast.alice }, workspace: { id: scene.cast.home }, role: "admin" };
  const { health } = await loadHealth(scene.deps, alice as Person);
  return health?.syncs.flatMap(({ calendars }) => calendars).find((calendar) => calendar.calendarId === calendarId);
}

async function connectFilled(provider: (typeof tokenProviders)[number], days: number): Promise<SyncedCalendar> {
  const calendar = await scene.connect(provider);
  for (let day = 1; day <= days; day += 1) await scene.edit(calendar, meeting(`Day ${day}`, day));
  return calendar;
}

/** What a backup holds of a calendar. Rows as JSON, which is what a dump is made of too. */
async function keepRows(calendar: SyncedCalendar) {
  const { calendarId, connectionId } = calendar;
  const tables = ["credentials", "calendar_sync_states", "events", "removed_events"].map((name) => ({
    name,
    own: name === "credentials" ? `connection_id = '${connectionId}'` : `calendar_id = '${calendarId}'`,
  }));
  type Kept = { rows: unknown; written: string };
  const kept = await scene.inWorkspace(calendar, async (tx) => {
    const found: Kept[] = [];
    for (const { name, own } of tables)
      found.push(
        ...(await tx.$queryRawUnsafe<Kept[]>(`select coalesce(jsonb_agg(t), '[]') as rows,
          (select string_agg(quote_ident(attname), ', ') from pg_attribute
           where attrelid = '${name}'::regclass and attnum > 0 and not attisdropped and attgenerated = '') as written
          from (select * from ${name} where ${own}) t`)),
      );
    return found;
  });
  const putBack = () =>
    scene.inWorkspace(calendar, async (tx) => {
      for (const [index, { name, own }] of tables.entries()) {
        const { rows, written } = kept[index] ?? { rows: [], written: "" };
        await tx.$executeRawUnsafe(`delete from ${name} where ${own}`);
        await tx.$executeRawUnsafe(
          `insert into ${name} (${written}) select ${written} from jsonb_populate_recordset(null::${name}, $1::jsonb)`,
          JSON.stringify(rows),
        );
      }
    });
  return { putBack };
}

describe.each(tokenProviders)("a database that fails under a sync of $id", (provider) => {
  afterEach(() => sql("drop trigger if exists full_disk on events"));

  it("F17 without room for events keeps the cursor, says that the trouble is ours, and goes on by itself", async () => {
    const calendar = await connectFilled(provider, 3);
    await scene.sync(calendar);
    const { cursor } = await scene.state(calendar);
    for (let day = 4; day <= 9; day += 1) await scene.edit(calendar, meeting(`Day ${day}`, day));
    await sql(`create or replace function refuse() returns trigger language plpgsql as $$
        begin raise exception 'no space left on device' using errcode = '53100'; end $$;
      create trigger full_disk before insert on events execute function refuse()`);
    scene.pass(2 * hourMs);
    expect(await work()).toMatchObject({ failed: 1, dead: 0 });
    expect(await scene.state(calendar)).toMatchObject({ cursor, consecutiveFailures: 1, disabledAt: null });
    expect(await scene.titles(calendar)).toHaveLength(3);
    const during = await told(calendar);
    expect(during).toMatchObject({ state: "late", lastError: { code: "unexpected" } });
    expect(during?.lastError?.sentence).toContain("not at the provider");
    await sql("drop trigger full_disk on events");
    scene.pass(60_000);
    expect(await work()).toMatchObject({ failed: 0 });
    expect(await scene.titles(calendar)).toHaveLength(9);
    expect(await told(calendar)).toMatchObject({ state: "healthy", lastError: null });
  });

  it("F19 that is put back to yesterday's backup converges, deletions of the lost day included", async () => {
    const calendar = await connectFilled(provider, 6);
    const { id } = await scene.edit(calendar, meeting("Gone on the lost day", 7));
    await scene.sync(calendar);
    const backup = await keepRows(calendar);
    await scene.edit(calendar, { do: "delete", eventId: id });
    await scene.edit(calendar, meeting("Made on the lost day", 8));
    await scene.sandbox.control("POST", "faults", { fault: "expire-access-tokens", account: calendar.email });
    // The grant was renewed on the lost day too.
    await scene.sync(calendar);
    expect(await scene.base.refreshes(calendar)).toBe(1);
    const after = await scene.titles(calendar);
    const days = Array.from({ length: 6 }, (_, index) => `Day ${index + 1}`);
    expect(after).toEqual([...days, "Made on the lost day"]);
    await backup.putBack();
    expect(await scene.titles(calendar)).toContain("Gone on the lost day");
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    expect(await scene.titles(calendar)).toEqual(after);
    expect(await told(calendar)).toMatchObject({ state: "healthy" });
  });
});

describe("F100 connections of both providers that clog one after the other", () => {
  it("converge, in whatever order they are let go, and no two runs are in one calendar", async () => {
    const calendars: SyncedCalendar[] = [];
    for (const provider of [...tokenProviders, ...tokenProviders, ...tokenProviders])
      calendars.push(await connectFilled(provider, 5));
    const gates = new Map(calendars.map(({ remoteCalendarId }) => [remoteCalendarId, Promise.withResolvers<void>()]));
    let clogged = 0;
    const inside = new Map<string, number>();
    scene.wrap((inner) => ({
      ...inner,
      listChanges: async (call, request) => {
        const id = call.remoteCalendarId;
        const now = (inside.get(id) ?? 0) + 1;
        inside.set(id, now);
        expect(now).toBe(1);
        clogged += 1;
        await gates.get(id)?.promise;
        inside.set(id, 0);
        return inner.listChanges(call, request);
      },
    }));
    const working = [1, 2].map(() => runDueWork(scene.deps, { budgetMs: 60_000, signal: never, concurrency: 4 }));
    await expect.poll(() => clogged, { timeout: 20_000 }).toBeGreaterThanOrEqual(calendars.length);
    // One by one, in an order of chance.
    const order = [...gates.values()]
      .map((gate) => ({ gate, at: scene.deps.chance() }))
      .toSorted((a, b) => a.at - b.at);
    for (const { gate } of order) gate.resolve();
    await Promise.all(working);
    scene.unwrap();
    for (const calendar of calendars) {
      expect(await scene.titles(calendar)).toHaveLength(5);
      expect(await scene.state(calendar)).toMatchObject({
        leaseOwner: null,
        consecutiveFailures: 0,
        status: "healthy",
      });
    }
  });
});
