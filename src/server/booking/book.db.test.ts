import { randomUUID } from "node:crypto";

import { afterEach, describe, expect, it } from "vitest";

import { ProviderError } from "@/core/errors/provider-error";
import { checkAvailability } from "@/server/availability/check-availability";
import { carryOut } from "@/server/sync/own-writes";
import { makeConfiguration } from "@/testing/booking-rows";
import { at, meeting, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";
import { bookAppointment } from "./book";
import type { BookingInput } from "./inputs";
import { settleBooking } from "./settle";

const scene = useSyncScene();
const [google] = tokenProviders;

afterEach(async () => {
  await scene.mend();
  scene.unwrap();
});

/** An instant so many days from now, at the hour in Berlin, which is where everything takes place. */
const when = (days: number, hour: number) => {
  const wall = Temporal.PlainDateTime.from(at(days, hour));
  return wall.toZonedDateTime("Europe/Berlin").toInstant().toString();
};
let victims = 0;
const visitor = () => ({ name: "Victor Hale", email: `victor${(victims += 1)}@northwind.example` });

async function open(provider = google as (typeof tokenProviders)[number]) {
  const calendar = await scene.connect(provider);
  await scene.inWorkspace(calendar, (tx) =>
    tx.calendar.updateMany({ where: { id: calendar.calendarId }, data: { isPrimary: true } }),
  );
  await scene.sync(calendar);
  return calendar;
}

/** Each test hosts with somebody else, so that no booking stands in the way of another test's. */
async function configure(calendars: readonly (SyncedCalendar & { isOptional?: boolean })[], data = {}) {
  const { home, alice } = scene.cast;
  await scene.inWorkspace({ workspaceId: home }, (tx) => tx.bookedTime.deleteMany({ where: { hostUserId: alice } }));
  return makeConfiguration(scene.database.db, { workspaceId: home, hosts: [{ userId: alice, calendars }], data });
}

const book = (id: string, input: Partial<BookingInput> & { start: string }, key: string | null = null) =>
  bookAppointment(scene.deps, null, { id, input: { ...visitor(), ...input }, idempotencyKey: key });
const bookings = (configurationId: string) =>
  scene.inWorkspace({ workspaceId: scene.cast.home }, (tx) =>
    tx.booking.findMany({ where: { configurationId }, include: { times: true }, orderBy: { createdAt: "asc" } }),
  );
const told = async (bookingId: string) => {
  const rows = await scene.inWorkspace({ workspaceId: scene.cast.home }, (tx) =>
    tx.delivery.findMany({ where: { kind: "booking" }, orderBy: { createdAt: "asc" } }),
  );
  return rows
    .map(({ payload }) => payload as { bookingId: string; what: string; to: string })
    .filter((payload) => payload.bookingId === bookingId)
    .map(({ what, to }) => `${what} ${to}`);
};
type Theirs = { readonly id: string; readonly summary?: string; readonly attendees?: readonly { email: string }[] };
const theirs = async ({ email }: SyncedCalendar) => {
  const { events } = await scene.sandbox.control<{ events: (Theirs & { deleted?: boolean })[] }>(
    "GET",
    `accounts/${email}/calendars/primary/events`,
  );
  return events.filter(({ deleted }) => deleted !== true);
};

describe.each(tokenProviders)("BKG-3 booking at $id", (provider) => {
  it("makes the event with the visitor invited, mirrors it at once and offers the time no more", async () => {
    const calendar = await open(provider);
    const id = await configure([calendar]);
    const answer = await book(id, { start: when(2, 10), timezone: "America/New_York", notes: "About the pilot" });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        status: "confirmed",
        booking: { state: "confirmed", hosts: ["Alice"] },
        calendar_health: { status: "healthy" },
      },
    });
    const [event, ...others] = await theirs(calendar);
    expect(others).toEqual([]);
    expect(event?.summary).toBe("Meet us: Victor Hale");
    expect(await scene.titles(calendar)).toEqual(["Meet us: Victor Hale"]);
    const day = at(2, 0).slice(0, 10);
    const { available_slots: slots } = await checkAvailability(scene.deps, null, {
      id,
      input: { start_date: day, end_date: day },
    });
    expect(slots.map(({ start }) => start.slice(11, 16))).not.toContain("10:00");
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded", counts: { added: 0, changed: 0 } });
    const [row] = await bookings(id);
    expect(row).toMatchObject({ state: "confirmed", holdExpiresAt: null, visitorZone: "America/New_York" });
    expect((await told(row?.id ?? "")).toSorted()).toEqual(["confirmed host", "confirmed visitor"]);
  });

  it("F93 looks at the provider once more and refuses what was taken since", async () => {
    const calendar = await open(provider);
    const id = await configure([calendar]);
    await scene.edit(calendar, meeting("Quicker", 2));
    expect(await book(id, { start: when(2, 9) })).toMatchObject({
      status: 409,
      body: { error_category: "rules_violation", rule: "slot_taken", calendar_health: { total_calendars: 1 } },
    });
    expect(await book(id, { start: when(2, 10) })).toMatchObject({ status: 201 });
  });

  it("F92 keeps the time while nobody knows whether the event is there, and confirms it when it is", async () => {
    const calendar = await open(provider);
    const id = await configure([calendar]);
    await scene.play("answer-lost", calendar, { operation: "events.*" });
    scene.use({ sleep: () => Promise.resolve() });
    expect(await book(id, { start: when(3, 10) })).toMatchObject({ status: 202, body: { status: "pending" } });
    const [held] = await bookings(id);
    expect(held).toMatchObject({ state: "held" });
    scene.pass(20 * 60_000);
    await scene.mend();
    expect(held?.times).toHaveLength(1);
    await scene.sync(calendar);
    const settled = await settleBooking(
      scene.deps,
      { workspaceId: scene.cast.home, bookingId: held?.id ?? "" },
      AbortSignal.timeout(20_000),
    );
    expect(settled).toMatchObject({ state: "confirmed" });
    expect(await theirs(calendar)).toHaveLength(1);
  });
});

