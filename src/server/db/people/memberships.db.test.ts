import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";

import { createCast, type Cast } from "@/testing/cast";
import { useTestDatabase } from "@/testing/database";

import { findMembership, findMembershipIdOf } from "./memberships";

const database = useTestDatabase();
let cast: Cast;
let owner: pg.Client;
let other: pg.Client;

beforeAll(async () => {
  cast = await createCast(database.db);
  [owner, other] = [
    new pg.Client({ connectionString: database.url }),
    new pg.Client({ connectionString: database.url }),
  ];
  await Promise.all([owner.connect(), other.connect()]);
});
afterAll(() => Promise.all([owner.end(), other.end()]));

const areWaiting = async () => {
  const { rows } = await other.query<{ n: number }>(
    "select count(*)::int as n from pg_locks where not granted and relation = 'users'::regclass",
  );
  return rows[0]?.n;
};

it("somebody who is removed while they are read is nobody, not a person without a name", async () => {
  const here = { workspaceId: cast.home, userId: cast.alice };
  const id = await database.db.inWorkspace(here, (tx) => findMembershipIdOf(tx, cast.home, cast.bob));
  await owner.query("begin; lock table users in access exclusive mode");
  const reading = database.db.inWorkspace(here, (tx) => findMembership(tx, { workspaceId: cast.home, id: id ?? "" }));
  await expect.poll(areWaiting).toBe(1);
  await owner.query("set local role daykeeper_app");
  await owner.query("select set_config('app.workspace_id', $1, true)", [cast.home]);
  expect((await owner.query("delete from memberships where id = $1", [id])).rowCount).toBe(1);
  await owner.query("commit");
  expect(await reading).toBeNull();
});
