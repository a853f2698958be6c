// F20. While a new version is rolled out, the one before it goes on writing into the schema of the new one. Its code is
// not here; what it names is: the columns and functions of every step of the migrations.
import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Client } from "pg";
import { beforeAll, expect, it } from "vitest";

import { createCast } from "@/testing/cast";
import { dropDatabase, urlOf, useTestDatabase, withClient } from "@/testing/database";
import { fillEveryTable } from "@/testing/every-table";

const database = useTestDatabase();
const folder = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));
const migrations = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

type Step = {
  readonly name: string;
  readonly tables: ReadonlyMap<string, readonly string[]>;
  readonly functions: readonly string[];
};

async function readStep(client: Client, name: string): Promise<Step> {
  const columns = await client.query<{ table: string; columns: string[] }>(`
    select c.table_name as table, array_agg(c.column_name::text order by c.ordinal_position) as columns
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.is_generated = 'NEVER' and t.table_type = 'BASE TABLE' group by 1`);
  const functions = await client.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'system'`,
  );
  const tables = new Map(columns.rows.map((row) => [row.table, row.columns]));
  return { name, tables, functions: functions.rows.map((row) => row.name) };
}

/** What the schema was after each migration. */
async function readSteps(): Promise<Step[]> {
  const name = `daykeeper_steps_${randomBytes(6).toString("hex")}`;
  await withClient(database.url, (client) => client.query(`create database ${name}`));
  try {
    return await withClient(urlOf(name), async (client) => {
      const steps: Step[] = [];
      for (const migration of migrations) {
        await client.query(readFileSync(`${folder}/${migration}/migration.sql`, "utf8"));
        steps.push(await readStep(client, migration));
      }
      return steps;
    });
  } finally {
    await withClient(database.url, (client) => dropDatabase(client, name));
  }
}

let steps: readonly Step[] = [];
beforeAll(async () => {
  const cast = await createCast(database.db);
  await fillEveryTable(database.db, { workspaceId: cast.home, userId: cast.alice });
  steps = await readSteps();
});
const last = (): Step => steps.at(-1) ?? { name: "", tables: new Map(), functions: [] };

/** Taken away on purpose, after a version that no longer named it. */
const takenAway = new Set([
  // Called by whole keys since 20261126120550_admin_health_by_id; no release ever called it otherwise.
  "system.overseen_scores(uuid,uuid,uuid[],timestamp with time zone)",
]);

it("F20 nothing that a version named is gone in a later one", () => {
  const gone = steps.flatMap(({ name, tables, functions }) => [
    ...functions
      .filter((each) => !last().functions.includes(each) && !takenAway.has(each))
      .map((each) => `${name}: ${each}`),
    ...[...tables].flatMap(([table, columns]) =>
      columns
        .filter((column) => !(last().tables.get(table)?.includes(column) ?? false))
        .map((column) => `${name}: ${table}.${column}`),
    ),
  ]);
  expect(gone).toEqual([]);
});

it("F20 a row that names only what an earlier version knew is taken, in every table and for every step", async () => {
  expect(await findRefused()).toEqual([]);
});

it("F20 a column that the version before does not fill, and that has no default, is found", async () => {
  const planted = `alter table calendars add column planted text default ''; alter table calendars alter planted set not null;
    alter table calendars alter planted drop default`;
  const refused = await findRefused(planted);
  expect(refused.length).toBeGreaterThan(0);
  for (const each of refused) expect(each).toMatch(/^calendars without .*planted.*not-null/);
});

/** Writes a row of each table in the shape of each step, and takes everything back. */
async function findRefused(planted = "select 1"): Promise<string[]> {
  return withClient(database.url, async (client) => {
    await client.query("begin");
    await client.query(planted);
    const { tables } = await readStep(client, "now");
    // As their owner, who is bound by the rules of tenants otherwise.
    for (const table of tables.keys()) await client.query(`alter table ${table} no force row level security`);
    const refused: string[] = [];
    for (const [table, all] of tables)
      for (const columns of new Set(steps.flatMap((step) => step.tables.get(table)?.join(", ") ?? [])))
        refused.push(...(await tryToWrite(client, table, { columns, all })));
    await client.query("rollback");
    return refused;
  });
}

/** The same row once more, without what is new: rules for values are looked at before it is found to be there already. */
async function tryToWrite(
  client: Client,
  table: string,
  { columns, all }: { columns: string; all: readonly string[] },
): Promise<string[]> {
  await client.query("savepoint before");
  try {
    await client.query(
      `insert into ${table} (${columns}) select ${columns} from ${table} limit 1 on conflict do nothing`,
    );
    return [];
  } catch (error) {
    const added = all.filter((column) => !columns.split(", ").includes(column));
    return [`${table} without ${added.join(", ")}: ${String(error)}`];
  } finally {
    await client.query("rollback to savepoint before");
  }
}