describe("F92 an event that never arrives", () => {
  const settle = (bookingId: string) =>
    settleBooking(scene.deps, { workspaceId: scene.cast.home, bookingId }, AbortSignal.timeout(20_000));

  it("gives its time back when nobody sends it any more and the calendar shows that it is not there, not before", async () => {
    const calendar = await open();
    const id = await configure([calendar]);
    const { provider } = calendar;
    const lost = () =>
      Promise.reject(new ProviderError("outcome_unknown", { provider: provider.id, operation: "saveEvent" }));
    scene.wrap((inner) => ({ ...inner, ...(inner.write && { write: { ...inner.write, saveEvent: lost } }) }));
    expect(await book(id, { start: when(4, 10) })).toMatchObject({ status: 202, body: { status: "pending" } });
    const [{ id: bookingId = "", writeId = "" } = {}] = await bookings(id);
    scene.pass(20 * 60_000);
    await scene.sync(calendar);
    expect(await settle(bookingId)).toMatchObject({ state: "held", attention: "outcome_unknown" });
    await scene.inWorkspace(calendar, (tx) =>
      tx.dueWork.updateMany({ where: { key: `event.write:${writeId}` }, data: { deadAt: scene.deps.now() } }),
    );
    scene.unwrap();
    await scene.sync(calendar);
    expect(await settle(bookingId)).toMatchObject({ state: "held" });
    scene.pass(20 * 60_000);
    await scene.sync(calendar);
    expect(await settle(bookingId)).toMatchObject({ state: "failed", cause: "event_never_arrived" });
    expect((await bookings(id))[0]?.times).toEqual([]);
    expect(await told(bookingId)).toContain("failed visitor");
    // Put back by hand, the write that was given up sends nothing.
    await carryOut(scene.deps, { ...calendar, writeId: writeId ?? "" }, AbortSignal.timeout(20_000));
    expect(await theirs(calendar)).toEqual([]);
  });
});

