import { beforeAll, describe, expect, it } from "vitest";

import type { HealthReason } from "@/core/health/assess-health";
import type { HealthState } from "@/core/health/words";
import { createCast, testNow, type Cast } from "@/testing/cast";
import { useTestDatabase, withClient } from "@/testing/database";
import { addCalendar, instanceWorkspace, makeConnection, type Rows } from "@/testing/health-rows";

import { recordCalendarHealth, recordConnectionHealth } from "./record-health";
import { recordStale } from "./record-stale";

const database = useTestDatabase();
let cast: Cast;
const minutes = (count: number) => new Date(testNow.getTime() + count * 60_000);
const at = (count: number) => ({ db: database.db, now: () => minutes(count) });

beforeAll(async () => {
  cast = await createCast(database.db);
});

const owner = () => ({ workspaceId: cast.home, userId: cast.alice });
const make = (given: Partial<Parameters<typeof makeConnection>[2]> = {}) =>
  makeConnection(database.db, owner(), { at: testNow, ...given });
const record = ({ workspaceId, calendarId }: Rows, minute = 0) =>
  database.db.inWorkspace({ workspaceId }, (tx) => recordCalendarHealth(tx, at(minute), { workspaceId, calendarId }));

async function recorded({ workspaceId, calendarId, connectionId }: Rows) {
  return database.db.inWorkspace({ workspaceId }, async (tx) => ({
    calendar: await tx.calendarSyncState.findFirstOrThrow({ where: { workspaceId, calendarId } }),
    connection: await tx.connection.findFirstOrThrow({ where: { workspaceId, id: connectionId } }),
    transitions: await tx.healthTransition.findMany({
      where: { workspaceId, subjectId: { in: [calendarId, connectionId] } },
      orderBy: [{ at: "asc" }, { subjectKind: "asc" }],
    }),
  }));
}

/** A transaction of this database stands before a lock that another one holds. */
const untilSomebodyWaits = () =>
  withClient(database.url, async (client) => {
    for (let waiting = 0; waiting === 0;) {
      const { rows } = await client.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      waiting = rows[0]?.n ?? 0;
    }
  });

const failed = (code: string) => ({ code, category: "transient", at: testNow.toISOString(), requestId: "r-1" });

type Row = [HealthState, HealthReason, Parameters<typeof make>[0]];
const rows: readonly Row[] = [
  ["healthy", "proven", {}],
  ["catching_up", "first_read", { state: { lastSuccessAt: null, lastProgressAt: minutes(-1), gapSince: minutes(-3) } }],
  ["catching_up", "closing_gap", { state: { gapSince: minutes(-60), lastProgressAt: minutes(-1) } }],
  ["late", "failing", { state: { lastSuccessAt: minutes(-40), lastError: failed("timeout"), consecutiveFailures: 2 } }],
  ["late", "overdue", { state: { lastSuccessAt: minutes(-40) } }],
  ["late", "deletion_held", { state: { heldAt: minutes(-2) } }],
  ["needs_reconnecting", "access_ended", { connection: { authStatus: "needs_reauth" } }],
  ["needs_reconnecting", "access_ended", { credential: null }],
  ["disabled", "too_many_failures", { state: { disabledAt: minutes(-5), lastSuccessAt: minutes(-90) } }],
  [
    "disabled",
    "set_aside",
    { state: { disabledAt: minutes(-5), lastError: { code: "crashed", at: minutes(-5).toISOString() } } },
  ],
  ["paused", "paused_by_person", { state: { pausedAt: minutes(-5) } }],
  ["paused", "paused_by_person", { connection: { pausedAt: minutes(-5) } }],
  ["unknown", "never_read", { state: { lastSuccessAt: null, lastAttemptAt: null } }],
  ["unknown", "nobody_tried", { state: { lastSuccessAt: minutes(-300), lastAttemptAt: minutes(-300) } }],
  ["unknown", "clock_disagrees", { state: { lastSuccessAt: minutes(30) } }],
];

