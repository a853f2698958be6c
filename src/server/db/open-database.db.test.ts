import { describe, expect, it } from "vitest";

import { openDatabase } from "@/server/db/open-database";
import { useTestDatabase, withClient } from "@/testing/database";

const database = useTestDatabase();
const now = new Date("2026-11-21T09:00:00.123Z");

describe("openDatabase", () => {
  it("works as a role that owns nothing, in UTC, inside the tenant of the call", async () => {
    const workspaceId = "0b0e7b1a-5a55-4c11-9a4e-0d4e3c3a8f01";
    const [row] = await database.db.inWorkspace(
      { workspaceId, userId: workspaceId },
      (tx) => tx.$queryRaw<Record<string, string>[]>`
      select current_user::text as role, current_setting('TimeZone') as zone,
        current_setting('app.workspace_id') as workspace, current_setting('app.user_id') as person`,
    );
    expect(row).toEqual({ role: "daykeeper_app", zone: "UTC", workspace: workspaceId, person: workspaceId });
  });

  it("keeps an instant to the millisecond whatever zone the database is set to", async () => {
    const name = new URL(database.url).pathname.slice(1);
    await withClient(database.url, (client) =>
      client.query(`alter database ${name} set timezone to 'America/St_Johns'`),
    );
    const elsewhere = openDatabase({ url: database.url, maxConnections: 1 });
    await elsewhere.outsideWorkspace(
      (tx) => tx.$executeRaw`select system.beat(gen_random_uuid(), 'worker', 'w', '1', ${now})`,
    );
    const rows = await elsewhere.outsideWorkspace(
      (tx) => tx.$queryRaw`
      select last_beat_at, extract(epoch from last_beat_at)::float8 as seconds from system.list_workers(${now})`,
    );
    await elsewhere.close();
    expect(rows).toEqual([{ last_beat_at: now, seconds: now.getTime() / 1_000 }]);
  });

  it("gives up the whole transaction when its function fails", async () => {
    const failing = database.db.outsideWorkspace(async (tx) => {
      await tx.$executeRaw`select system.beat(gen_random_uuid(), 'worker', 'rolled back', '1', ${now})`;
      throw new Error("fails on purpose");
    });
    await expect(failing).rejects.toThrow("fails on purpose");
    const rows = await database.db.outsideWorkspace(
      (tx) => tx.$queryRaw<{ name: string }[]>`select name from system.list_workers(${now})`,
    );
    expect(rows.map(({ name }) => name)).not.toContain("rolled back");
  });
});
