import { randomUUID } from "node:crypto";

import { beforeAll, describe, expect, it } from "vitest";

import { useApi } from "@/testing/api";
import { makeConnection, type Rows } from "@/testing/health-rows";

const api = useApi();
let calendar: Rows;
const later = (minutes: number) => new Date(api.deps.now().getTime() + minutes * 60_000);
const here = <T>(run: Parameters<typeof api.deps.db.inWorkspace<T>>[1]) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, run);
const make = (userId: string) =>
  makeConnection(api.deps.db, { workspaceId: api.cast.home, userId }, { at: api.deps.now() });

beforeAll(async () => {
  calendar = await make(api.cast.alice);
});

const of = (what: string) => `/api/v1/calendar/calendars/{id}/${what}`;
const asAlice = async () => api.signIn(api.cast.alice);

describe("SYN-10 the history of a calendar", () => {
  it("is read page by page, newest first, each run once", async () => {
    await here((tx) =>
      tx.syncRun.createMany({
        data: Array.from({ length: 7 }, (_, index) => ({
          workspaceId: api.cast.home,
          calendarId: calendar.calendarId,
          trigger: "manual",
          kind: "reconcile",
          outcome: "succeeded",
          fence: BigInt(index),
          startedAt: later(index - 60),
          added: index,
          driftMissing: 1,
          driftStale: 2,
        })),
      }),
    );
    const as = await asAlice();
    const params = { id: calendar.calendarId };
    const seen: number[] = [];
    for (let before: string | null = ""; before !== null;) {
      const query: Record<string, string> = { limit: "3", ...(before === "" ? {} : { before }) };
      const { json } = await api.call(`GET ${of("runs")}`, { as, params, query });
      const page = json as { runs: { added: number; drift: number; driftOf: unknown }[]; nextCursor: string | null };
      seen.push(...page.runs.map(({ added }) => added));
      expect(page.runs.every(({ drift }) => drift === 3)).toBe(true);
      for (const { driftOf } of page.runs) expect(driftOf).toEqual({ missing: 1, extra: 0, stale: 2 });
      before = page.nextCursor;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });
});

describe("TZ-4 events that were set aside", () => {
  it("are listed with their reason, and one is asked for again once, however often it is wanted", async () => {
    const remoteId = "AAMk/AGI1=+ x%2F";
    await here((tx) =>
      tx.quarantinedEvent.create({
        data: {
          ...{ workspaceId: api.cast.home, calendarId: calendar.calendarId, remoteId, reasonCode: "unknown_zone" },
          ...{ firstSeenAt: later(-5), lastSeenAt: later(-1) },
        },
      }),
    );
    const as = await asAlice();
    const params = { id: calendar.calendarId };
    expect((await api.call(`GET ${of("quarantine")}`, { as, params })).json).toMatchObject({
      events: [{ remoteId, reason: "unknown_zone", attempts: 1 }],
    });
    for (const spelled of [remoteId, encodeURIComponent(remoteId)]) {
      const answer = await api.call(`POST ${of("quarantine/{remoteId}/retry")}`, {
        as,
        params: { ...params, remoteId: spelled },
      });
      expect(answer).toMatchObject({ status: 202, json: { status: "accepted", remoteId } });
    }
    const work = await here((tx) => tx.dueWork.findMany({ where: { kind: "event.retry" } }));
    expect(work).toMatchObject([{ priority: 2, payload: { calendarId: calendar.calendarId, remoteId } }]);
  });

  it("are nobody's business but the owner's, while the runs are a manager's too", async () => {
    const params = { id: calendar.calendarId };
    const manager = await api.signIn(api.cast.grace);
    expect((await api.call(`GET ${of("runs")}`, { as: manager, params })).status).toBe(200);
    expect((await api.call(`GET ${of("quarantine")}`, { as: manager, params })).status).toBe(404);
  });
});

describe("F78 a deletion that waits for a person", () => {
  it.each([
    ["approve", "calendar.deletion_approved"],
    ["reject", "calendar.deletion_refused"],
  ])("is decided once: %s, recorded, and read anew", async (decision, action) => {
    const { calendarId } = await make(api.cast.alice);
    const heldDetail = { reads: 2, approvedAt: null, liveEvents: 100, deletedEvents: 99 };
    await here((tx) =>
      tx.calendarSyncState.updateMany({ where: { calendarId }, data: { heldAt: later(-3), heldDetail } }),
    );
    const as = await asAlice();
    const ask = { as, params: { id: calendarId }, body: { decision } };
    expect((await api.call(`POST ${of("held")}`, ask)).status).toBe(202);
    const state = await here((tx) => tx.calendarSyncState.findFirstOrThrow({ where: { calendarId } }));
    expect(state.priority).toBe(2);
    expect(state.heldAt === null).toBe(decision === "reject");
    const { json } = await api.call("GET /api/v1/audit", { as, query: { action } });
    expect(json.entries).toMatchObject([
      { actor: { id: api.cast.alice }, subject: { kind: "calendar", id: calendarId } },
    ]);
    if (decision === "reject")
      expect(await api.call(`POST ${of("held")}`, ask)).toMatchObject({ status: 409, json: { code: "nothing_held" } });
  });
});

describe("MTG-2 the next meetings", () => {
  it("are one's own, in order, once each, without what is over, cancelled, declined or no meeting", async () => {
    const mine = await make(api.cast.bob);
    const second = await make(api.cast.bob);
    const theirs = await make(api.cast.alice);
    const start = later(30);
    const end = later(60);
    const add = (rows: Rows, userId: string, event: Record<string, unknown>) =>
      here((tx) =>
        tx.event.create({
          data: {
            ...{ workspaceId: rows.workspaceId, calendarId: rows.calendarId, userId, remoteId: randomUUID() },
            ...{ fingerprint: Buffer.from("x"), startsAt: start, endsAt: end, isMeeting: true },
            ...event,
          },
        }),
      );
    const link = { joinUrl: "https://meet.example.test/a", joinService: "Google Meet" };
    await add(mine, api.cast.bob, { title: "Going on", startsAt: later(-10), endsAt: later(20) });
    await add(mine, api.cast.bob, { title: "Twice", icalUid: "u1" });
    await add(second, api.cast.bob, { title: "Twice", icalUid: "u1", ...link });
    await add(mine, api.cast.bob, { title: "Over", startsAt: later(-60), endsAt: later(-30) });
    await add(mine, api.cast.bob, { title: "Cancelled", status: "cancelled" });
    await add(mine, api.cast.bob, { title: "Declined", response: "declined" });
    await add(mine, api.cast.bob, { title: "Focus time", isMeeting: false });
    await add(mine, api.cast.bob, { title: "Far", startsAt: later(60 * 24 * 8), endsAt: later(60 * 24 * 8 + 30) });
    await add(theirs, api.cast.alice, { title: "Not Bob's" });
    const { json } = await api.call("GET /api/v1/calendar/meetings/next", { as: await api.signIn(api.cast.bob) });
    expect(json.meetings).toMatchObject([
      { title: "Going on", joinUrl: null },
      { title: "Twice", ...link },
    ]);
    expect(json.meetings).toHaveLength(2);
  });
});