describe("BKG-3 what is refused", () => {
  it("is token trouble of the main calendar, with requires_reauth, and can be asked for instead", async () => {
    const calendar = await open();
    const id = await configure([calendar]);
    await scene.inWorkspace(calendar, (tx) =>
      tx.connection.updateMany({ where: { id: calendar.connectionId }, data: { authStatus: "needs_reauth" } }),
    );
    expect(await book(id, { start: when(2, 10) })).toMatchObject({
      status: 401,
      body: {
        error_category: "token_issues",
        requires_reauth: true,
        can_request: true,
        calendar_health: { token_issues: 1 },
      },
    });
    expect(await bookings(id)).toEqual([]);
    expect(await book(id, { start: when(2, 10), accept_request: true })).toMatchObject({
      status: 202,
      body: { status: "requested", booking: { state: "requested" } },
    });
    const [row] = await bookings(id);
    expect(row).toMatchObject({ cause: "token" });
    expect(row?.times).toHaveLength(1);
    expect(await book(id, { start: when(2, 10), accept_request: true })).toMatchObject({ status: 409 });
    scene.pass(25 * 3_600_000);
    await settleBooking(
      scene.deps,
      { workspaceId: scene.cast.home, bookingId: row?.id ?? "" },
      AbortSignal.timeout(20_000),
    );
    const [later] = await bookings(id);
    expect(later).toMatchObject({ state: "expired", times: [] });
    expect(await told(row?.id ?? "")).toContain("declined visitor");
  });

  it.each([
    ["outside_hours", () => when(2, 18)],
    ["in_the_past", () => when(-1, 10)],
    ["horizon", () => when(400, 10)],
  ])("is %s", async (rule, start) => {
    const id = await configure([await open()]);
    expect(await book(id, { start: start() })).toMatchObject({ status: 409, body: { rule } });
  });

  it("is an event that the provider refuses: the time is given back, and nobody is told that it is booked", async () => {
    const calendar = await open();
    const id = await configure([calendar]);
    await scene.play("status-after", calendar, { operation: "events.insert", params: { status: 403 } });
    const answer = await book(id, { start: when(2, 10) });
    await scene.mend();
    const [row] = await bookings(id);
    expect([answer.status, row?.state]).toEqual([503, "failed"]);
    expect(row?.times).toEqual([]);
    expect(await told(row?.id ?? "")).toContain("failed visitor");
  });
});

describe("F91 the same request under one key", () => {
  it("is answered the same, also twice at once, and makes one event", async () => {
    const calendar = await open();
    const id = await configure([calendar]);
    const key = randomUUID();
    const input = { ...visitor(), start: when(2, 10) };
    const [one, other] = await Promise.all([book(id, input, key), book(id, input, key)]);
    const third = await book(id, input, key);
    expect([one, other]).toEqual([third, third]);
    expect(third.status).toBe(201);
    expect(await theirs(calendar)).toHaveLength(1);
    await expect(book(id, { ...input, start: when(2, 11) }, key)).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    expect(await bookings(id)).toHaveLength(1);
  });

  it("is brought to its end when the process died between the hold and the answer", async () => {
    const calendar = await open();
    const id = await configure([calendar]);
    const input = { ...visitor(), start: when(2, 10) };
    const key = randomUUID();
    const { provider } = calendar;
    scene.wrap((inner) => ({
      ...inner,
      ...(inner.write && {
        write: { ...inner.write, saveEvent: () => Promise.reject(new Error(`${provider.id} dies`)) },
      }),
    }));
    await expect(book(id, input, key)).rejects.toThrow("dies");
    scene.unwrap();
    scene.use({ sleep: () => Promise.resolve() });
    expect(await book(id, input, key)).toMatchObject({ status: 201 });
    expect(await theirs(calendar)).toHaveLength(1);
  });
});

