import { beforeAll, describe, expect, it } from "vitest";

import { openDatabase, type Tx } from "@/server/db/open-database";
import { sqlState, sqlStateOf } from "@/server/db/sql-state";
import { createCast, type Cast } from "@/testing/cast";
import { useTestDatabase, withClient } from "@/testing/database";
import { fillEveryTable } from "@/testing/every-table";

const database = useTestDatabase();
let cast: Cast;

type Table = { name: string; enabled: boolean; forced: boolean; policies: number; has_workspace: boolean };

/** Kept by the schema engine, without data of anybody; no role of the application may write it. */
const notOurs = "_prisma_migrations";
/** Without workspace_id, each for a reason: people belong to several workspaces, the rest to none. */
const outsideTenants = [
  "identities",
  "one_time_links",
  "rate_buckets",
  "sessions",
  "users",
  "work_counts",
  "workers",
  "workspaces",
];
const instance = "00000000-0000-0000-0000-000000000000";

const listTables = (url: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<Table>(
      `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
         (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and a.attnotnull) as has_workspace
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and c.relname <> $1
       order by c.relname`,
      [notOurs],
    );
    return rows;
  });

const unguarded = (tables: readonly Table[]) =>
  tables.filter((t) => !t.enabled || !t.forced || t.policies === 0).map(({ name }) => name);
const tenantTables = async () =>
  (await listTables(database.url)).filter(({ has_workspace }) => has_workspace).map(({ name }) => name);

/** What PostgreSQL works out by itself cannot be inserted. */
const writableColumns = (url: string, table: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select quote_ident(attname) as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
      [table],
    );
    return rows.map(({ name }) => name).join(", ");
  });

const count = async (tx: Tx, table: string, where = "true") => {
  const [row] = await tx.$queryRawUnsafe<{ n: number }[]>(`select count(*)::int as n from "${table}" where ${where}`);
  return row?.n ?? -1;
};

beforeAll(async () => {
  cast = await createCast(database.db);
  await fillEveryTable(database.db, { workspaceId: cast.home, userId: cast.alice });
  await fillEveryTable(database.db, { workspaceId: cast.elsewhere, userId: cast.mallory });
});

describe("the catalogue (S23)", () => {
  it("has row security enabled, forced and with a policy on every table", async () => {
    expect(unguarded(await listTables(database.url))).toEqual([]);
  });

  it("names a new table that was forgotten", async () => {
    await withClient(database.url, (client) => client.query("create table forgotten (workspace_id uuid not null)"));
    const found = unguarded(await listTables(database.url));
    await withClient(database.url, (client) => client.query("drop table forgotten"));
    expect(found).toEqual(["forgotten"]);
  });

  it("has workspace_id, not null, on every table but the named ones", async () => {
    const without = (await listTables(database.url)).filter(({ has_workspace }) => !has_workspace);
    expect(without.map(({ name }) => name)).toEqual(outsideTenants);
  });

  it("refers from one tenant row to another only together with the workspace", async () => {
    const loose = await withClient(database.url, async (client) => {
      const { rows } = await client.query<{ name: string }>(`
        select con.conname as name from pg_constraint con
        where con.contype = 'f'
          and exists (select from pg_attribute a where a.attrelid = con.conrelid and a.attname = 'workspace_id' and a.attnum > 0)
          and exists (select from pg_attribute a where a.attrelid = con.confrelid and a.attname = 'workspace_id' and a.attnum > 0)
          and not exists (select from pg_attribute a where a.attrelid = con.conrelid and a.attname = 'workspace_id' and a.attnum = any (con.conkey))`);
      return rows.map(({ name }) => name);
    });
    expect(loose).toEqual([]);
  });
});

