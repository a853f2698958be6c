import { randomUUID } from "node:crypto";

import { beforeEach, describe, expect, it } from "vitest";

import { openDatabase, type Database, type Tx } from "@/server/db/open-database";
import { createPerson, createWorkspace, testNow } from "@/testing/cast";
import { useTestDatabase, withClient } from "@/testing/database";

const database = useTestDatabase();
const at = (seconds: number) => new Date(testNow.getTime() + seconds * 1_000);
let person: string | undefined;
const workspaces: string[] = [];

type Claimed = { workspace_id: string; calendar_id: string; fence: bigint; priority: number };
type ClaimedWork = { workspace_id: string; work_id: string; kind: string; attempts: number; fence: bigint };

async function addTenant(name: string): Promise<string> {
  person ??= await createPerson(database.db, "Alice");
  const workspaceId = await createWorkspace(database.db, person, name);
  workspaces.push(workspaceId);
  return workspaceId;
}

async function addCalendars(
  workspaceId: string,
  count: number,
  state: { dueAt: Date | null; priority?: number },
): Promise<void> {
  const connectionId = randomUUID();
  const ids = Array.from({ length: count }, () => randomUUID());
  await database.db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.connection.create({
      data: { workspaceId, id: connectionId, userId: person ?? "", provider: "google", remoteAccountId: connectionId },
    });
    await tx.calendar.createMany({
      data: ids.map((id) => ({ workspaceId, id, connectionId, remoteId: id, name: "C" })),
    });
    await tx.calendarSyncState.createMany({
      data: ids.map((calendarId) => ({
        workspaceId,
        calendarId,
        provider: "google",
        nextSyncAt: state.dueAt,
        priority: state.priority ?? 0,
      })),
    });
  });
}

const claim = (limit: number, now: Date, options: { db?: Database; leaseUntil?: Date } = {}) =>
  (options.db ?? database.db).outsideWorkspace(
    (tx) => tx.$queryRaw<Claimed[]>`
    select workspace_id, calendar_id, fence, priority from system.claim_syncs(${randomUUID()}::uuid, ${limit}::int, ${now}, ${options.leaseUntil ?? at(3_600)})`,
  );

const claimWork = (kinds: string[] | null, now: Date) =>
  database.db.outsideWorkspace(
    (tx) => tx.$queryRaw<ClaimedWork[]>`
    select workspace_id, work_id, kind, attempts, fence from system.claim_work(${kinds}::text[], ${randomUUID()}::uuid, 10::int, ${now}, ${new Date(now.getTime() + 30_000)})`,
  );

beforeEach(async () => {
  for (const workspaceId of workspaces) {
    await database.db.inWorkspace({ workspaceId }, async (tx) => {
      await tx.connection.deleteMany();
      await tx.dueWork.deleteMany();
    });
  }
});

