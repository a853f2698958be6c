import { afterEach, describe, expect, it } from "vitest";

import { perLink } from "@/server/http/rates";
import type { Caller } from "@/server/people/person";
import { makeConfiguration } from "@/testing/booking-rows";
import { at, meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";
import { bookAppointment } from "./book";
import { exportBookings } from "./export-bookings";
import { decideBooking, listBookings } from "./host-bookings";
import { cancelByLink, lookUpBooking, moveByLink } from "./manage-link";
import type { BookedShape, BookingsQuery } from "./shapes";

const scene = useSyncScene();
afterEach(async () => {
  await scene.mend();
  scene.unwrap();
});

const when = (days: number, hour: number) =>
  Temporal.PlainDateTime.from(at(days, hour)).toZonedDateTime("Europe/Berlin").toInstant().toString();
let visitors = 0;

async function open(provider: (typeof tokenProviders)[number], data = {}) {
  const calendar = await scene.connect(provider);
  const { home, alice } = scene.cast;
  await scene.inWorkspace(calendar, async (tx) => {
    await tx.calendar.updateMany({ where: { id: calendar.calendarId }, data: { isPrimary: true } });
    await tx.bookedTime.deleteMany({ where: { hostUserId: alice } });
  });
  await scene.sync(calendar);
  const hosts = [{ userId: alice, calendars: [calendar] }];
  return { calendar, id: await makeConfiguration(scene.database.db, { workspaceId: home, hosts, data }) };
}

async function book(id: string, start: string) {
  const input = { start, name: "Victor", email: `guest${(visitors += 1)}@northwind.example` };
  const { body } = await bookAppointment(scene.deps, null, { id, input, idempotencyKey: null });
  const booked = body as BookedShape;
  return { booking: booked.booking, token: booked.manage_url.slice(booked.manage_url.indexOf("#") + 1) };
}
type Theirs = { readonly start?: { readonly dateTime?: string }; readonly deleted?: boolean };
const theirs = async ({ email }: SyncedCalendar) => {
  const path = `accounts/${email}/calendars/primary/events`;
  const { events } = await scene.sandbox.control<{ events: Theirs[] }>("GET", path);
  return events.filter(({ deleted }) => deleted !== true);
};
const as = (userId: string, role: "member" | "admin" = "member") =>
  ({
    kind: "person",
    user: { id: userId, timeZone: "Europe/Berlin" },
    workspace: { id: scene.cast.home },
    role,
  }) as unknown as Caller;

describe.each(tokenProviders)("S30 the link of a booking at $id", (provider) => {
  it("moves it, with its event and its time, and cancels it", async () => {
    const { calendar, id } = await open(provider);
    const { token } = await book(id, when(2, 10));
    const other = await book(id, when(2, 12));
    expect(await moveByLink(scene.deps, { token, start: when(2, 12) })).toMatchObject({
      status: 409,
      body: { rule: "slot_taken" },
    });
    // Half over its own time: neither its event nor its time stands in its way.
    expect(await moveByLink(scene.deps, { token, start: when(2, 14) })).toMatchObject({ status: 200 });
    const starts = (await scene.events(calendar)).map(({ startsAt }) => startsAt.getTime());
    expect(starts).toEqual([new Date(when(2, 12)).getTime(), new Date(when(2, 14)).getTime()]);
    expect(await theirs(calendar)).toHaveLength(2);
    await book(id, when(2, 10));
    expect(await cancelByLink(scene.deps, token)).toMatchObject({ booking: { state: "cancelled" }, may_cancel: false });
    expect(await theirs(calendar)).toHaveLength(2);
    await expect(cancelByLink(scene.deps, token)).rejects.toMatchObject({ code: "booking_over" });
    expect(await lookUpBooking(scene.deps, other.token)).toMatchObject({ may_move: true });
  });
});

describe("S30 a link", () => {
  it("leads nowhere when it is guessed, over or revoked", async () => {
    const { id } = await open(tokenProviders[0]);
    const { token, booking } = await book(id, when(2, 10));
    expect(token).toMatch(/^[\w-]{43}$/);
    await expect(lookUpBooking(scene.deps, "x".repeat(43))).rejects.toMatchObject({ code: "not_found" });
    await expect(lookUpBooking(scene.deps, "short")).rejects.toMatchObject({ code: "not_found" });
    await scene.inWorkspace({ workspaceId: scene.cast.home }, (tx) =>
      tx.bookingLink.updateMany({ where: { bookingId: booking.id }, data: { revokedAt: scene.deps.now() } }),
    );
    await expect(lookUpBooking(scene.deps, token)).rejects.toMatchObject({ code: "booking_link_over" });
  });

  it("S52 serves so often, whoever has it, and again after a while; another one is not touched", async () => {
    const { id } = await open(tokenProviders[0]);
    const [shared, other] = [await book(id, when(2, 14)), await book(id, when(2, 15))];
    const { now } = scene.deps;
    const frozen = now();
    scene.use({ now: () => frozen });
    for (let use = 0; use < perLink.capacity; use += 1) await lookUpBooking(scene.deps, shared.token);
    const refused = { code: "rate_limited" };
    await expect(lookUpBooking(scene.deps, shared.token)).rejects.toMatchObject(refused);
    await expect(cancelByLink(scene.deps, shared.token)).rejects.toMatchObject(refused);
    expect(await lookUpBooking(scene.deps, other.token)).toMatchObject({ may_cancel: true });
    scene.use({ now: () => new Date(frozen.getTime() + 1_000 / perLink.perSecond) });
    expect(await lookUpBooking(scene.deps, shared.token)).toMatchObject({ may_cancel: true });
    scene.use({ now });
  });

  it("F93 moves nowhere where somebody was quicker at the provider", async () => {
    const { calendar, id } = await open(tokenProviders[0]);
    const { token } = await book(id, when(3, 14));
    await scene.edit(calendar, meeting("Quicker", 3));
    expect(await moveByLink(scene.deps, { token, start: when(3, 9) })).toMatchObject({ status: 409 });
    expect(await moveByLink(scene.deps, { token, start: when(3, 10) })).toMatchObject({ status: 200 });
  });
});

describe("what a host decides", () => {
  it("confirms what was asked for, with its event, and nobody else's bookings are shown to a member", async () => {
    const { calendar, id } = await open(tokenProviders[0], { confirmation: "by_host" });
    const { booking } = await book(id, when(2, 10));
    expect(booking.state).toBe("requested");
    expect(await theirs(calendar)).toHaveLength(0);
    const { alice, bob } = scene.cast;
    const query = { view: "attention", limit: 50 } as const;
    expect((await listBookings(scene.deps, as(alice), query)).map((each) => each.id)).toContain(booking.id);
    expect(await listBookings(scene.deps, as(bob), query)).toEqual([]);
    const deciding = { id: booking.id, decision: "confirm" } as const;
    await expect(decideBooking(scene.deps, as(bob), deciding)).rejects.toMatchObject({ code: "not_found" });
    expect(await decideBooking(scene.deps, as(alice), deciding)).toMatchObject({ state: "confirmed" });
    expect(await theirs(calendar)).toHaveLength(1);
    await expect(decideBooking(scene.deps, as(alice), deciding)).rejects.toMatchObject({ code: "booking_over" });
  });

  it("declines it, and the time is everybody's again", async () => {
    const { id } = await open(tokenProviders[0], { confirmation: "by_host" });
    const { booking } = await book(id, when(2, 10));
    await decideBooking(scene.deps, as(scene.cast.alice), { id: booking.id, decision: "decline" });
    expect((await book(id, when(2, 10))).booking.state).toBe("requested");
  });
});

describe("what was", () => {
  it("S45 says who did not come, also as a table in which nothing is run", async () => {
    const { id } = await open(tokenProviders[0]);
    const { booking } = await book(id, when(2, 10));
    const { alice, home } = scene.cast;
    const startsAt = new Date(scene.deps.now().getTime() - 86_400_000);
    await scene.inWorkspace({ workspaceId: home }, (tx) =>
      tx.booking.updateMany({
        where: { id: booking.id },
        data: { startsAt, endsAt: new Date(startsAt.getTime() + 1_800_000), visitorName: "=1+1", visitorZone: "UTC" },
      }),
    );
    const decide = (decision: "no_show" | "showed") =>
      decideBooking(scene.deps, as(alice), { id: booking.id, decision });
    const query = { view: "no_shows", limit: 200 } as const;
    expect(await decide("no_show")).toMatchObject({ no_show: true });
    expect((await listBookings(scene.deps, as(alice), query)).map((each) => each.id)).toEqual([booking.id]);
    const [head = "", row = ""] = (await exportBookings(scene.deps, as(alice), query)).split("\r\n");
    expect(head).toContain('"start","end","title","state","visitor","email"');
    expect(row).toContain(`"confirmed","'=1+1"`);
    expect(await exportBookings(scene.deps, as(scene.cast.bob), query)).not.toContain("=1+1");
    await decide("showed");
    expect(await listBookings(scene.deps, as(alice), query)).toEqual([]);
  });
});

describe("the filters of the bookings", () => {
  it("narrow a view by page, host, state and day, the table for spreadsheets too, and show nobody more", async () => {
    const { id } = await open(tokenProviders[0], { confirmation: "by_host" });
    const other = (await open(tokenProviders[0])).id;
    const [early, late] = [await book(id, when(2, 10)), await book(id, when(4, 10))];
    const booked = await book(other, when(2, 12));
    await decideBooking(scene.deps, as(scene.cast.alice), { id: late.booking.id, decision: "decline" });
    const { alice, bob } = scene.cast;
    const ids = async (query: Partial<BookingsQuery>, whom = alice) =>
      (await listBookings(scene.deps, as(whom), { view: "upcoming", limit: 200, ...query })).map((each) => each.id);
    const ours = [early, late, booked].map(({ booking }) => booking.id);
    const among = async (query: Partial<BookingsQuery>) => (await ids(query)).filter((each) => ours.includes(each));
    expect(await among({})).toEqual([early.booking.id, booked.booking.id]);
    expect(await ids({ configuration: id })).toEqual([early.booking.id]);
    expect(await ids({ configuration: id, state: "declined" })).toEqual([late.booking.id]);
    expect(await ids({ configuration: other, host: alice })).toEqual([booked.booking.id]);
    expect(await ids({ configuration: other, host: bob })).toEqual([]);
    const [second, third] = [at(2, 0).slice(0, 10), at(3, 0).slice(0, 10)];
    expect(await among({ from: second, until: second })).toEqual([early.booking.id, booked.booking.id]);
    expect(await among({ from: third })).toEqual([]);
    // Of a member it is what they host, whomever they ask for.
    expect(await ids({ host: alice }, bob)).toEqual([]);
    const query = { view: "upcoming", limit: 200, configuration: other } as const;
    expect((await exportBookings(scene.deps, as(alice), query)).trim().split("\r\n")).toHaveLength(2);
  });
});