describe("a tenant's rows", () => {
  it("are there in every tenant table, for both tenants of this test", async () => {
    const tables = await tenantTables();
    for (const workspaceId of [cast.home, cast.elsewhere]) {
      const empty = await database.db.inWorkspace({ workspaceId }, async (tx) => {
        const counted: string[] = [];
        for (const table of tables) if ((await count(tx, table)) < 1) counted.push(table);
        return counted;
      });
      expect(empty).toEqual([]);
    }
  });

  it("are invisible in every tenant table when no tenant is set (S24)", async () => {
    const tables = await tenantTables();
    const visible = await database.db.outsideWorkspace(async (tx) => {
      const found: string[] = [];
      for (const table of tables) if ((await count(tx, table, `workspace_id <> '${instance}'`)) > 0) found.push(table);
      for (const table of ["users", "workspaces", "identities"]) if ((await count(tx, table)) > 0) found.push(table);
      return found;
    });
    expect(visible).toEqual([]);
  });

  it("are invisible to another tenant in every tenant table", async () => {
    const tables = await tenantTables();
    const visible = await database.db.inWorkspace({ workspaceId: cast.elsewhere, userId: cast.mallory }, async (tx) => {
      const found: string[] = [];
      for (const table of tables) if ((await count(tx, table, `workspace_id = '${cast.home}'`)) > 0) found.push(table);
      if ((await count(tx, "users", `id = '${cast.alice}'`)) > 0) found.push("users");
      if ((await count(tx, "workspaces", `id = '${cast.home}'`)) > 0) found.push("workspaces");
      return found;
    });
    expect(visible).toEqual([]);
  });

  it("cannot be changed or removed by another tenant in any tenant table", async () => {
    const tables = await tenantTables();
    const asMallory = async (sql: string) => {
      try {
        return await database.db.inWorkspace({ workspaceId: cast.elsewhere, userId: cast.mallory }, (tx) =>
          tx.$executeRawUnsafe(sql),
        );
      } catch (error) {
        if (sqlStateOf(error) === sqlState.insufficientPrivilege) return 0;
        throw error;
      }
    };
    for (const table of tables) {
      expect(
        await asMallory(`update "${table}" set workspace_id = workspace_id where workspace_id = '${cast.home}'`),
        table,
      ).toBe(0);
      expect(await asMallory(`delete from "${table}" where workspace_id = '${cast.home}'`), table).toBe(0);
    }
    expect(await asMallory(`update workspaces set name = 'Mine' where id = '${cast.home}'`)).toBe(0);
    expect(await asMallory(`update users set name = 'Mine' where id = '${cast.alice}'`)).toBe(0);
  });

  it("cannot be put or moved into another tenant in any tenant table", async () => {
    const tables = await tenantTables();
    for (const table of tables) {
      const columns = await writableColumns(database.url, table);
      for (const sql of [
        `insert into "${table}" (${columns}) select ${columns} from (select (jsonb_populate_record(t, jsonb_build_object('workspace_id', '${cast.home}'))).* from "${table}" t) moved`,
        `update "${table}" set workspace_id = '${cast.home}' where workspace_id = '${cast.elsewhere}'`,
      ]) {
        const intrude = database.db.inWorkspace({ workspaceId: cast.elsewhere, userId: cast.mallory }, (tx) =>
          tx.$executeRawUnsafe(sql),
        );
        await expect(intrude, sql).rejects.toSatisfy((error) => sqlStateOf(error) === sqlState.insufficientPrivilege);
      }
    }
  });

  it("cannot refer to another tenant's calendar", async () => {
    const [calendar] = await database.db.inWorkspace({ workspaceId: cast.home }, (tx) => tx.calendar.findMany());
    const refer = database.db.inWorkspace({ workspaceId: cast.elsewhere }, (tx) =>
      tx.syncRun.create({
        data: {
          workspaceId: cast.elsewhere,
          calendarId: calendar?.id ?? "",
          trigger: "manual",
          kind: "full",
          fence: 1,
          startedAt: new Date(),
        },
      }),
    );
    await expect(refer).rejects.toSatisfy((error) => sqlStateOf(error) === sqlState.foreignKeyViolation);
  });
});

describe("the contents of events", () => {
  it("are hidden from everybody of the workspace but the owner of the calendar", async () => {
    const seenBy = (userId?: string) =>
      database.db.inWorkspace({ workspaceId: cast.home, userId }, async (tx) => ({
        events: await tx.event.count(),
        writes: await tx.eventWrite.count(),
        conflicts: await tx.conflict.count(),
        attempts: await tx.connectAttempt.count(),
      }));
    expect(await seenBy(cast.alice)).toEqual({ events: 1, writes: 1, conflicts: 1, attempts: 1 });
    expect(await seenBy(cast.bob)).toEqual({ events: 0, writes: 0, conflicts: 0, attempts: 0 });
    expect(await seenBy()).toEqual({ events: 1, writes: 1, conflicts: 1, attempts: 1 });
  });
});

describe("a pool of few connections (S24)", () => {
  it("never shows a tenant's row to another, whatever the order", async () => {
    const requests = Number(process.env.PROVE_COUNT ?? 400);
    const pooled = openDatabase({ url: database.url, maxConnections: 3 });
    const scopes = [cast.home, cast.elsewhere, null];
    const leaks: string[] = [];
    const request = async (index: number) => {
      const workspaceId = scopes[index % scopes.length] ?? null;
      const look = async (tx: Tx) => {
        const seen = await tx.calendar.findMany({ select: { workspaceId: true } });
        if (index % 7 === 0) throw new Error("fails on purpose");
        return seen.map((row) => row.workspaceId);
      };
      const work = workspaceId === null ? pooled.outsideWorkspace(look) : pooled.inWorkspace({ workspaceId }, look);
      const seen = await work.catch(() => (workspaceId === null ? [] : [workspaceId]));
      if (seen.join() !== (workspaceId ?? "")) leaks.push(`${String(workspaceId)} saw ${seen.join()}`);
    };
    for (let first = 0; first < requests; first += 50) {
      await Promise.all(Array.from({ length: Math.min(50, requests - first) }, (_, index) => request(first + index)));
    }
    await pooled.close();
    expect(leaks).toEqual([]);
  });
});
