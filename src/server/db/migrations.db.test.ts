import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { afterAll, describe, expect, it } from "vitest";

import { dropDatabase, urlOf, useTestDatabase, withClient } from "@/testing/database";

const database = useTestDatabase();
const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = `${root}prisma/migrations`;
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const made: string[] = [];

function newDatabase(): string {
  const name = `daykeeper_migrated_${randomBytes(6).toString("hex")}`;
  made.push(name);
  return urlOf(name);
}

/** `npm run db:migrate` as a process of its own; answers the names it applied. */
const migrate = (url: string) =>
  new Promise<string[]>((resolve, reject) => {
    execFile(
      process.execPath,
      ["scripts/migrate.ts"],
      { cwd: root, env: { ...process.env, DATABASE_URL: url } },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${stdout}\n${stderr}`));
        else resolve([...stdout.matchAll(/\d{14}_\w+/g)].map(([name]) => name));
      },
    );
  });

afterAll(async () => {
  await withClient(database.url, async (client) => {
    for (const name of made) await dropDatabase(client, name);
  });
});

const structureSql = `
  select string_agg(line, e'\\n' order by line) as text from (
    select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as line
    from information_schema.columns where table_schema = 'public'
    union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
    union all select 'policy ' || tablename || ' ' || policyname || ' ' || permissive || ' ' || roles::text || ' ' || cmd || ' ' || coalesce(qual, '') from pg_policies
    union all select 'function ' || oid::regprocedure || ' ' || md5(prosrc) from pg_proc where pronamespace = 'system'::regnamespace
  ) everything`;

const structureOf = (url: string) =>
  withClient(url, async (client) => (await client.query<{ text: string }>(structureSql)).rows[0]?.text ?? "");

describe("the migrations", () => {
  it("applied three times at once to one new database are applied once and whole", async () => {
    const url = newDatabase();
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(applied.flat().sort()).toEqual(names);
  });

  it("applied to two new databases of a server at once do not disturb each other", async () => {
    const applied = await Promise.all([migrate(newDatabase()), migrate(newDatabase())]);
    expect(applied).toEqual([names, names]);
  });

  it("make by the schema engine what the test databases are made of", async () => {
    const url = newDatabase();
    await migrate(url);
    expect(await structureOf(url)).toBe(await structureOf(database.url));
    expect(await migrate(database.url)).toEqual([]);
  });

  it("leave nothing behind when one fails in the middle", async () => {
    const url = newDatabase();
    await migrate(url);
    await withClient(url, async (client) => {
      await client.query("delete from _prisma_migrations where migration_name = '20261121110800_customer_names'");
      await client.query("drop view calendar_sync_metadata");
    });
    await expect(migrate(url)).rejects.toThrow("webhook_retry_queue");
    const left = await withClient(
      url,
      async (client) => (await client.query("select to_regclass('calendar_sync_metadata') as view")).rows,
    );
    expect(left).toEqual([{ view: null }]);
  });

  it("need no extension, make no role, and name none but the three", () => {
    const sql = names.map((name) => readFileSync(`${folder}/${name}/migration.sql`, "utf8")).join("\n");
    expect(sql.match(/create extension/gi)).toBeNull();
    expect(sql.match(/^\s*(create|alter|drop) (role|user)\b/gim)).toBeNull();
    const granted = [...sql.matchAll(/\b(?:to|from) (daykeeper_\w+)/g)].map(([, role]) => role);
    expect([...new Set(granted)].sort()).toEqual(["daykeeper_app", "daykeeper_auditor", "daykeeper_system"]);
  });
});
