import { beforeEach, describe, expect, it } from "vitest";

import { useApi } from "@/testing/api";
import { makeConnection, type Rows } from "@/testing/health-rows";

import { health as healthShape, type HealthShape } from "./shapes";

const api = useApi();
const route = "GET /api/calendar/health";
const ago = (count: number) => new Date(api.deps.now().getTime() - count * 60_000);

const make = (userId: string, given: Partial<Parameters<typeof makeConnection>[2]> = {}) =>
  makeConnection(api.deps.db, { workspaceId: api.cast.home, userId }, { at: api.deps.now(), ...given });

const asWorker = <T>(run: Parameters<typeof api.deps.db.inWorkspace<T>>[1]) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, run);

beforeEach(async () => {
  await asWorker((tx) => tx.connection.deleteMany({}));
});

async function read(userId: string, query: Record<string, string> = {}): Promise<HealthShape> {
  const answer = await api.call(route, { as: await api.signIn(userId), query });
  expect(answer.status, answer.text).toBe(200);
  return healthShape.parse(answer.json);
}

async function addRuns({ calendarId, workspaceId }: Rows, count: number): Promise<void> {
  await asWorker((tx) =>
    tx.syncRun.createMany({
      data: Array.from({ length: count }, (_, index) => ({
        workspaceId,
        calendarId,
        trigger: "schedule",
        kind: "incremental",
        outcome: index === count - 1 ? "failed" : "succeeded",
        fence: BigInt(index),
        startedAt: ago(count - index),
        finishedAt: ago(count - index),
        durationMs: 100 + index,
        added: index,
        errorCode: index === count - 1 ? "timeout" : null,
      })),
    }),
  );
}

describe("MON-1 GET /api/calendar/health", () => {
  it("answers the customer's fields under their names, one entry for each connection", async () => {
    await make(api.cast.alice);
    await make(api.cast.alice, { provider: "outlook", connection: { authStatus: "needs_reauth" } });
    const { json } = await api.call(route, { as: await api.signIn(api.cast.alice) });
    expect(json).toMatchObject({
      status: "degraded",
      timestamp: expect.any(String) as string,
      syncs: [
        {
          provider: "google",
          isActive: true,
          lastSync: expect.any(String) as string,
          consecutiveFailures: 0,
          metrics: { eventsSynced: 412, syncDuration: 840, lastError: null },
          tokenExpiry: expect.any(String) as string,
          state: "healthy",
          badge: "Active",
        },
        { provider: "outlook", isActive: false, state: "needs_reconnecting", action: { id: "reconnect" } },
      ],
      summary: { totalSyncs: 2, activeSyncs: 1, syncsWithErrors: 1, connectedProviders: 2, level: "partial" },
    });
  });

  it("is healthy and empty for somebody who has connected nothing", async () => {
    expect(await read(api.cast.bob)).toMatchObject({
      status: "healthy",
      syncs: [],
      summary: { totalSyncs: 0, connectedProviders: 0, level: "healthy", state: "unknown" },
    });
  });

  it("goes by the evidence of this moment and never by the recorded status", async () => {
    const made = await make(api.cast.alice, { state: { lastSuccessAt: ago(50), lastAttemptAt: ago(50) } });
    await asWorker(async (tx) => {
      await tx.calendarSyncState.updateMany({ where: { calendarId: made.calendarId }, data: { status: "healthy" } });
      await tx.connection.updateMany({ where: { id: made.connectionId }, data: { status: "healthy" } });
    });
    const { syncs, status } = await read(api.cast.alice);
    expect(status).toBe("degraded");
    expect(syncs[0]).toMatchObject({ state: "late", calendars: [{ state: "late", cause: "overdue" }] });
  });

  it("says what happened, since when, what it means, what happens next and what to do", async () => {
    await make(api.cast.alice, {
      state: {
        lastSuccessAt: ago(50),
        consecutiveFailures: 3,
        lastError: { code: "timeout", category: "transient", at: ago(2).toISOString(), requestId: "req-77" },
      },
    });
    const [connection] = (await read(api.cast.alice)).syncs;
    expect(connection?.calendars[0]).toMatchObject({
      state: "late",
      cause: "failing",
      sentence: "Reading from Google fails; we try again ourselves. You see the calendar as it was.",
      since: expect.any(String) as string,
      means: "Changes since the last read may be missing here. Nothing that was here is lost.",
      next: { sentence: "We try again ourselves, less often each time.", at: expect.any(String) as string },
      action: { id: "resync", label: "Read now" },
      consecutiveFailures: 3,
      lastError: { code: "timeout", category: "transient", requestId: "req-77" },
      nextSync: { sentence: "A pause after the failure, longer each time." },
    });
    expect(connection?.metrics.lastError).toContain("Google takes too long to answer.");
  });

  it("shows a deletion that waits, and for whom it waits", async () => {
    const detail = { reads: 2, approvedAt: null, liveEvents: 5_000, deletedEvents: 4_812 };
    await make(api.cast.alice, { state: { heldAt: ago(5), heldDetail: detail } });
    const [connection] = (await read(api.cast.alice)).syncs;
    expect(connection).toMatchObject({ state: "late", cause: "deletion_held", action: { id: "decide_held" } });
    expect(connection?.calendars[0]?.held).toMatchObject({ of: 5_000, removals: 4_812, waitsFor: "person" });
  });

  it("carries the last 60 runs of each calendar, oldest first", async () => {
    const made = await make(api.cast.alice);
    await addRuns(made, 75);
    const runs = (await read(api.cast.alice)).syncs[0]?.calendars[0]?.runs ?? [];
    expect(runs).toHaveLength(60);
    expect(runs[0]).toMatchObject({ outcome: "succeeded", changes: 15 });
    expect(runs.at(-1)).toMatchObject({ outcome: "failed", code: "timeout", changes: 74 });
  });

  it("TOK-4 tells a token that renews itself from one that cannot be renewed", async () => {
    const soon = new Date(api.deps.now().getTime() + 120_000);
    await make(api.cast.alice, { credential: { accessExpiresAt: soon } });
    await make(api.cast.alice, { credential: { accessExpiresAt: soon, refreshToken: null } });
    const { syncs } = await read(api.cast.alice);
    expect(syncs.map(({ token }) => token.health)).toEqual(["healthy", "expiring_soon"]);
  });

  it("answers 304 without a body until something changes, and then anew", async () => {
    const made = await make(api.cast.alice);
    const as = await api.signIn(api.cast.alice);
    const first = await api.call(route, { as });
    const etag = first.headers.get("etag") ?? "";
    const again = await api.call(route, { as, headers: { "if-none-match": etag } });
    expect(again).toMatchObject({ status: 304, text: "" });
    expect(again.headers.get("etag")).toBe(etag);
    expect(again.headers.get("cache-control")).toBe("no-store");
    await asWorker((tx) =>
      tx.quarantinedEvent.create({
        data: {
          workspaceId: made.workspaceId,
          calendarId: made.calendarId,
          remoteId: "e1",
          reasonCode: "bad_time",
          firstSeenAt: ago(1),
          lastSeenAt: ago(1),
        },
      }),
    );
    expect((await api.call(route, { as, headers: { "if-none-match": etag } })).status).toBe(200);
  });

  it("UI-1 takes no notice of what is written down behind the page and shown nowhere on it", async () => {
    const { calendarId, connectionId } = await make(api.cast.alice);
    const as = await api.signIn(api.cast.alice);
    const etag = (await api.call(route, { as })).headers.get("etag") ?? "";
    await asWorker(async (tx) => {
      const recorded = { status: "late", statusCause: "overdue" };
      await tx.calendarSyncState.updateMany({ where: { calendarId }, data: { fence: { increment: 1 }, ...recorded } });
      await tx.connection.updateMany({ where: { id: connectionId }, data: recorded });
    });
    const after = await api.call(route, { as, headers: { "if-none-match": etag } });
    expect(after).toMatchObject({ status: 304, text: "" });
  });

  it("answers anew when nothing but the verdict has changed, because a proof has grown old", async () => {
    await make(api.cast.alice);
    const as = await api.signIn(api.cast.alice);
    const etag = (await api.call(route, { as })).headers.get("etag") ?? "";
    const { now } = api.deps;
    api.use({ now: () => new Date(now().getTime() + 40 * 60_000) });
    const later = await api.call(route, { as: await api.signIn(api.cast.alice), headers: { "if-none-match": etag } });
    api.use({ now });
    expect(later).toMatchObject({ status: 200, json: { status: "degraded" } });
  });

  it("never takes the version that one person knows for another's", async () => {
    const etag = (await api.call(route, { as: await api.signIn(api.cast.alice) })).headers.get("etag") ?? "";
    const bob = await api.call(route, { as: await api.signIn(api.cast.bob), headers: { "if-none-match": etag } });
    expect(bob.status).toBe(200);
  });
});

