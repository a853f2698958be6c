import { randomUUID } from "node:crypto";

import { afterEach, describe, expect, it } from "vitest";

import { runDueWork } from "@/server/work/run-due-work";
import { makeConfiguration } from "@/testing/booking-rows";
import { at, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

import { carryOut } from "@/server/sync/own-writes";
import { bookAppointment } from "./book";
import { moveBooking } from "./move-booking";
import { settleBooking } from "./settle";

const scene = useSyncScene();
afterEach(() => scene.mend());

const when = (days: number, hour: number) =>
  Temporal.PlainDateTime.from(at(days, hour)).toZonedDateTime("Europe/Berlin").toInstant().toString();

/** A calendar that is read, a page that books into it, and what a visitor asks for. */
async function ready(provider: (typeof tokenProviders)[number]) {
  const calendar = await scene.connect(provider);
  const { home, alice } = scene.cast;
  await scene.inWorkspace(calendar, async (tx) => {
    await tx.calendar.updateMany({ where: { id: calendar.calendarId }, data: { isPrimary: true } });
    await tx.bookedTime.deleteMany({ where: { hostUserId: alice } });
    await tx.dueWork.deleteMany({});
  });
  await scene.sync(calendar);
  const hosts = [{ userId: alice, calendars: [calendar] }];
  const id = await makeConfiguration(scene.database.db, { workspaceId: home, hosts });
  return { calendar, id, input: { start: when(3, 10), name: "Victor", email: `${randomUUID()}@northwind.example` } };
}

async function booked(provider: (typeof tokenProviders)[number]) {
  const { calendar, id, input } = await ready(provider);
  const { body } = await bookAppointment(scene.deps, null, { id, input, idempotencyKey: null });
  if (!("booking" in body)) throw new Error(body.message);
  const [event] = await theirs(calendar);
  return { calendar, email: input.email, bookingId: body.booking.id, eventId: event?.id ?? "" };
}
type Theirs = { readonly id: string; readonly deleted?: boolean };
const theirs = async ({ email }: SyncedCalendar) => {
  const path = `accounts/${email}/calendars/primary/events`;
  return (await scene.sandbox.control<{ events: Theirs[] }>("GET", path)).events;
};
/** What a worker does once the calendar is read. */
async function follow(calendar: SyncedCalendar): Promise<void> {
  await scene.sync(calendar);
  const signal = new AbortController().signal;
  await runDueWork(scene.deps, { kinds: ["booking.settle"], budgetMs: 20_000, concurrency: 1, signal });
}
const find = (bookingId: string) =>
  scene.inWorkspace({ workspaceId: scene.cast.home }, (tx) =>
    tx.booking.findFirstOrThrow({ where: { id: bookingId }, include: { times: true } }),
  );
const told = async (bookingId: string) => {
  const rows = await scene.inWorkspace({ workspaceId: scene.cast.home }, (tx) =>
    tx.delivery.findMany({ where: { kind: "booking", dedupeKey: { contains: bookingId } } }),
  );
  return rows.map(({ payload }) => payload as { what: string; to: string }).map(({ what, to }) => `${what} ${to}`);
};

describe.each(tokenProviders)("BKG-3 a booking follows its event at $id", (provider) => {
  it("to where its host moves it, and the visitor is told once", async () => {
    const { calendar, bookingId, eventId } = await booked(provider);
    await scene.edit(calendar, { do: "change", eventId, fields: { start: at(3, 14), end: at(3, 15) } });
    await follow(calendar);
    const startsAt = new Date(when(3, 14));
    expect(await find(bookingId)).toMatchObject({ state: "confirmed", startsAt, times: [{ startsAt }] });
    await follow(calendar);
    expect((await told(bookingId)).filter((each) => each === "moved visitor")).toHaveLength(1);
  });

  it("into its end when its host deletes it: the time is free, and the visitor is told", async () => {
    const { calendar, bookingId, eventId } = await booked(provider);
    await scene.edit(calendar, { do: "delete", eventId });
    await follow(calendar);
    expect(await find(bookingId)).toMatchObject({ state: "cancelled", cause: "cancelled_in_calendar", times: [] });
    expect(await told(bookingId)).toContain("cancelled visitor");
  });

  it("also when its visitor moves it before that has come through: what is gone cannot be moved", async () => {
    const { calendar, bookingId, eventId } = await booked(provider);
    await scene.edit(calendar, { do: "delete", eventId });
    await scene.sync(calendar);
    await scene.inWorkspace(calendar, (tx) => tx.dueWork.deleteMany({ where: { kind: "booking.settle" } }));
    await moveBooking(scene.deps, { workspaceId: scene.cast.home, bookingId }, new Date(when(4, 10)));
    await follow(calendar);
    expect(await find(bookingId)).toMatchObject({ state: "cancelled", cause: "cancelled_in_calendar", times: [] });
    expect(await told(bookingId)).toContain("cancelled visitor");
    expect(await scene.events(calendar)).toEqual([]);
  });

  it("F92 and not to where it was before a move whose process died, which undoes no later one when it comes", async () => {
    const { calendar, bookingId } = await booked(provider);
    const place = { workspaceId: scene.cast.home, bookingId };
    const signal = AbortSignal.timeout(60_000);
    const [first, second] = [new Date(when(4, 10)), new Date(when(4, 14))];
    const providers = async () => {
      if ((await find(bookingId)).startsAt.getTime() === first.getTime()) throw new Error("The process died");
      return scene.deps.providers();
    };
    await expect(moveBooking({ ...scene.deps, providers }, place, first)).rejects.toThrow("died");
    await settleBooking(scene.deps, place, signal);
    const { startsAt, lastWriteId } = await find(bookingId);
    expect(startsAt).toEqual(first);
    expect((await told(bookingId)).filter((each) => each === "moved visitor")).toHaveLength(1);
    await moveBooking(scene.deps, place, second);
    await carryOut(scene.deps, { ...calendar, writeId: lastWriteId ?? "" }, signal);
    await follow(calendar);
    expect(await find(bookingId)).toMatchObject({ state: "confirmed", startsAt: second });
    expect(await scene.events(calendar)).toMatchObject([{ startsAt: second }]);
    expect((await told(bookingId)).filter((each) => each === "moved visitor")).toHaveLength(2);
  });

  it("F92 back to where it stands once the provider refuses a move for ever, and the visitor is told of that as well", async () => {
    const { calendar, bookingId } = await booked(provider);
    const before = (await find(bookingId)).startsAt;
    const place = { workspaceId: scene.cast.home, bookingId };
    await scene.play("status", calendar, { operation: "events.*", params: { status: 403 } });
    await moveBooking(scene.deps, place, new Date(when(4, 10)));
    await scene.mend();
    await follow(calendar);
    expect(await find(bookingId)).toMatchObject({
      ...{ state: "confirmed", startsAt: before, times: [{ startsAt: before }] },
    });
    await follow(calendar);
    expect((await told(bookingId)).filter((each) => each === "moved visitor")).toHaveLength(2);
  });

  it("and says so when the visitor has declined, and moves it before anybody has read that", async () => {
    const { calendar, email, bookingId, eventId } = await booked(provider);
    await scene.edit(calendar, { do: "respond", eventId, email, response: "declined" });
    const place = { workspaceId: scene.cast.home, bookingId };
    expect(await moveBooking(scene.deps, place, new Date(when(3, 14)))).toMatchObject({ is: "moved" });
    await follow(calendar);
    expect(await find(bookingId)).toMatchObject({ startsAt: new Date(when(3, 14)), attention: "attendee_declined" });
  });

  it("and says so when the visitor has declined before anybody here knew that it is there", async () => {
    const { calendar, id, input } = await ready(provider);
    await scene.play("answer-lost", calendar, { operation: "events.*" });
    const { sleep } = scene.deps;
    scene.use({ sleep: () => Promise.resolve() });
    const { status, body } = await bookAppointment(scene.deps, null, { id, input, idempotencyKey: null });
    scene.use({ sleep });
    expect(status).toBe(202);
    await scene.mend();
    scene.pass(20 * 60_000);
    const bookingId = "booking" in body ? body.booking.id : "";
    const [event] = await theirs(calendar);
    await scene.edit(calendar, { do: "respond", eventId: event?.id, email: input.email, response: "declined" });
    await follow(calendar);
    expect(await find(bookingId)).toMatchObject({ state: "confirmed" });
    await follow(calendar);
    expect(await find(bookingId)).toMatchObject({ state: "confirmed", attention: "attendee_declined" });
  });

  it("and says when the visitor has declined it, until they accept", async () => {
    const { calendar, bookingId, eventId, email } = await booked(provider);
    await scene.edit(calendar, { do: "respond", eventId, email, response: "declined" });
    await follow(calendar);
    expect(await find(bookingId)).toMatchObject({ state: "confirmed", attention: "attendee_declined" });
    const fields = { start: at(3, 16), end: at(3, 17) };
    await scene.edit(calendar, { do: "change", eventId, fields });
    await scene.edit(calendar, { do: "respond", eventId, email, response: "declined" });
    await follow(calendar);
    const startsAt = new Date(when(3, 16));
    expect(await find(bookingId)).toMatchObject({ state: "confirmed", startsAt, attention: "attendee_declined" });
    expect((await told(bookingId)).filter((each) => each.startsWith("attendee"))).toEqual(["attendee_declined host"]);
    await scene.edit(calendar, { do: "respond", eventId, email, response: "accepted" });
    await follow(calendar);
    expect(await find(bookingId)).toMatchObject({ attention: null });
  });
});
