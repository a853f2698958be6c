import { randomUUID } from "node:crypto";

import { beforeAll, describe, expect, it } from "vitest";

import { useApi } from "@/testing/api";
import { makeCrowd } from "@/testing/crowd";
import { addCalendar, makeConnection } from "@/testing/health-rows";

import type { OverseenCalendarsShape, OverseenPageShape, OverviewShape } from "./shapes";

const api = useApi();
const accounts = 250;
const routes = {
  overview: "GET /api/v1/admin/health",
  list: "GET /api/v1/admin/health/connections",
  csv: "GET /api/v1/admin/health/export",
  history: "GET /api/v1/admin/health/history",
  calendars: "GET /api/v1/admin/health/connections/{id}/calendars",
  remind: "POST /api/v1/admin/workspaces/{workspaceId}/connections/{id}/remind",
  reset: "POST /api/v1/admin/workspaces/{workspaceId}/breakers/reset",
} as const;
const secretWord = "Takeover of Kestrel Supply";

let crowdId = "";
let ill = { workspaceId: "", connectionId: "", calendarId: "" };

beforeAll(async () => {
  const at = api.deps.now();
  crowdId = await makeCrowd(api.database.db, { name: "Crowd", accounts, provider: "google", at });
  const owner = { workspaceId: api.cast.home, userId: api.cast.bob };
  ill = await makeConnection(api.database.db, owner, {
    at,
    connection: {
      ...{ status: "needs_reconnecting", statusCause: "access_ended", authStatus: "needs_reauth" },
      lastError: { code: "grant_lost", category: "reauth" },
    },
    calendar: { name: secretWord },
  });
  await addCalendar(api.database.db, ill, { at, calendar: { name: secretWord, isPrimary: false } });
});

const ask = async (route: string, userId: string, query: Record<string, string> = {}) =>
  api.call(route, { as: await api.signIn(userId), query });
const overviewOf = async (userId: string, query = {}) =>
  (await ask(routes.overview, userId, query)).json as unknown as OverviewShape;
const listOf = async (userId: string, query = {}) =>
  (await ask(routes.list, userId, query)).json as unknown as OverseenPageShape;