describe("whose health", () => {
  it("shows a manager the states of a member, without the names of calendars and accounts", async () => {
    await make(api.cast.bob, { calendar: { name: "Therapy" }, connection: { accountEmail: "private@example.test" } });
    const answer = await api.call(route, {
      as: await api.signIn(api.cast.grace),
      query: { userId: api.cast.bob },
    });
    expect(answer.json).toMatchObject({ syncs: [{ state: "healthy", userId: api.cast.bob, userName: "Bob" }] });
    expect(answer.text).not.toContain("Therapy");
    expect(answer.text).not.toContain("private@example.test");
  });

  it("shows managers and keys everybody's, members only their own", async () => {
    await make(api.cast.bob);
    await make(api.cast.alice);
    expect((await read(api.cast.grace, { userId: "all" })).syncs).toHaveLength(2);
    expect((await read(api.cast.bob)).syncs).toHaveLength(1);
    const key = await api.keyFor(api.cast.home, api.cast.alice, ["health:read"]);
    expect((await api.call(route, { as: key })).json.summary).toMatchObject({ totalSyncs: 2 });
    for (const userId of ["all", api.cast.alice]) {
      const refused = await api.call(route, { as: await api.signIn(api.cast.bob), query: { userId } });
      expect(refused).toMatchObject({ status: 403, json: { code: "not_allowed" } });
    }
    expect((await read(api.cast.bob, { userId: api.cast.bob })).syncs).toHaveLength(1);
  });

  it("knows nobody outside of the workspace", async () => {
    const as = await api.signIn(api.cast.grace);
    const stranger = await api.call(route, { as, query: { userId: api.cast.mallory } });
    expect(stranger).toMatchObject({ status: 404, json: { code: "not_found" } });
    await make(api.cast.alice);
    const outside = await api.call(route, { as: await api.signIn(api.cast.mallory), query: { userId: "all" } });
    expect(outside.json).toMatchObject({ syncs: [] });
  });
});
