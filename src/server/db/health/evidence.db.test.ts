import { beforeAll, describe, expect, it } from "vitest";

import { createCast, testNow, type Cast } from "@/testing/cast";
import { useTestDatabase, withClient } from "@/testing/database";
import { makeConnection, type Rows } from "@/testing/health-rows";

import { loadEvidence, type Whose } from "./evidence";

const database = useTestDatabase();
let cast: Cast;
let one: Rows;
const crowd = 3_000;

/** A workspace as large as one gets: its calendars, copied in bulk. */
beforeAll(async () => {
  cast = await createCast(database.db);
  one = await makeConnection(database.db, { workspaceId: cast.home, userId: cast.bob }, { at: testNow });
  await database.db.inWorkspace({ workspaceId: cast.home }, async (tx) => {
    await tx.$executeRaw`
      insert into connections (workspace_id, user_id, provider, remote_account_id, granted_scopes)
      select ${cast.home}::uuid, ${cast.alice}::uuid, 'google', 'account ' || n, '{}' from generate_series(1, ${crowd}::int) n`;
    await tx.$executeRaw`
      insert into calendars (workspace_id, connection_id, remote_id, name, is_selected)
      select workspace_id, id, 'primary', 'Work', true from connections where user_id = ${cast.alice}::uuid`;
    await tx.$executeRaw`
      insert into calendar_sync_states (workspace_id, calendar_id, provider)
      select k.workspace_id, k.id, 'google' from calendars k
      where not exists (select from calendar_sync_states s where s.calendar_id = k.id)`;
  });
  await withClient(database.url, (client) =>
    client.query("analyze connections, calendars, calendar_sync_states, credentials"),
  );
});

/** Rows that PostgreSQL took into its hands in all tables, seen or not. */
async function rowsRead(whose: Omit<Whose, "workspaceId">): Promise<{ found: number; touched: number }> {
  return database.db.inWorkspace({ workspaceId: cast.home }, async (tx) => {
    const count = async () => {
      const [row] = await tx.$queryRaw<{ n: number }[]>`
        select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::int as n from pg_stat_xact_user_tables
        where relname in ('connections', 'calendars', 'calendar_sync_states', 'credentials')`;
      return row?.n ?? 0;
    };
    const before = await count();
    const found = (await loadEvidence(tx, { workspaceId: cast.home, ...whose }, testNow)).length;
    return { found, touched: (await count()) - before };
  });
}

describe("the evidence of a calendar in a workspace of thousands", () => {
  it("is read without looking at the others, whether for the calendar, its connection or its person", async () => {
    const { calendarId, connectionId } = one;
    for (const whose of [{ calendarId }, { connectionId }, { userId: cast.bob }]) {
      // Again and again: the plan must stay good when PostgreSQL settles on one for all parameters.
      for (let times = 0; times < 12; times += 1) {
        const { found, touched } = await rowsRead(whose);
        expect(found).toBe(1);
        expect(touched, JSON.stringify(whose)).toBeLessThan(40);
      }
    }
  });

  it("is read of all of them at once, each row about once", async () => {
    const { found, touched } = await rowsRead({});
    expect(found).toBe(crowd + 1);
    expect(touched).toBeGreaterThan(crowd);
    expect(touched).toBeLessThan(5 * crowd);
  });
});