describe("F89 fifty at once", () => {
  it("one gets it, the others hear that somebody has it", async () => {
    const calendar = await open();
    const id = await configure([calendar]);
    scene.wrap((inner) => ({
      ...inner,
      ...(inner.freeBusy && {
        freeBusy: {
          ...inner.freeBusy,
          readBusy: (_call, ids) =>
            Promise.resolve(new Map(ids.map((each) => [each, { kind: "busy", periods: [], unreadable: 0 }]))),
        },
      }),
    }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(id, { start: when(2, 10) })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    expect(await theirs(calendar)).toHaveLength(1);
  });
});

describe("S54 strangers", () => {
  it("cannot fill somebody's mailbox", async () => {
    const id = await configure([await open()]);
    const { email } = visitor();
    for (const hour of [9, 10, 11, 12, 13])
      expect(await book(id, { email, start: when(2, hour) })).toMatchObject({ status: 201 });
    await expect(book(id, { email: email.toUpperCase(), start: when(2, 14) })).rejects.toMatchObject({
      code: "too_many_bookings",
    });
  });

  it("S53 cannot fill a thousand mailboxes either: a page takes so many an hour, whoever they are", async () => {
    const id = await configure([await open()]);
    expect(await book(id, { start: when(3, 10) })).toMatchObject({ status: 201 });
    const outcomes: string[] = [];
    for (let index = 0; index < 60; index += 1)
      outcomes.push(
        await book(id, { start: when(3, 10) }).then(
          ({ status }) => String(status),
          ({ code }: { code: string }) => code,
        ),
      );
    const mostAnHour = 45;
    expect(outcomes.filter((each) => each === "409").length).toBeLessThan(mostAnHour);
    expect(outcomes.filter((each) => each === "too_many_bookings").length).toBeGreaterThan(60 - mostAnHour);
  });
});

describe("F92 an event whose time has passed while nobody could tell whether it is there", () => {
  const settle = (bookingId: string) =>
    settleBooking(scene.deps, { workspaceId: scene.cast.home, bookingId }, AbortSignal.timeout(20_000));

  async function bookAndLose(play: "answer-lost" | "unreachable") {
    const calendar = await open();
    const id = await configure([calendar]);
    if (play === "answer-lost") await scene.play(play, calendar, { operation: "events.*" });
    else {
      const lost = () =>
        Promise.reject(new ProviderError("outcome_unknown", { provider: "google", operation: "saveEvent" }));
      scene.wrap((inner) => ({ ...inner, ...(inner.write && { write: { ...inner.write, saveEvent: lost } }) }));
    }
    scene.use({ sleep: () => Promise.resolve() });
    const day = Temporal.Instant.fromEpochMilliseconds(scene.deps.now().getTime()).toZonedDateTimeISO("Europe/Berlin");
    const start = day.add({ days: 2 }).withPlainTime("10:00").toInstant().toString();
    expect(await book(id, { start })).toMatchObject({ status: 202, body: { status: "pending" } });
    const [{ id: bookingId = "", writeId = "" } = {}] = await bookings(id);
    await scene.mend();
    scene.unwrap();
    scene.pass(5 * 24 * 3_600_000);
    return {
      calendar,
      bookingId,
      tryAgain: () => carryOut(scene.deps, { ...calendar, writeId: writeId ?? "" }, AbortSignal.timeout(20_000)),
    };
  }

  it("is no failure: the calendar is asked first, and shows that it took place", async () => {
    const { calendar, bookingId, tryAgain } = await bookAndLose("answer-lost");
    expect(await settle(bookingId)).toMatchObject({ state: "held", attention: "outcome_unknown" });
    await tryAgain();
    await scene.sync(calendar);
    expect(await settle(bookingId)).toMatchObject({ state: "confirmed" });
    expect(await theirs(calendar)).toHaveLength(1);
  });

  it("is not made anew, and is over when the calendar does not show it", async () => {
    const { calendar, bookingId, tryAgain } = await bookAndLose("unreachable");
    await tryAgain();
    expect(await theirs(calendar)).toEqual([]);
    await scene.inWorkspace(calendar, (tx) => tx.dueWork.deleteMany({ where: { kind: "event.write" } }));
    await scene.sync(calendar);
    // The last try ended this moment: the provider may still be at it, long as the hold is over.
    expect(await settle(bookingId)).toMatchObject({ state: "held" });
    scene.pass(20 * 60_000);
    await scene.sync(calendar);
    expect(await settle(bookingId)).toMatchObject({ state: "failed", cause: "event_never_arrived" });
  });

  it("is given up where nobody reads the calendar any more", async () => {
    const { calendar, bookingId } = await bookAndLose("unreachable");
    await scene.inWorkspace(calendar, (tx) =>
      tx.connection.updateMany({ where: { id: calendar.connectionId }, data: { authStatus: "needs_reauth" } }),
    );
    expect(await settle(bookingId)).toMatchObject({ state: "failed", cause: "outcome_unknown" });
  });
});