describe("claiming syncs", () => {
  it("leases what is due, and nothing that is not due, not scheduled or leased", async () => {
    const workspaceId = await addTenant("One");
    await addCalendars(workspaceId, 2, { dueAt: at(0) });
    await addCalendars(workspaceId, 2, { dueAt: at(60) });
    await addCalendars(workspaceId, 2, { dueAt: null });
    expect(await claim(10, at(0))).toHaveLength(2);
    expect(await claim(10, at(1))).toEqual([]);
    expect(await claim(10, at(60))).toHaveLength(2);
  });

  it("gives every calendar to one of many claimers", async () => {
    const workspaceId = await addTenant("Many");
    await addCalendars(workspaceId, 200, { dueAt: at(0) });
    const many = openDatabase({ url: database.url, maxConnections: 8 });
    const all: string[] = [];
    const work = async () => {
      for (let empty = 0; empty < 3;) {
        const claimed = await claim(15, at(1), { db: many });
        empty = claimed.length === 0 ? empty + 1 : 0;
        all.push(...claimed.map((row) => row.calendar_id));
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    await many.close();
    expect(all).toHaveLength(200);
    expect(new Set(all).size).toBe(200);
  });

  it("gives a calendar away again when its lease has run out, under a new fence that the old holder cannot write under", async () => {
    const workspaceId = await addTenant("Crash");
    await addCalendars(workspaceId, 1, { dueAt: at(0) });
    const [first] = await claim(1, at(0), { leaseUntil: at(30) });
    expect(await claim(1, at(29))).toEqual([]);
    const [second] = await claim(1, at(30));
    expect(second?.fence).toBe((first?.fence ?? 0n) + 1n);
    const finish = (fence: bigint) =>
      database.db.inWorkspace({ workspaceId }, (tx) =>
        tx.calendarSyncState.updateMany({
          where: { workspaceId, calendarId: first?.calendar_id ?? "", fence },
          data: { leaseUntil: null, leaseOwner: null, nextSyncAt: at(900) },
        }),
      );
    expect(await finish(first?.fence ?? 0n)).toEqual({ count: 0 });
    expect(await finish(second?.fence ?? 0n)).toEqual({ count: 1 });
  });

  it("serves who is waiting before what was announced before the background", async () => {
    const workspaceId = await addTenant("Lanes");
    for (const priority of [0, 2, 1]) await addCalendars(workspaceId, 2, { dueAt: at(-priority), priority });
    expect((await claim(4, at(0))).map(({ priority }) => priority).sort()).toEqual([1, 1, 2, 2]);
  });

  it("lets workspaces take turns, so that a crowd in one does not keep the others waiting", async () => {
    const crowd = await addTenant("Crowd");
    await addCalendars(crowd, 300, { dueAt: at(-1_000) });
    const small = await Promise.all(["S1", "S2", "S3", "S4"].map((name) => addTenant(name)));
    for (const workspaceId of small) await addCalendars(workspaceId, 1, { dueAt: at(-1) });
    const served = new Set<string>();
    for (let round = 0; round < 12; round++) for (const row of await claim(10, at(0))) served.add(row.workspace_id);
    expect(small.filter((workspaceId) => !served.has(workspaceId))).toEqual([]);
  });

  it("gives a crowd one place of a small claim, and the others to as many other workspaces", async () => {
    await addCalendars(await addTenant("Crowd"), 40, { dueAt: at(-1_000) });
    for (let index = 0; index < 10; index += 1) await addCalendars(await addTenant("Small"), 1, { dueAt: at(-1) });
    const claimed = await claim(8, at(0));
    expect(new Set(claimed.map((row) => row.workspace_id)).size).toBe(8);
  });
});

describe("claiming due work", () => {
  const add = (workspaceId: string, kind: string, key: string) =>
    database.db.inWorkspace({ workspaceId }, (tx) =>
      tx.dueWork.create({ data: { workspaceId, kind, key, dueAt: at(0) } }),
    );

  it("counts attempts, leaves dead rows alone and takes the kinds it was asked for", async () => {
    const workspaceId = await addTenant("Work");
    await add(workspaceId, "token.refresh", "a");
    await add(workspaceId, "mail.send", "a");
    expect(await claimWork(["mail.send"], at(0))).toMatchObject([{ kind: "mail.send", attempts: 1, fence: 1n }]);
    expect(await claimWork(null, at(0))).toMatchObject([{ kind: "token.refresh", attempts: 1 }]);
    expect(await claimWork(null, at(1))).toEqual([]);
    await database.db.inWorkspace({ workspaceId }, (tx) =>
      tx.dueWork.updateMany({ where: { kind: "mail.send" }, data: { deadAt: at(2) } }),
    );
    expect(await claimWork(null, at(31))).toMatchObject([{ kind: "token.refresh", attempts: 2, fence: 2n }]);
  });

  it("exists once per kind and key", async () => {
    const workspaceId = await addTenant("Once");
    await add(workspaceId, "token.refresh", "same");
    await expect(add(workspaceId, "token.refresh", "same")).rejects.toMatchObject({ code: "P2002" });
  });

  it("is counted by readiness with the age of the oldest", async () => {
    const workspaceId = await addTenant("Ready");
    await addCalendars(workspaceId, 3, { dueAt: at(-50) });
    await add(workspaceId, "token.refresh", "r");
    const rows = await database.db.outsideWorkspace(
      (tx) => tx.$queryRaw`select due, oldest_due_at from system.readiness(${at(0)})`,
    );
    expect(rows).toEqual([{ due: 4, oldest_due_at: at(-50) }]);
  });
});

describe("a lease", () => {
  it("is taken, extended and given back without touching an index", async () => {
    const workspaceId = await addTenant("Hot");
    await addCalendars(workspaceId, 5, { dueAt: at(0) });
    const updatesOf = (change: (tx: Tx) => Promise<unknown>) =>
      database.db.inWorkspace({ workspaceId }, async (tx) => {
        const count = async () => {
          const [row] = await tx.$queryRaw<{ all: number; hot: number }[]>`
            select pg_stat_get_xact_tuples_updated(t)::int as all, pg_stat_get_xact_tuples_hot_updated(t)::int as hot
            from (values ('calendar_sync_states'::regclass::oid)) as the (t)`;
          return row ?? { all: 0, hot: 0 };
        };
        const before = await count();
        await change(tx);
        const after = await count();
        return { all: after.all - before.all, hot: after.hot - before.hot };
      });
    const all = { all: 5, hot: 5 };
    expect(
      await updatesOf(
        (tx) => tx.$queryRaw`select from system.claim_syncs(${workspaceId}::uuid, 5::int, ${at(0)}, ${at(30)})`,
      ),
    ).toEqual(all);
    expect(await updatesOf((tx) => tx.calendarSyncState.updateMany({ data: { leaseUntil: at(60) } }))).toEqual(all);
    expect(
      await updatesOf((tx) => tx.calendarSyncState.updateMany({ data: { leaseUntil: null, leaseOwner: null } })),
    ).toEqual(all);
  });
});

describe("an old snapshot that somebody holds open", () => {
  /** Nothing that ended since can be cleared away: whoever looks for what is due passes it by, each time. */
  const whileHeld = (run: () => Promise<void>) =>
    withClient(database.url, async (holder) => {
      await holder.query("begin isolation level repeatable read");
      await holder.query("select count(*) from due_work, calendar_sync_states");
      await run();
    });

  /** How many entries of an index a look passes, those of rows that are long gone included. */
  const passedBy = (index: string, look: (tx: Tx) => Promise<unknown>) =>
    database.db.outsideWorkspace(async (tx) => {
      const count = async () => {
        const [row] = await tx.$queryRaw<{ entries: number }[]>`
          select pg_stat_get_xact_tuples_returned(${index}::regclass)::int as entries`;
        return row?.entries ?? Number.NaN;
      };
      const before = await count();
      await look(tx);
      return (await count()) - before;
    });

  it("F18 costs a claim one step for each piece of work that ended since: being claimed leaves nothing behind", async () => {
    const workspaceId = await addTenant("Long");
    const [rounds, pieces] = [4, 60];
    const look = (now: Date) =>
      passedBy(
        "due_work_due_idx",
        (tx) =>
          tx.$queryRaw`select work_id from system.claim_work(null, ${randomUUID()}::uuid, 10::int, ${now}, ${now})`,
      );
    const inWorkspace = (run: (tx: Tx) => Promise<unknown>) => database.db.inWorkspace({ workspaceId }, run);
    const atFirst = await look(at(1));
    await whileHeld(async () => {
      for (let round = 1; round <= rounds; round += 1) {
        const data = Array.from({ length: pieces }, (_, n) => ({ key: `${round} ${n}`, dueAt: at(round) }));
        await inWorkspace((tx) =>
          tx.dueWork.createMany({ data: data.map((each) => ({ ...each, workspaceId, kind: "mail.send" })) }),
        );
        const claimed = await database.db.outsideWorkspace(
          (tx) => tx.$queryRaw<ClaimedWork[]>`
          select work_id from system.claim_work(null, ${randomUUID()}::uuid, ${pieces}::int, ${at(round)}, ${at(round + 30)})`,
        );
        expect(claimed).toHaveLength(pieces);
        await inWorkspace((tx) => tx.dueWork.deleteMany());
      }
      const passed = (await look(at(100))) - atFirst;
      expect(passed).toBeGreaterThan(0.75 * rounds * pieces);
      expect(passed).toBeLessThan(1.25 * rounds * pieces);
    });
  });

  it("F18 keeps no calendar from its turn: each is claimed once a round, at most two steps a round for those before it", async () => {
    const [rounds, calendars] = [10, 60];
    const workspaceId = await addTenant("Long");
    await addCalendars(workspaceId, calendars, { dueAt: at(0) });
    await whileHeld(async () => {
      for (let round = 0; round < rounds; round += 1) {
        const now = at(round * 3_600);
        const claimed = await claim(calendars, now, { leaseUntil: at(round * 3_600 + 30) });
        expect(new Set(claimed.map(({ calendar_id: id }) => id)).size).toBe(calendars);
        await database.db.inWorkspace({ workspaceId }, (tx) =>
          tx.calendarSyncState.updateMany({
            data: { leaseUntil: null, leaseOwner: null, nextSyncAt: at((round + 1) * 3_600) },
          }),
        );
      }
      const now = at(rounds * 3_600);
      const passed = await passedBy(
        "calendar_sync_states_due_idx",
        (tx) => tx.$queryRaw`select 1 from system.claim_syncs(${randomUUID()}::uuid, 10::int, ${now}, ${now})`,
      );
      expect(passed).toBeLessThanOrEqual(2 * rounds * calendars + calendars);
    });
  });
});
