import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { openDatabase } from "@/server/db/open-database";
import { urlOf, useTestDatabase, withClient } from "@/testing/database";

import { ensureRoles, RolesMissingError } from "../../../prisma/roles";

const database = useTestDatabase();
const ours = ["daykeeper_app", "daykeeper_auditor", "daykeeper_system"];

const rowsOf = <Row extends Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  withClient(database.url, async (client) => (await client.query<Row>(sql, values)).rows);

/** A login that may do nothing yet, on the same server; gone after the test. */
async function withLogin(run: (login: { name: string; url: string }) => Promise<void>): Promise<void> {
  const name = `daykeeper_login_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  const url = Object.assign(new URL(database.url), { username: name, password }).href;
  await rowsOf(`create role ${name} login password '${password}'`);
  try {
    await run({ name, url });
  } finally {
    await rowsOf(`drop role ${name}`);
  }
}

const grantsSql = `
  select grantee || ' ' || string_agg(privilege, ', ' order by privilege) || ' on ' || object as line from (
    select grantee, lower(privilege_type) as privilege, table_name::text as object from information_schema.role_table_grants
    where grantee = any ($1) and table_schema = 'public'
    union
    select grantee, lower(privilege_type) || ' (' || string_agg(column_name, ', ' order by column_name) || ')', table_name::text
    from information_schema.role_column_grants c
    where grantee = any ($1) and table_schema = 'public' and not exists (
      select from information_schema.role_table_grants t
      where t.grantee = c.grantee and t.table_schema = c.table_schema and t.table_name = c.table_name and t.privilege_type = c.privilege_type)
    group by grantee, privilege_type, table_name
  ) granted group by grantee, object order by grantee, object collate "C"`;

describe("the roles (S66)", () => {
  it("can neither log in nor bypass row security nor own anything but the doors", async () => {
    const flags = await rowsOf(
      "select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb from pg_roles where rolname = any ($1) order by 1",
      [ours],
    );
    expect(flags).toEqual(
      ours.map((rolname) => ({
        rolname,
        rolsuper: false,
        rolbypassrls: false,
        rolcanlogin: false,
        rolcreaterole: false,
        rolcreatedb: false,
      })),
    );
    const owned = await rowsOf<{ owner: string; kind: string }>(
      `
      select distinct owner::regrole::text as owner, kind from (
        select relowner as owner, 'relation' as kind from pg_class union all select nspowner, 'schema' from pg_namespace
        union all select proowner, 'function' from pg_proc union all select typowner, 'type' from pg_type
        union all select datdba, 'database' from pg_database) owned
      where owner::regrole::text = any ($1) order by 1, 2`,
      [ours],
    );
    expect(owned).toEqual([
      { owner: "daykeeper_system", kind: "function" },
      { owner: "daykeeper_system", kind: "schema" },
    ]);
  });

  it("are no member of one another, and the migrating login is no superuser", async () => {
    const nested = await rowsOf("select from pg_auth_members where member::regrole::text = any ($1)", [ours]);
    expect(nested).toEqual([]);
    expect(await rowsOf("select rolsuper, rolbypassrls from pg_roles where rolname = session_user")).toEqual([
      { rolsuper: false, rolbypassrls: false },
    ]);
  });

  it("have these grants and no others", async () => {
    const lines = (await rowsOf<{ line: string }>(grantsSql, [[...ours, "PUBLIC"]])).map(({ line }) => line);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("grants.snapshot.txt");
  });

  it("give the login no row until it becomes the application, although it owns the tables", async () => {
    await database.db.outsideWorkspace(
      (tx) =>
        tx.$queryRaw`select * from system.create_person('t', '1', 'eve@example.test', 'Eve', 'en', 'UTC', false, now())`,
    );
    expect(await rowsOf("select count(*)::int as n from users")).toEqual([{ n: 0 }]);
    expect(await rowsOf("select count(*)::int as n from workspaces")).toEqual([{ n: 0 }]);
  });
});

describe("a login of its own for the application", () => {
  it("needs no more than membership in daykeeper_app", async () => {
    await withLogin(async ({ name, url }) => {
      await rowsOf(`grant daykeeper_app to ${name}`);
      const db = openDatabase({ url, maxConnections: 1 });
      const rows = await db.outsideWorkspace(
        (tx) =>
          tx.$queryRaw<
            unknown[]
          >`select current_user::text as role from system.find_user(gen_random_uuid()) right join (values (1)) v on true`,
      );
      await db.close();
      expect(rows).toEqual([{ role: "daykeeper_app" }]);
      await expect(withClient(url, (client) => client.query("set role daykeeper_system"))).rejects.toMatchObject({
        code: "42501",
      });
    });
  });
});

describe("a login that is no member", () => {
  it("can read no table and execute no function", async () => {
    await withLogin(async ({ url }) => {
      for (const sql of [
        "select * from users",
        "select * from system.find_user(gen_random_uuid())",
        "set role daykeeper_app",
      ]) {
        await expect(
          withClient(url, (client) => client.query(sql)),
          sql,
        ).rejects.toMatchObject({ code: "42501" });
      }
    });
  });
});

describe("ensureRoles", () => {
  it("does nothing where the roles are there", async () => {
    await withClient(database.url, (client) => ensureRoles(client));
  });

  it("hands a login that may not create them the SQL that somebody else can run", async () => {
    await withLogin(async ({ name, url }) => {
      const refusal = await withClient(url, (client) => ensureRoles(client)).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(RolesMissingError);
      const { message, sql } = refusal as RolesMissingError;
      expect(message).toContain(name);
      await Promise.all(Array.from({ length: 6 }, () => withClient(urlOf("postgres"), (client) => client.query(sql))));
      await withClient(url, (client) => ensureRoles(client));
      for (const role of ours) await withClient(url, (client) => client.query(`set role ${role}`));
    });
  });
});
