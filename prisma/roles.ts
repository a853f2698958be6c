// Makes sure that the roles of prisma/roles.sql exist and that this login may become them. Used by the migration
// script and by the test databases, before any migration runs.
import { readFileSync } from "node:fs";

type Client = { query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> };

const rolesSql = readFileSync(new URL("./roles.sql", import.meta.url), "utf8");

// Since PostgreSQL 16 the creator of a role is its member without being allowed to become it.
const missingRoles = `
  select wanted.name
  from unnest(array['daykeeper_app', 'daykeeper_system', 'daykeeper_auditor']) as wanted (name)
  left join pg_roles on rolname = wanted.name
  where rolname is null or not case when current_setting('server_version_num')::int >= 160000
    then pg_has_role(rolname, 'SET') else pg_has_role(rolname, 'MEMBER') end`;

/** The login may not make the roles itself. `sql` is what the owner of the database server has to run, whole. */
export class RolesMissingError extends Error {
  override readonly name = "RolesMissingError";
  readonly sql: string;

  constructor(login: string, missing: readonly string[]) {
    super(
      `The database login "${login}" may not create or use the roles ${missing.join(", ")}. Run this SQL once as a role that may:`,
    );
    this.sql = `set daykeeper.login = '${login.replaceAll("'", "''")}';\n${rolesSql}`;
  }
}

async function findMissingRoles(client: Client): Promise<string[]> {
  const { rows } = await client.query(missingRoles);
  return rows.map((row) => String(row.name));
}

/** Safe to repeat and to run from two processes at once. Throws RolesMissingError when the login lacks the right. */
export async function ensureRoles(client: Client): Promise<void> {
  const missing = await findMissingRoles(client);
  if (missing.length === 0) return;
  try {
    await client.query(rolesSql);
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
    const { rows } = await client.query("select current_user as login");
    throw new RolesMissingError(String(rows[0]?.login), missing);
  }
}
