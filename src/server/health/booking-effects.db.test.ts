import { beforeEach, describe, expect, it } from "vitest";

import { useApi } from "@/testing/api";
import { makeConfiguration } from "@/testing/booking-rows";
import { addCalendar, makeConnection, type Rows } from "@/testing/health-rows";

import { health as healthShape, type HealthShape } from "./shapes";

const api = useApi();
const route = "GET /api/calendar/health";
/** The moment a test begins: what it writes and what it expects are the same. */
const began = { at: new Date(0) };
const ago = (minutes: number) => new Date(began.at.getTime() - minutes * 60_000);
const covered = () => ({ coveredFrom: ago(60 * 24 * 10), coveredUntil: ago(-60 * 24 * 60) });

const connect = (userId: string, given: Partial<Parameters<typeof makeConnection>[2]> = {}) =>
  makeConnection(api.deps.db, { workspaceId: api.cast.home, userId }, { at: began.at, ...given, state: covered() });

const asWorker = <T>(run: Parameters<typeof api.deps.db.inWorkspace<T>>[1]) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, run);

type Hosts = NonNullable<Parameters<typeof makeConfiguration>[1]["hosts"]>;
const open = (hosts: Hosts, data: NonNullable<Parameters<typeof makeConfiguration>[1]["data"]> = {}) =>
  makeConfiguration(api.deps.db, { workspaceId: api.cast.home, hosts, data });

const loseAccess = ({ connectionId }: Rows) =>
  asWorker((tx) =>
    tx.connection.update({
      where: { workspaceId_id: { workspaceId: api.cast.home, id: connectionId } },
      data: {
        authStatus: "needs_reauth",
        lastError: { code: "grant_lost", category: "auth", at: ago(5).toISOString() },
      },
    }),
  );

async function read(userId: string, query: Record<string, string> = {}): Promise<HealthShape> {
  const answer = await api.call(route, { as: await api.signIn(userId), query });
  expect(answer.status, answer.text).toBe(200);
  return healthShape.parse(answer.json);
}

/** What visitors are told at the same moment. */
async function modeOf(id: string): Promise<unknown> {
  const answer = await api.call("POST /api/calendars/configurations/{id}/check-availability", { params: { id } });
  return answer.json.mode;
}

const pagesOf = async (userId: string) => (await read(userId)).bookingPages ?? [];

beforeEach(async () => {
  began.at = api.deps.now();
  await asWorker(async (tx) => {
    await tx.bookingConfiguration.deleteMany({});
    await tx.connection.deleteMany({});
  });
});

