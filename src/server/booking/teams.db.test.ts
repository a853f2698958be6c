// Several hosts of one page: all of them together, or whichever of them comes next. With the stand-in's real calendars.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { checkAvailability } from "@/server/availability/check-availability";
import { makeConfiguration } from "@/testing/booking-rows";
import { addMember, createPerson } from "@/testing/cast";
import { at, useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";
import { bookAppointment } from "./book";
import type { BookingAnswer } from "./shapes";

const scene = useSyncScene();
const [google, outlook] = tokenProviders;
type Host = { readonly userId: string; readonly calendar: SyncedCalendar; readonly email: string };
let [alice, bob, carol]: Host[] = [];

beforeAll(async () => {
  const { home: workspaceId } = scene.cast;
  const third = await createPerson(scene.database.db, "Carol");
  await addMember(scene.database.db, { workspaceId, userId: third, role: "member" });
  const join = async (userId: string, provider: (typeof tokenProviders)[number]): Promise<Host> => {
    const calendar = await scene.connect(provider, { userId });
    await scene.inWorkspace(calendar, (tx) =>
      tx.calendar.updateMany({ where: { id: calendar.calendarId }, data: { isPrimary: true } }),
    );
    const { email } = await scene.inWorkspace(calendar, (tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
    return { userId, calendar, email };
  };
  alice = await join(scene.cast.alice, google);
  bob = await join(scene.cast.bob, outlook);
  carol = await join(third, google);
});

const team = () => {
  if (alice === undefined || bob === undefined || carol === undefined) throw new Error("Nobody is there yet.");
  return { alice, bob, carol };
};
const read = () => Promise.all(Object.values(team()).map(({ calendar }) => scene.sync(calendar)));

/** Of each test its own day, on which nobody has anything yet. */
let days = 1;
beforeEach(async () => {
  days += 1;
  await read();
});
afterEach(() => scene.mend());

const day = () => at(days, 0).slice(0, 10);
const when = (hour: number) =>
  Temporal.PlainDateTime.from(at(days, hour)).toZonedDateTime("Europe/Berlin").toInstant().toString();
const busy = ({ calendar }: Host, from: number, until: number) =>
  scene.edit(calendar, { do: "create", event: { summary: "Theirs", start: at(days, from), end: at(days, until) } });

type Page = { readonly mode: "collective" | "round_robin"; readonly priority?: Readonly<Record<string, number>> };
const configure = ({ mode, priority = {} }: Page, hosts: readonly Host[] = Object.values(team())) =>
  makeConfiguration(scene.database.db, {
    workspaceId: scene.cast.home,
    hosts: hosts.map(({ userId, calendar }) => ({ userId, calendars: [calendar], priority: priority[userId] ?? 0 })),
    data: { mode, durationMinutes: 60, slotStepMinutes: 60 },
  });

const availability = (id: string) =>
  checkAvailability(scene.deps, null, { id, input: { start_date: day(), end_date: day() } });
const hours = async (id: string) =>
  (await availability(id)).available_slots.map(({ start }) => Number(start.slice(11, 13)));

let visitors = 0;
const book = (id: string, hour: number, more = {}): Promise<BookingAnswer> => {
  const input = { start: when(hour), name: "Victor", email: `team${(visitors += 1)}@northwind.example`, ...more };
  return bookAppointment(scene.deps, null, { id, input, idempotencyKey: null });
};
const hostsOf = ({ body }: BookingAnswer) => ("booking" in body ? body.booking.hosts : body.message);
const loseAccess = ({ calendar }: Host, authStatus: "needs_reauth" | "active") =>
  scene.inWorkspace(calendar, (tx) =>
    tx.connection.updateMany({ where: { id: calendar.connectionId }, data: { authStatus } }),
  );

describe("BKG-1 a page of several who all have to be there", () => {
  it("offers a time only when each of them is free, and puts all of them into one event", async () => {
    await busy(team().alice, 9, 11);
    await busy(team().bob, 12, 14);
    await busy(team().carol, 13, 16);
    await read();
    const id = await configure({ mode: "collective" });
    expect(await hours(id)).toEqual([11, 16]);
    const answer = await book(id, 11);
    expect(answer.status).toBe(201);
    expect([...hostsOf(answer)].toSorted()).toEqual(["Alice", "Bob", "Carol"]);
    const { times, writes } = await scene.inWorkspace({ workspaceId: scene.cast.home }, async (tx) => ({
      times: await tx.bookedTime.findMany({ where: { startsAt: new Date(when(11)) } }),
      writes: await tx.eventWrite.count(),
    }));
    expect(times.map(({ hostUserId }) => hostUserId).toSorted()).toEqual(
      Object.values(team())
        .map(({ userId }) => userId)
        .toSorted(),
    );
    expect(writes).toBe(1);
    expect(await hours(id)).toEqual([16]);
  });

  it("books nobody when one of them is taken a moment before", async () => {
    const id = await configure({ mode: "collective" });
    const alone = await configure({ mode: "collective" }, [team().bob]);
    expect((await book(alone, 10)).status).toBe(201);
    expect(await book(id, 10)).toMatchObject({ status: 409, body: { rule: "slot_taken" } });
    expect(await hours(await configure({ mode: "collective" }, [team().alice]))).toContain(10);
  });

  it("F94 can only be asked for while the calendar of one of them cannot be read, and says of how many", async () => {
    const id = await configure({ mode: "collective" });
    await loseAccess(team().bob, "needs_reauth");
    expect(await availability(id)).toMatchObject({
      ...{ mode: "request_only", soundness: "request_only" },
      calendar_health: { total_calendars: 3, successful_calendars: 2, failed_calendars: 1, token_issues: 1 },
    });
    const refused = await book(id, 10);
    expect(refused).toMatchObject({ status: 401, body: { requires_reauth: true, can_request: true } });
    const asked = await book(id, 10, { accept_request: true });
    expect(asked).toMatchObject({ status: 202, body: { status: "requested" } });
    await loseAccess(team().bob, "active");
  });
});

describe("BKG-1 a page of any of a team", () => {
  it("offers a time as long as one of them is free", async () => {
    await busy(team().alice, 9, 17);
    await busy(team().bob, 9, 16);
    await busy(team().carol, 10, 17);
    await read();
    expect(await hours(await configure({ mode: "round_robin" }))).toEqual([9, 16]);
  });

  it("takes whoever has the least ahead, then whoever waited longest, and each of them once", async () => {
    const id = await configure({ mode: "round_robin" });
    const turns = [];
    // Each at an hour of its own: it is the load that decides, not who is free.
    for (const hour of [9, 10, 11, 12, 13, 14]) {
      turns.push(hostsOf(await book(id, hour))[0] ?? "");
      scene.pass(1_000);
    }
    expect(new Set(turns.slice(0, 3)).size).toBe(3);
    expect(turns.slice(3)).toEqual(turns.slice(0, 3));
  });

  it("takes the higher priority first, and the next one only when the first is not free", async () => {
    const { alice: last, bob: first } = team();
    const priority = { [first.userId]: 10, [last.userId]: -10 };
    const id = await configure({ mode: "round_robin", priority });
    await busy(first, 12, 13);
    await read();
    expect(hostsOf(await book(id, 10))).toEqual(["Bob"]);
    expect(hostsOf(await book(id, 11))).toEqual(["Bob"]);
    expect(hostsOf(await book(id, 12))).toEqual(["Carol"]);
    expect(hostsOf(await book(id, 10))).toEqual(["Carol"]);
    expect(hostsOf(await book(id, 10))).toEqual(["Alice"]);
    expect(await book(id, 10)).toMatchObject({ status: 409, body: { rule: "slot_taken" } });
  });

  it("F94 leaves out whoever's calendar cannot be read, and books the others at once", async () => {
    const { bob: lost } = team();
    const id = await configure({ mode: "round_robin", priority: { [lost.userId]: 10 } });
    await loseAccess(lost, "needs_reauth");
    expect(await availability(id)).toMatchObject({ mode: "instant", soundness: "partial" });
    const taken = [await book(id, 10), await book(id, 10)];
    expect(taken.map(({ status }) => status)).toEqual([201, 201]);
    expect(taken.map((each) => hostsOf(each)[0]).toSorted()).toEqual(["Alice", "Carol"]);
    expect(await book(id, 10)).toMatchObject({ status: 409, body: { rule: "slot_taken" } });
    await loseAccess(lost, "active");
  });
});
