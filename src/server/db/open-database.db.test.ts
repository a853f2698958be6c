import { describe, expect, it } from "vitest";

import { useTestDatabase } from "@/testing/database";

const database = useTestDatabase();
const now = new Date("2026-11-21T09:00:00.123Z");

describe("openDatabase", () => {
  it("works as a role that owns nothing, in UTC, inside the tenant of the call", async () => {
    const workspaceId = "0b0e7b1a-5a55-4c11-9a4e-0d4e3c3a8f01";
    const [row] = await database.db.inWorkspace({ workspaceId, userId: workspaceId }, (tx) => tx.$queryRaw<Record<string, string>[]>`
      select current_user::text as role, current_setting('TimeZone') as zone,
        current_setting('app.workspace_id') as workspace, current_setting('app.user_id') as person`);
    expect(row).toEqual({ role: "daykeeper_app", zone: "UTC", workspace: workspaceId, person: workspaceId });
  });

  it("keeps an instant to the millisecond whatever zone the server is set to", async () => {
    await database.db.outsideWorkspace((tx) => tx.$executeRaw`select system.beat(gen_random_uuid(), 'worker', 'w', '1', ${now})`);
    const [row] = await database.db.outsideWorkspace((tx) => tx.$queryRaw<{ last_beat_at: Date }[]>`
      select last_beat_at from system.list_workers(${now})`);
    expect(row?.last_beat_at).toEqual(now);
  });
});
