import { beforeAll, describe, expect, it } from "vitest";

import { createCast, testNow, type Cast } from "@/testing/cast";
import { useTestDatabase } from "@/testing/database";
import { fillEveryTable, type Filled } from "@/testing/every-table";

const database = useTestDatabase();
let cast: Cast;
let filled: Filled;

beforeAll(async () => {
  cast = await createCast(database.db);
  filled = await fillEveryTable(database.db, { workspaceId: cast.home, userId: cast.alice });
});

const inHome = <Row>(sql: string, workspaceId = cast.home) =>
  database.db.inWorkspace({ workspaceId, userId: cast.alice }, (tx) => tx.$queryRawUnsafe<Row[]>(sql));

describe("the names of the customer's documents", () => {
  it.each([
    "calendar_sync_states",
    "calendar_webhooks",
    "calendar_webhook_logs",
    "webhook_retry_queue",
    "calendar_alerts",
    "calendar_monitoring_results",
    "calendar_sync_metadata",
  ])("%s can be read by the application", async (name) => {
    expect(await inHome(`select count(*)::int as n from ${name}`)).toHaveLength(1);
  });

  it("calendar_sync_metadata has the documented shape, one row per tenant, user and provider", async () => {
    await database.db.inWorkspace({ workspaceId: cast.home }, (tx) =>
      tx.calendarSyncState.updateMany({
        data: {
          lastSuccessAt: testNow,
          eventsSynced: 42,
          lastDurationMs: 1_234,
          consecutiveFailures: 2,
          lastError: { code: "rate_limited" },
        },
      }),
    );
    expect(await inHome("select * from calendar_sync_metadata")).toEqual([
      {
        tenantId: cast.home,
        userId: cast.alice,
        provider: "google",
        syncToken: "token",
        deltaLink: null,
        lastSuccessfulSync: testNow,
        consecutiveFailures: 2,
        eventsSynced: 42,
        syncDuration: 1_234,
        lastError: "rate_limited",
        isActive: true,
      },
    ]);
  });

  it("calendar_sync_metadata claims no success while one of the calendars was never read", async () => {
    const remoteId = "second";
    await database.db.inWorkspace({ workspaceId: cast.home }, async (tx) => {
      const second = await tx.calendar.create({
        data: { workspaceId: cast.home, connectionId: filled.connectionId, remoteId, name: "Second", isSelected: true },
      });
      await tx.calendarSyncState.create({
        data: { workspaceId: cast.home, calendarId: second.id, provider: "google" },
      });
    });
    expect(await inHome(`select "lastSuccessfulSync" from calendar_sync_metadata`)).toEqual([
      { lastSuccessfulSync: null },
    ]);
  });

  it("calendar_sync_metadata is inactive as soon as the account needs reconnecting", async () => {
    await database.db.inWorkspace({ workspaceId: cast.home }, (tx) =>
      tx.connection.updateMany({ data: { authStatus: "needs_reauth" } }),
    );
    expect(await inHome(`select "isActive" from calendar_sync_metadata`)).toEqual([{ isActive: false }]);
  });

  it("webhook_retry_queue shows failed notifications until they are processed, and dead ones as dead", async () => {
    const key = "0b0e7b1a-5a55-4c11-9a4e-0d4e3c3a8f01";
    const kind = "notification.process";
    const where = { workspaceId_kind_key: { workspaceId: cast.home, kind, key } };
    await database.db.inWorkspace({ workspaceId: cast.home }, (tx) =>
      tx.dueWork.create({ data: { workspaceId: cast.home, kind, key, dueAt: testNow } }),
    );
    expect(await inHome("select * from webhook_retry_queue")).toEqual([]);
    await database.db.inWorkspace({ workspaceId: cast.home }, (tx) =>
      tx.dueWork.update({ where, data: { attempts: 1, lastError: { code: "timeout" } } }),
    );
    const columns = "select notification_id, attempts, last_error, status from webhook_retry_queue";
    expect(await inHome(columns)).toEqual([
      { notification_id: key, attempts: 1, last_error: "timeout", status: "waiting" },
    ]);
    await database.db.inWorkspace({ workspaceId: cast.home }, (tx) =>
      tx.dueWork.update({ where, data: { deadAt: testNow } }),
    );
    expect(await inHome(columns)).toMatchObject([{ status: "dead" }]);
  });

  it("both views show nothing of another workspace", async () => {
    for (const view of ["calendar_sync_metadata", "webhook_retry_queue"])
      expect(await inHome(`select * from ${view}`, cast.elsewhere), view).toEqual([]);
  });
});
