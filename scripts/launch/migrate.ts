import { existsSync, readFileSync, readdirSync } from "node:fs";

import { RolesMissingError, ensureRoles } from "../../prisma/roles.ts";
import { maintenanceOf, openSchemaEngine, withClient } from "./engine.mjs";
import { inRoot } from "./paths.ts";
import { LaunchError } from "./say.ts";

type DriverError = Error & { code?: string; errors?: DriverError[] };

const sentences: Record<string, (where: string, database: string) => string> = {
  ECONNREFUSED: (where) =>
    `no PostgreSQL answers at ${where}. Is it running, and are host and port in DATABASE_URL right?`,
  ENOTFOUND: (where) => `the host of DATABASE_URL is not known (${where}). Check the spelling.`,
  ETIMEDOUT: (where) => `PostgreSQL at ${where} did not answer in 10 seconds. A firewall may be in the way.`,
  EHOSTUNREACH: (where) => `the machine ${where} of DATABASE_URL cannot be reached from here.`,
  "28P01": (where) => `PostgreSQL at ${where} refuses the user or password of DATABASE_URL.`,
  "28000": (where) =>
    `PostgreSQL at ${where} does not let this user in. It may ask for an encrypted connection: add ?sslmode=require to DATABASE_URL.`,
  "3D000": (where, database) =>
    `PostgreSQL at ${where} has no database "${database}", and this user may not create it. Create it, or correct DATABASE_URL.`,
  "42501": (where, database) =>
    `the user of DATABASE_URL may not create the tables Daykeeper needs in "${database}" at ${where}. Make it the owner of that database.`,
};

export function explainDatabase(error: unknown, url: string): LaunchError | null {
  const { code, errors, message } = error as DriverError;
  const key = code ?? errors?.find((cause) => cause.code)?.code ?? (/timeout/i.test(message ?? "") ? "ETIMEDOUT" : "");
  const sentence = sentences[key];
  const address = new URL(url);
  return sentence ? new LaunchError(sentence(address.host, decodeURIComponent(address.pathname.slice(1)))) : null;
}

export function requireDatabaseUrl(url: string): void {
  const hint = "It looks like postgresql://user:password@host:5432/database.";
  if (!URL.canParse(url)) throw new LaunchError(`DATABASE_URL is not a database address. ${hint}`);
  const { protocol, pathname } = new URL(url);
  if (!/^postgres(ql)?:$/.test(protocol))
    throw new LaunchError(`DATABASE_URL starts with "${protocol}//", but Daykeeper needs PostgreSQL. ${hint}`);
  if (pathname.length < 2) throw new LaunchError(`DATABASE_URL names no database at its end. ${hint}`);
}

async function createIfMissing(url: string): Promise<void> {
  try {
    await withClient(url, (client) => client.query("select 1"));
  } catch (error) {
    if ((error as DriverError).code !== "3D000") throw error;
    const { url: maintenance, database } = maintenanceOf(url);
    try {
      await withClient(maintenance, (client) => client.query(`create database ${client.escapeIdentifier(database)}`));
    } catch (refusal) {
      // A second starter may have created it between our two looks.
      if (!["42P04", "23505"].includes((refusal as DriverError).code ?? "")) throw error;
    }
  }
}

async function requireModernServer(url: string): Promise<void> {
  const version = await withClient(url, async (client) =>
    Number((await client.query("show server_version_num")).rows[0].server_version_num),
  );
  if (version < 150_000)
    throw new LaunchError(
      `DATABASE_URL points at PostgreSQL ${Math.floor(version / 10_000)}; Daykeeper needs 15 or newer.`,
    );
}

function readMigrations() {
  const folder = inRoot("prisma", "migrations");
  if (!existsSync(folder))
    throw new LaunchError("the folder prisma/migrations is missing. Is this a complete copy of the project?");
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: folder,
    shadowDbInitScript: "",
    lockfile: { path: "migration_lock.toml", content: readFileSync(`${folder}/migration_lock.toml`, "utf8") },
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: readFileSync(`${folder}/${name}/migration.sql`, "utf8") },
      },
    })),
  };
}

const ownLock = 727_073_691;

/** Applies what is missing of prisma/migrations and answers the names. Two at once are safe: the second one waits. */
export async function migrate(url: string): Promise<string[]> {
  requireDatabaseUrl(url);
  try {
    await createIfMissing(url);
    await requireModernServer(url);
    return await withClient(url, async (client) => {
      await client.query("select pg_advisory_lock($1)", [ownLock]);
      await ensureRoles(client);
      const engine = await openSchemaEngine({ url });
      const result = await engine.applyMigrations({
        migrationsList: readMigrations(),
        filters: { externalTables: [], externalEnums: [] },
      });
      return result.appliedMigrationNames as string[];
    });
  } catch (error) {
    throw explainDatabase(error, url) ?? toMigrationError(error);
  }
}

function toMigrationError(error: unknown): Error {
  if (error instanceof LaunchError) return error;
  if (error instanceof RolesMissingError) return new LaunchError(`${error.message}\n\n${error.sql}`);
  const text = error instanceof Error ? error.message : String(error);
  const readable =
    /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll("\\n", "\n").replaceAll('\\"', '"') ?? text;
  if (/42501|permission denied/.test(text)) {
    return new LaunchError(
      `the user of DATABASE_URL may not create the tables Daykeeper needs. Make it the owner of the database, then start again.\n${readable}`,
    );
  }
  return new LaunchError(
    `a change of the database's structure could not be applied; nothing of it was kept.\n${readable}`,
  );
}