describe("OPS-3 whoever looks after others", () => {
  it("sees their own workspace as manager or admin, all of them as instance admin, and nothing as anybody else", async () => {
    const [ofAll, ofOne] = [await overviewOf(api.cast.ivo), await overviewOf(api.cast.grace)];
    expect(ofAll.workspace).toBeNull();
    expect(ofAll.connections).toBe(accounts + 1);
    expect(ofAll.workspaces.map(({ name }) => name)).toContain("Crowd");
    expect(ofAll.machinery).not.toBeNull();
    expect(ofOne.workspace?.id).toBe(api.cast.home);
    expect([ofOne.connections, ofOne.workspaces, ofOne.machinery, ofOne.dead]).toEqual([1, [], null, null]);
    expect((await ask(routes.overview, api.cast.bob)).status).toBe(403);
    expect((await ask(routes.overview, api.cast.mallory)).json).toMatchObject({ connections: 0 });
    for (const route of [routes.overview, routes.list, routes.csv, routes.history])
      expect((await ask(route, api.cast.grace, { workspaceId: crowdId })).status).toBe(404);
  });

  it("I12 counts what a recount finds, whatever changed its state, came or went", async () => {
    const change = (data: object) =>
      api.database.db.inWorkspace({ workspaceId: crowdId }, async (tx) => {
        const [first] = await tx.connection.findMany({ where: { status: "healthy", disconnectedAt: null }, take: 1 });
        await tx.connection.updateMany({ where: { id: first?.id ?? "" }, data });
      });
    await change({ status: "disabled" });
    await change({ status: "provider_outage", provider: "outlook" });
    await change({ disconnectedAt: api.deps.now() });
    const { connections, states } = await overviewOf(api.cast.ivo, { workspaceId: crowdId });
    const recount = await api.database.db.inWorkspace({ workspaceId: crowdId }, (tx) =>
      tx.connection.groupBy({ by: ["status"], where: { disconnectedAt: null }, _count: true }),
    );
    expect(Object.fromEntries(states.map(({ state, connections: count }) => [state, count]))).toEqual(
      Object.fromEntries(recount.map(({ status, _count: count }) => [status, count])),
    );
    expect(connections).toBe(accounts - 1);
    expect((await listOf(api.cast.ivo, { workspaceId: crowdId })).total).toBe(accounts - 1);
  });

  it.each(["worst", "newest", "person"])("pages through everybody once, ordered by %s", async (sort) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: OverseenPageShape = await listOf(api.cast.ivo, {
        ...{ workspaceId: crowdId, sort, limit: "100" },
        ...(cursor !== null && { cursor }),
      });
      seen.push(...page.connections.map(({ connectionId }) => connectionId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect([seen.length, new Set(seen).size]).toEqual([accounts - 1, accounts - 1]);
  });

  it("finds a person by a part of the name, and those who must act before anybody else", async () => {
    const { connections, total } = await listOf(api.cast.ivo, { q: "person 200" });
    expect([total, connections.map(({ userName, state }) => `${userName}: ${state}`)]).toEqual([
      1,
      ["Person 200: needs_reconnecting"],
    ]);
    const [first] = (await listOf(api.cast.ivo, { limit: "1" })).connections;
    expect(first?.state).toBe("needs_reconnecting");
    expect((await listOf(api.cast.grace, { q: "person 200" })).connections).toEqual([]);
  });

  it("answers 304 without a body while nothing changed, and anew when something did", async () => {
    const as = await api.signIn(api.cast.grace);
    const first = await api.call(routes.overview, { as });
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    const again = await api.call(routes.overview, { as, headers });
    expect([again.status, again.text]).toEqual([304, ""]);
    const other = await makeConnection(
      api.database.db,
      { workspaceId: api.cast.home, userId: api.cast.alice },
      { at: api.deps.now() },
    );
    const changed = await api.call(routes.overview, { as, headers });
    expect(changed.status).toBe(200);
    await api.database.db.inWorkspace(other, (tx) =>
      tx.connection.updateMany({ where: { id: other.connectionId }, data: { disconnectedAt: api.deps.now() } }),
    );
  });

  it("sees states and names, and nothing of what is in a calendar", async () => {
    for (const route of [routes.overview, routes.list, routes.csv, routes.history]) {
      const { status, text } = await ask(route, api.cast.grace);
      expect(status).toBe(200);
      for (const kept of [secretWord, "sealed", "alice@meridian.test"]) expect(text).not.toContain(kept);
    }
    const [own] = (await listOf(api.cast.grace, { state: "act" })).connections;
    expect(own).toMatchObject({
      connectionId: ill.connectionId,
      cause: "access_ended",
      code: "grant_lost",
      calendars: 2,
    });
  });

  it("sees how each calendar of an account is, the worst first, and never which one it is", async () => {
    const read = async (userId: string, id = ill.connectionId) =>
      api.call(routes.calendars, { as: await api.signIn(userId), params: { id } });
    await api.database.db.inWorkspace(ill, (tx) =>
      tx.calendarSyncState.updateMany({ where: { calendarId: ill.calendarId }, data: { status: "late" } }),
    );
    const { status, json, text } = await read(api.cast.grace);
    const { calendars } = json as unknown as OverseenCalendarsShape;
    expect([status, calendars.length, calendars[0]?.calendarId, calendars[0]?.state]).toEqual([
      ...[200, 2, ill.calendarId, "late"],
    ]);
    expect(text).not.toContain(secretWord);
    expect((await read(api.cast.bob)).status).toBe(403);
    expect((await read(api.cast.mallory)).status).toBe(404);
    expect((await read(api.cast.grace, randomUUID())).status).toBe(404);
  });

  it("S45 hands a spreadsheet nothing that it would run", async () => {
    const bad = '=HYPERLINK("https://evil.test";"x")';
    const { database, cast } = api;
    await database.db.outsideWorkspace(
      (tx) => tx.$executeRaw`select system.update_profile(${cast.bob}::uuid, ${bad}, null, null, ${api.deps.now()})`,
    );
    const { status, headers, text } = await ask(routes.csv, cast.grace);
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(headers.get("content-disposition")).toContain("attachment");
    expect(text).toContain(`"'=HYPERLINK(""https://evil.test"";""x"")"`);
    expect(text.split("\r\n").filter((line) => /^"?[=+@-]/.test(line))).toEqual([]);
  });
});

describe("OPS-3 what is done for others", () => {
  const remindWith = async (userId: string, id = ill.connectionId, workspaceId = api.cast.home) =>
    api.call(routes.remind, { as: await api.signIn(userId), params: { workspaceId, id } });

  it("reminds a person once a day, however many ask, and stands in the audit log", async () => {
    const before = await listOf(api.cast.grace, { state: "act" });
    expect(before.connections[0]?.remindedAt).toBeNull();
    for (const userId of [api.cast.grace, api.cast.alice, api.cast.ivo])
      expect((await remindWith(userId)).status).toBe(204);
    const { deliveries, entries } = await api.database.db.inWorkspace({ workspaceId: api.cast.home }, async (tx) => ({
      deliveries: await tx.delivery.findMany({ where: { kind: "reminder" } }),
      entries: await tx.auditEntry.findMany({ where: { action: "connection.reminded" } }),
    }));
    expect(deliveries.map(({ userId, channel }) => [userId, channel])).toEqual([[api.cast.bob, "in_app"]]);
    expect(entries).toHaveLength(1);
    expect((await listOf(api.cast.grace, { state: "act" })).connections[0]?.remindedAt).not.toBeNull();
  });

  it("reminds nobody who need not act, of another workspace, or for somebody who may not look", async () => {
    const well = await makeConnection(
      api.database.db,
      { workspaceId: api.cast.home, userId: api.cast.alice },
      { at: api.deps.now() },
    );
    expect((await remindWith(api.cast.grace, well.connectionId)).status).toBe(404);
    expect((await remindWith(api.cast.grace, randomUUID())).status).toBe(404);
    expect((await remindWith(api.cast.mallory)).status).toBe(404);
    expect((await remindWith(api.cast.bob)).status).toBe(403);
  });

  it("lets admins reset a breaker, and managers only see it", async () => {
    const key = `read:${ill.connectionId}`;
    const { workspaceId, connectionId } = ill;
    const opened = {
      provider: "google",
      connectionId,
      state: "open",
      failures: 5,
      openedAt: api.deps.now(),
      changedAt: api.deps.now(),
    };
    await api.database.db.inWorkspace(ill, (tx) => tx.breaker.create({ data: { workspaceId, key, ...opened } }));
    expect((await overviewOf(api.cast.grace)).breakers.map((each) => each.key)).toEqual([key]);
    const reset = async (userId: string) =>
      (await api.call(routes.reset, { as: await api.signIn(userId), params: { workspaceId }, body: { key } })).status;
    expect([await reset(api.cast.grace), await reset(api.cast.alice)]).toEqual([403, 204]);
    expect((await overviewOf(api.cast.grace)).breakers).toEqual([]);
  });
});
