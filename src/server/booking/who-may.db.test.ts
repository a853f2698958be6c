// Who gets at what of booking, tried by those who should not: another workspace, a member, a link of the wrong kind.
import { randomUUID } from "node:crypto";

import { beforeAll, describe, expect, it } from "vitest";

import { useApi, type As } from "@/testing/api";
import { makeConfiguration, makeRequested } from "@/testing/booking-rows";
import { makeConnection } from "@/testing/health-rows";

const api = useApi();
const pages = "/api/calendars/configurations";
const bookings = "/api/v1/bookings";
type People = Readonly<Record<"alice" | "grace" | "bob" | "mallory", As>>;
type Ours = {
  readonly configuration: string;
  readonly calendarId: string;
  readonly booking: string;
  readonly token: string;
};
let as: People;
let ours: Ours;

beforeAll(async () => {
  const { alice, grace, bob, mallory, home: workspaceId } = api.cast;
  const [one, two, three, four] = await Promise.all([alice, grace, bob, mallory].map((id) => api.signIn(id)));
  if (!one || !two || !three || !four) throw new Error("Nobody is signed in.");
  as = { alice: one, grace: two, bob: three, mallory: four };
  const { db } = api.deps;
  const { calendarId } = await makeConnection(db, { workspaceId, userId: alice }, { at: api.deps.now() });
  const hosts = [{ userId: alice, calendars: [{ calendarId }] }];
  const configuration = await makeConfiguration(db, { workspaceId, hosts, data: { isActive: false } });
  const { id: booking, token } = await makeRequested(db, { workspaceId, hostUserId: alice, now: api.deps.now() });
  ours = { configuration, calendarId, booking, token };
});

const codeOf = async (...asked: Parameters<typeof api.call>) => {
  const { status, json } = await api.call(...asked);
  return status < 300 ? "ok" : json.code;
};
const idsOf = async (who: As, query: Record<string, string> = {}) => {
  const { json } = await api.call(`GET ${bookings}`, { as: who, query: { view: "attention", ...query } });
  return (json.bookings as { id: string }[]).map(({ id }) => id);
};
const page = (more: Record<string, unknown>) => ({
  ...{ slug: `page-${randomUUID()}`, title: "Demo", timezone: "Europe/Berlin", duration_minutes: 30 },
  ...{ weekly_hours: { "1": [{ from: "09:00", until: "17:00" }] }, ...more },
});

describe("S25 another workspace", () => {
  it("neither hosts with our people nor looks into our calendars, saved or only previewed", async () => {
    const { mallory, alice, elsewhere: workspaceId } = api.cast;
    const own = await makeConnection(api.deps.db, { workspaceId, userId: mallory }, { at: api.deps.now() });
    const host = { user_id: mallory, main_calendar_id: own.calendarId };
    expect(await codeOf(`POST ${pages}`, { as: as.mallory, body: page({ hosts: [host] }) })).toBe("ok");
    const attempts = [
      { hosts: [{ user_id: alice, main_calendar_id: ours.calendarId }] },
      { hosts: [{ user_id: mallory, main_calendar_id: ours.calendarId }] },
      { hosts: [host], calendars: [{ calendar_id: ours.calendarId, is_optional: true }] },
    ];
    for (const attempt of attempts)
      for (const route of [`POST ${pages}`, `POST ${pages}/preview`])
        expect(await codeOf(route, { as: as.mallory, body: page(attempt) }), route).toBe("invalid_request");
  });

  it("is told nothing of what we offer, hold or booked, by whatever id it asks", async () => {
    const { configuration, booking } = ours;
    const params = { id: configuration };
    const body = page({ hosts: [{ user_id: api.cast.mallory, main_calendar_id: randomUUID() }] });
    expect(await codeOf(`PUT ${pages}/{id}`, { as: as.mallory, params, body })).toBe("not_found");
    expect(await codeOf(`DELETE ${pages}/{id}`, { as: as.mallory, params })).toBe("not_found");
    // A page that is switched off is there for its own people only.
    for (const who of [as.mallory, {}])
      expect(await codeOf(`POST ${pages}/{id}/check-availability`, { as: who, params })).toBe("not_found");
    const decision = { params: { id: booking }, body: { decision: "cancel" } };
    expect(await codeOf(`POST ${bookings}/{id}/decision`, { as: as.mallory, ...decision })).toBe("not_found");
    expect(await idsOf(as.mallory)).toEqual([]);
    expect(await idsOf(as.mallory, { configuration, host: api.cast.alice })).toEqual([]);
    const table = await api.call(`GET ${bookings}/export`, { as: as.mallory, query: { view: "attention" } });
    expect(table.text).not.toContain("Victor");
  });

  it("reads figures of a page that is open to all, also with a key, and so does a key of ours that may not", async () => {
    const { home: workspaceId, elsewhere, alice, mallory } = api.cast;
    const hosts = [{ userId: alice, calendars: [{ calendarId: ours.calendarId }] }];
    const id = await makeConfiguration(api.deps.db, { workspaceId, hosts });
    const look = async (who: As) =>
      (await api.call(`POST ${pages}/{id}/check-availability`, { as: who, params: { id }, body: { fresh: true } }))
        .json;
    const strangers = [
      {},
      as.mallory,
      await api.keyFor(elsewhere, mallory, ["availability:read"]),
      await api.keyFor(workspaceId, alice, ["audit:read"]),
    ];
    for (const who of strangers) {
      const seen = await look(who);
      expect(seen).toMatchObject({
        calendar_health: { total_calendars: 1, failed_calendars: expect.any(Number) as number },
      });
      expect(seen.calendars).toBeUndefined();
      expect(JSON.stringify(seen)).not.toContain(alice);
    }
    const own = await look(await api.keyFor(workspaceId, alice, ["availability:read"]));
    expect(own.calendars).toHaveLength(1);
  });
});