describe("recording a calendar's health from its rows", () => {
  it.each(rows)("says %s because of %s", async (state, because, given) => {
    const made = await make(given);
    await record(made);
    const { calendar, connection } = await recorded(made);
    expect(calendar).toMatchObject({ status: state, statusCause: because });
    expect(connection).toMatchObject({ status: state, statusCause: because });
  });

  it("tells an outage of the provider from a broken account, as long as the provider's breaker is open", async () => {
    const made = await make({ state: { lastError: failed("unavailable"), lastSuccessAt: minutes(-2) } });
    const broken = await make({ connection: { authStatus: "needs_reauth" } });
    await database.db.inWorkspace({ workspaceId: instanceWorkspace }, (tx) =>
      tx.breaker.create({
        data: {
          workspaceId: instanceWorkspace,
          key: "provider:google",
          provider: "google",
          state: "open",
          openUntil: minutes(5),
          changedAt: minutes(-3),
        },
      }),
    );
    await record(made);
    await record(broken);
    expect((await recorded(made)).calendar).toMatchObject({
      status: "provider_outage",
      statusCause: "provider_fails",
      statusSince: minutes(-3),
    });
    expect((await recorded(broken)).calendar.status).toBe("needs_reconnecting");
    await database.db.inWorkspace({ workspaceId: instanceWorkspace }, (tx) =>
      tx.breaker.updateMany({ where: { key: "provider:google" }, data: { state: "closed" } }),
    );
    await record(made, 1);
    expect((await recorded(made)).calendar.status).toBe("healthy");
  });

  it("writes one transition for each change of state and none for a repetition", async () => {
    const made = await make();
    await record(made);
    await record(made, 1);
    await record(made, 40);
    await record(made, 41);
    const { transitions } = await recorded(made);
    expect(
      transitions.map(({ subjectKind, fromStatus, toStatus, cause }) => [subjectKind, fromStatus, toStatus, cause]),
    ).toEqual([
      ["calendar", "unknown", "healthy", "proven"],
      ["connection", "unknown", "healthy", "proven"],
      ["calendar", "healthy", "late", "overdue"],
      ["connection", "healthy", "late", "overdue"],
    ]);
    expect(transitions.every(({ userId }) => userId === cast.alice)).toBe(true);
  });

  it("leaves neither status nor transition when the transaction around it fails", async () => {
    const made = await make();
    const { workspaceId, calendarId } = made;
    const failing = database.db.inWorkspace({ workspaceId }, async (tx) => {
      await recordCalendarHealth(tx, at(0), { workspaceId, calendarId });
      throw new Error("planned");
    });
    await expect(failing).rejects.toThrow("planned");
    const { calendar, transitions } = await recorded(made);
    expect(calendar.status).toBe("unknown");
    expect(transitions).toEqual([]);
  });

  it("gives the connection the state of its worst calendar, also when two change at once", async () => {
    const made = await make();
    const second = { ...made, calendarId: await addCalendar(database.db, made, { at: testNow }) };
    await Promise.all([record(made), record(second)]);
    expect((await recorded(made)).connection.status).toBe("healthy");
    const { workspaceId } = made;
    const begun = Promise.withResolvers<undefined>();
    const goOn = Promise.withResolvers<undefined>();
    const slow = database.db.inWorkspace({ workspaceId }, async (tx) => {
      await tx.calendarSyncState.updateMany({
        where: { calendarId: second.calendarId },
        data: { disabledAt: testNow },
      });
      await recordCalendarHealth(tx, at(40), { workspaceId, calendarId: second.calendarId });
      begun.resolve(undefined);
      await goOn.promise;
    });
    await begun.promise;
    const quick = record(made, 40);
    await untilSomebodyWaits();
    goOn.resolve(undefined);
    await Promise.all([slow, quick]);
    expect((await recorded(made)).calendar.status).toBe("late");
    expect((await recorded(made)).connection.status).toBe("disabled");
  });

  it("marks every calendar of a connection whose access ended, in one transaction", async () => {
    const made = await make();
    const second = { ...made, calendarId: await addCalendar(database.db, made, { at: testNow }) };
    await record(made);
    await record(second);
    const { workspaceId, connectionId } = made;
    await database.db.inWorkspace({ workspaceId }, async (tx) => {
      await tx.connection.updateMany({ where: { id: connectionId }, data: { authStatus: "needs_reauth" } });
      await recordConnectionHealth(tx, at(1), { workspaceId, connectionId });
    });
    expect((await recorded(second)).calendar.status).toBe("needs_reconnecting");
    const { transitions, connection } = await recorded(made);
    expect(connection.status).toBe("needs_reconnecting");
    expect(transitions.filter(({ toStatus }) => toStatus === "needs_reconnecting")).toHaveLength(2);
  });

  it("claims nothing of a calendar that is no longer read", async () => {
    const made = await make();
    await record(made);
    await database.db.inWorkspace(made, (tx) =>
      tx.calendar.updateMany({ where: { id: made.calendarId }, data: { isSelected: false } }),
    );
    await record(made, 1);
    const { calendar, connection } = await recorded(made);
    expect(calendar).toMatchObject({ status: "unknown", statusCause: null, statusStaleAt: null });
    expect(connection.status).toBe("unknown");
  });
});

describe("a recorded state that outlives its proof", () => {
  it("is found by the sweep and recorded anew", async () => {
    const made = await make();
    const reading = await make({ state: { lastSuccessAt: null, lastProgressAt: minutes(-1), gapSince: minutes(-3) } });
    await record(made);
    await record(reading);
    await recordStale(at(8));
    expect((await recorded(reading)).calendar.status).toBe("catching_up");
    await recordStale(at(10));
    expect((await recorded(reading)).calendar.status).toBe("unknown");
    expect((await recorded(made)).calendar.status).toBe("healthy");
    await recordStale(at(30));
    expect((await recorded(made)).calendar.status).toBe("late");
    expect(await recordStale(at(30))).toBe(0);
  });

  it("is never healthy beyond the moment that PostgreSQL keeps beside it, whatever the interval and the proof", async () => {
    for (const intervalSeconds of [60, 450, 451, 900, 3_600, 21_600]) {
      const made = await make({ state: { intervalSeconds } });
      await record(made);
      const staleAt = (await recorded(made)).calendar.statusStaleAt;
      expect(staleAt).not.toBeNull();
      const edge = ((staleAt?.getTime() ?? 0) - testNow.getTime()) / 60_000;
      await record(made, edge);
      expect((await recorded(made)).calendar.status, `${intervalSeconds} s`).toBe("healthy");
      await recordStale(at(edge));
      expect((await recorded(made)).calendar.status).toBe("healthy");
      await recordStale(at(edge + 0.001));
      expect((await recorded(made)).calendar.status, `${intervalSeconds} s`).not.toBe("healthy");
    }
  });

  it("is left to whoever is writing the calendar at that moment", async () => {
    await recordStale(at(40));
    const made = await make();
    await record(made);
    await withClient(database.url, async (client) => {
      await client.query("begin");
      await client.query("set local role daykeeper_system");
      await client.query("update calendar_sync_states set priority = 1 where calendar_id = $1", [made.calendarId]);
      expect(await recordStale(at(40))).toBe(0);
      await client.query("rollback");
    });
    expect(await recordStale(at(40))).toBe(1);
  });
});
