import { createHash, randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import pg from "pg";

import { ensureRoles } from "../../prisma/roles";

const serverUrl = process.env.TEST_DATABASE_SERVER_URL ?? "postgresql://daykeeper:dev@127.0.0.1:54329/postgres";
const migrationsFolder = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));
const templateLock = 727_073_692;

type Migration = { name: string; sql: string; checksum: string };

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function readMigrations(): Migration[] {
  const folders = readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(`${migrationsFolder}/${name}/migration.sql`, "utf8");
      return { name, sql, checksum: sha256(sql) };
    });
}

export function urlOf(database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

export async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/** The same table and rows the schema engine keeps, so that a test database is a migrated one in every respect. */
async function applyMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  await ensureRoles(client);
  await client.query(`create table _prisma_migrations (
    id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
    migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
    started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
  for (const { name, sql, checksum } of migrations) {
    await client.query(sql);
    await client.query(
      "insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) values ($1, $2, now(), $3, 1)",
      [randomUUID(), checksum, name],
    );
  }
}

/** Built under another name and renamed when it is whole: a run that dies in between leaves nothing half-made behind. */
async function buildTemplate(server: pg.Client, template: string, migrations: readonly Migration[]): Promise<void> {
  const building = `${template}_building`;
  await dropDatabase(server, building);
  await server.query(`create database ${building}`);
  await withClient(urlOf(building), (client) => applyMigrations(client, migrations));
  await server.query(`alter database ${building} rename to ${template}`);
}

async function ensureTemplate(server: pg.Client): Promise<string> {
  const migrations = readMigrations();
  const template = `daykeeper_template_${sha256(migrations.map(({ checksum }) => checksum).join()).slice(0, 12)}`;
  const exists = async () =>
    (await server.query("select from pg_database where datname = $1", [template])).rowCount === 1;
  if (await exists()) return template;
  await server.query("select pg_advisory_lock($1)", [templateLock]);
  try {
    if (!(await exists())) await buildTemplate(server, template, migrations);
  } finally {
    await server.query("select pg_advisory_unlock($1)", [templateLock]);
  }
  return template;
}

/**
 * Without force first: that waits for autovacuum to leave, which a login without superuser rights may not throw out.
 * With force when a test left a connection open.
 */
export async function dropDatabase(server: pg.Client, name: string): Promise<void> {
  try {
    await server.query(`drop database if exists ${name}`);
  } catch (error) {
    if ((error as { code?: string }).code !== "55006") throw error;
    await server.query(`drop database if exists ${name} with (force)`);
  }
}

/** A fresh migrated database on the server for tests. */
export async function createMigratedDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `daykeeper_test_${randomUUID().replaceAll("-", "")}`;
  await withClient(serverUrl, async (server) => {
    const template = await ensureTemplate(server);
    await server.query(`create database ${name} template ${template}`);
  });
  return { url: urlOf(name), drop: () => withClient(serverUrl, (server) => dropDatabase(server, name)) };
}