describe("S20 a member", () => {
  it("sees and decides what they host, and makes no pages; a manager all of it", async () => {
    const { booking, configuration } = ours;
    expect(await idsOf(as.bob)).toEqual([]);
    expect(await idsOf(as.bob, { host: api.cast.alice })).toEqual([]);
    expect(await idsOf(as.grace)).toContain(booking);
    expect(await idsOf(as.grace, { host: api.cast.alice })).toContain(booking);
    const deciding = { params: { id: booking }, body: { decision: "decline" } };
    expect(await codeOf(`POST ${bookings}/{id}/decision`, { as: as.bob, ...deciding })).toBe("not_found");
    const body = page({ hosts: [{ user_id: api.cast.alice, main_calendar_id: ours.calendarId }] });
    const params = { id: configuration };
    for (const route of [`POST ${pages}`, `POST ${pages}/preview`, `PUT ${pages}/{id}`, `DELETE ${pages}/{id}`])
      expect(await codeOf(route, { as: as.bob, params, body }), route).toBe("not_allowed");
    expect(await codeOf(`PUT ${pages}/{id}`, { as: as.grace, params, body })).toBe("ok");
  });
});

describe("S30 a visitor's link", () => {
  const uses = ["manage/look-up", "manage/move", "manage/cancel", "guests/look-up", "guests/invite"] as const;
  const follow = (use: (typeof uses)[number], token: string) => {
    const start = "2030-01-01T10:00:00Z";
    return codeOf(`POST ${bookings}/${use}`, { body: { token, ...(use === "manage/move" && { start }) } });
  };

  it("does the one thing it is for, as 256 bits that nobody guesses", async () => {
    const { home: workspaceId, alice: hostUserId } = api.cast;
    const invited = await makeRequested(api.deps.db, {
      ...{ workspaceId, hostUserId, now: api.deps.now(), guests: ["mara@northwind.example"] },
    });
    const guessed = `${invited.token.slice(0, -4)}AAAA`;
    for (const use of uses) {
      expect(await follow(use, use.startsWith("guests") ? ours.token : invited.token), use).toBe("not_found");
      expect(await follow(use, guessed), use).toBe("not_found");
    }
    expect(Buffer.from(invited.token, "base64url")).toHaveLength(32);
    expect(await follow("guests/look-up", invited.token)).toBe("ok");
    expect(await follow("manage/look-up", ours.token)).toBe("ok");
  });

  it.each(["revoked", "over"])("that is %s leads nowhere any more, whatever it was for", async (how) => {
    const { home: workspaceId, alice: hostUserId } = api.cast;
    const now = api.deps.now();
    const of = { workspaceId, hostUserId, now };
    const [manage, guests] = [
      await makeRequested(api.deps.db, of),
      await makeRequested(api.deps.db, { ...of, guests: ["noah@northwind.example"] }),
    ];
    const past = new Date(now.getTime() - 1_000);
    await api.deps.db.inWorkspace({ workspaceId }, (tx) =>
      tx.bookingLink.updateMany({
        where: { bookingId: { in: [manage.id, guests.id] } },
        data: how === "revoked" ? { revokedAt: past } : { expiresAt: past },
      }),
    );
    for (const use of uses)
      expect(await follow(use, (use.startsWith("guests") ? guests : manage).token), use).toBe("booking_link_over");
  });
});