describe("BKG-2 a person's health says what their booking pages suffer from their calendars", () => {
  it("F94 names the page, the calendar, since when, what it means for visitors and the button", async () => {
    const mine = await connect(api.cast.alice);
    const id = await open([{ userId: api.cast.alice, calendars: [mine] }], { title: "Product demo" });
    expect(await modeOf(id)).toBe("instant");
    expect(await pagesOf(api.cast.alice)).toEqual([]);
    await loseAccess(mine);
    expect(await modeOf(id)).toBe("request_only");
    expect(await pagesOf(api.cast.alice)).toEqual([
      expect.objectContaining({
        ...{ configurationId: id, title: "Product demo", url: `${api.deps.env.origin}/book/meet-${id}` },
        ...{ effect: "request_only", means: "Visitors can only ask; you confirm by hand." },
        since: ago(5).toISOString(),
        calendars: [
          expect.objectContaining({
            ...{ calendarId: mine.calendarId, connectionId: mine.connectionId, name: "Work", isRequired: true },
            ...{ because: "token", since: ago(5).toISOString() },
            action: { id: "reconnect", label: "Reconnect Google Calendar" },
          }),
        ],
      }),
    ]);
  });

  it("says nothing of an optional one that is left out but that it is, and nothing where visitors ask anyway", async () => {
    const [main, side] = [await connect(api.cast.alice), await connect(api.cast.alice, { provider: "outlook" })];
    await open([{ userId: api.cast.alice, calendars: [main, { ...side, isOptional: true }] }]);
    await open([{ userId: api.cast.alice, calendars: [main, side] }], { confirmation: "by_host" });
    await loseAccess(side);
    const pages = await pagesOf(api.cast.alice);
    expect(pages.map(({ effect }) => effect)).toEqual(["unchecked", "unchecked"]);
    expect(pages.flatMap(({ calendars }) => calendars.map(({ isRequired }) => isRequired))).toEqual([false, true]);
  });

  it("F94 goes by the whole team: together everybody must be readable, of a team one is enough", async () => {
    const [mine, theirs] = [await connect(api.cast.alice), await connect(api.cast.bob)];
    const hosts = [
      { userId: api.cast.alice, calendars: [mine] },
      { userId: api.cast.bob, calendars: [theirs] },
    ];
    const together = await open(hosts, { mode: "collective" });
    const team = await open(hosts, { mode: "round_robin" });
    const effects = async (userId: string) =>
      new Map((await pagesOf(userId)).map(({ configurationId, effect }) => [configurationId, effect]));
    await loseAccess(mine);
    expect(await effects(api.cast.alice)).toEqual(
      new Map([
        [together, "request_only"],
        [team, "left_out"],
      ]),
    );
    expect(await effects(api.cast.bob)).toEqual(new Map());
    expect([await modeOf(together), await modeOf(team)]).toEqual(["request_only", "instant"]);
    await loseAccess(theirs);
    expect((await effects(api.cast.alice)).get(team)).toBe("request_only");
    expect((await effects(api.cast.bob)).get(team)).toBe("request_only");
    expect(await modeOf(team)).toBe("request_only");
  });

  it("tells a calendar that was unchosen from one whose account is disconnected, and a page without any", async () => {
    const [unchosen, over, gone] = [
      await connect(api.cast.alice),
      await connect(api.cast.alice),
      await connect(api.cast.alice),
    ];
    for (const each of [unchosen, over, gone]) await open([{ userId: api.cast.alice, calendars: [each] }]);
    await asWorker(async (tx) => {
      await tx.calendar.updateMany({ where: { id: unchosen.calendarId }, data: { isSelected: false } });
      await tx.connection.updateMany({ where: { id: over.connectionId }, data: { disconnectedAt: ago(30) } });
      await tx.connection.deleteMany({ where: { id: gone.connectionId } });
    });
    const pages = await pagesOf(api.cast.alice);
    const told = pages.map(({ effect, calendars: [one] }) => [effect, one?.because, one?.action.id, one?.since]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["request_only", "not_connected", "choose", null],
        ["request_only", "not_connected", "connect", ago(30).toISOString()],
        ["closed", undefined, undefined, undefined],
      ]),
    );
    for (const { configurationId, effect } of pages)
      expect(await modeOf(configurationId)).toBe(effect === "closed" ? "none" : effect);
  });

  it("answers anew when nothing but a page has changed, and 304 when nothing has", async () => {
    const [mine, theirs] = [await connect(api.cast.alice), await connect(api.cast.bob)];
    await loseAccess(mine);
    const as = await api.signIn(api.cast.alice);
    const ask = (etag: string) => api.call(route, { as, headers: { "if-none-match": etag } });
    const first = await ask("");
    const hosts = [
      { userId: api.cast.alice, calendars: [mine] },
      { userId: api.cast.bob, calendars: [theirs] },
    ];
    await open(hosts, { mode: "round_robin" });
    const second = await ask(first.headers.get("etag") ?? "");
    expect(second.status).toBe(200);
    const known = second.headers.get("etag") ?? "";
    expect((await ask(known)).status).toBe(304);
    // A colleague's calendar decides what one's own does to the page.
    await loseAccess(theirs);
    expect((await ask(known)).status).toBe(200);
  });

  it("says nothing of pages that are switched off, and names no calendar to a manager", async () => {
    const mine = await connect(api.cast.alice, { calendar: { name: "Therapy" } });
    const more = await Promise.all(
      [1, 2, 3].map(() => addCalendar(api.deps.db, mine, { at: began.at, state: covered() })),
    );
    await loseAccess(mine);
    await open([{ userId: api.cast.alice, calendars: [mine] }], { isActive: false });
    expect(await pagesOf(api.cast.alice)).toEqual([]);
    for (const calendarId of more) await open([{ userId: api.cast.alice, calendars: [mine, { calendarId }] }]);
    const seen = await read(api.cast.grace, { userId: api.cast.alice });
    expect(seen.bookingPages).toHaveLength(3);
    expect(JSON.stringify(seen)).not.toContain("Therapy");
    expect((await read(api.cast.grace, { userId: "all" })).bookingPages).toBeUndefined();
  });
});
