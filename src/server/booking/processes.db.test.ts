// Bookings in processes of their own: many at once, and killed in the middle.
import { fork, type ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeConfiguration } from "@/testing/booking-rows";
import {
  bookingPlaces,
  type BookingChildAnswer,
  type BookingChildOrder,
  type BookingChildSetup,
  type BookingPlaceToDie,
} from "@/testing/booking-places";
import { useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

import { bookAppointment } from "./book";
import { settleBooking } from "./settle";

const scene = useSyncScene();
/** The whole way costs many times what the race itself does, which is decided at the hold: it is gone less often. */
const rounds = { hold: Number(process.env.PROVE_COUNT ?? 200), book: Number(process.env.PROVE_WHOLE ?? 15) };
const processes = 2;
const people = 50;
const [google] = tokenProviders;
const allDay = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), [{ from: "00:00", until: "24:00" }]]),
);

const children: ChildProcess[] = [];

async function startChild(place: BookingPlaceToDie | null): Promise<ChildProcess> {
  const { deps, database, sandbox, cast } = scene;
  const secret = () => randomBytes(32).toString("base64");
  const setup: BookingChildSetup = {
    settings: {
      ...{ NODE_ENV: "test", DEMO: "0", DATABASE_URL: database.url, PUBLIC_URL: deps.env.origin },
      ...{ NEXTAUTH_SECRET: secret(), CRON_SECRET: secret(), ENCRYPTION_KEY: deps.env.encryption.current.reveal() },
    },
    ...{ endpoints: sandbox.endpoints, workspaceId: cast.home, place },
  };
  const program = fileURLToPath(new URL("../../testing/booking-child.ts", import.meta.url));
  const child = fork(program, [JSON.stringify(setup)], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  return child;
}

async function ask(child: ChildProcess, order: BookingChildOrder): Promise<readonly string[]> {
  const answer = once(child, "message") as Promise<[BookingChildAnswer]>;
  child.send(order);
  const [said] = await answer;
  if (said.kind !== "done") throw new Error("A child that was asked is ready.");
  return said.outcomes;
}

async function open(): Promise<SyncedCalendar & { readonly configurationId: string }> {
  const calendar = await scene.connect(google);
  const { home, alice } = scene.cast;
  await scene.inWorkspace(calendar, async (tx) => {
    await tx.calendar.updateMany({ where: { id: calendar.calendarId }, data: { isPrimary: true } });
    await tx.bookedTime.deleteMany({ where: { hostUserId: alice } });
  });
  await scene.sync(calendar);
  const configurationId = await makeConfiguration(scene.database.db, {
    ...{ workspaceId: home, hosts: [{ userId: alice, calendars: [calendar] }] },
    data: { weeklyHours: allDay, timeZone: "UTC", horizonDays: 120 },
  });
  return { ...calendar, configurationId };
}

/** The nth half hour from the day after tomorrow on. */
const slot = (index: number) => {
  const day = Temporal.Now.plainDateISO("UTC").add({ days: 2 }).toZonedDateTime("UTC");
  return day
    .add({ minutes: 30 * index })
    .toInstant()
    .toString();
};
const guest = (start: string) => ({ start, name: "Victor", email: `${randomUUID()}@northwind.example` });
const theirs = async ({ email }: SyncedCalendar) => {
  const path = `accounts/${email}/calendars/primary/events`;
  const { events } = await scene.sandbox.control<{ events: { deleted?: boolean }[] }>("GET", path);
  return events.filter(({ deleted }) => deleted !== true);
};
const rowsOf = (configurationId: string) =>
  scene.inWorkspace({ workspaceId: scene.cast.home }, (tx) =>
    tx.booking.findMany({ where: { configurationId }, include: { times: true } }),
  );

describe("F89 S53 BKG-3 fifty people in several processes want one time", () => {
  beforeAll(async () => {
    children.push(...(await Promise.all(Array.from({ length: processes }, () => startChild(null)))));
  });
  afterAll(() => {
    for (const child of children) child.disconnect();
  });

  /** Of each round: what all of them hear, in order. */
  async function race(configurationId: string, does: "book" | "hold", round: number): Promise<readonly string[]> {
    const asked = () => Array.from({ length: people / processes }, () => ({ input: guest(slot(round)), key: null }));
    const heard = await Promise.all(children.map((child) => ask(child, { configurationId, does, asked: asked() })));
    return heard.flat().toSorted();
  }

  it(
    "and one holds it, round after round; the others hear that somebody has it, and nobody of a deadlock",
    { timeout: 60_000 + rounds.hold * 3_000 },
    async () => {
      const { configurationId } = await open();
      const expected = ["held", ...Array.from({ length: people - 1 }, () => "taken")];
      for (let round = 0; round < rounds.hold; round += 1)
        expect(await race(configurationId, "hold", round), `round ${round}`).toEqual(expected);
      expect(await rowsOf(configurationId)).toHaveLength(rounds.hold);
    },
  );

  it(
    "and one books it, with one event at the provider, round after round",
    { timeout: 60_000 + rounds.book * 5_000 },
    async () => {
      // Several pages, so that no account gets more calls than its provider takes in a minute.
      const pages = [await open()];
      while (pages.length < Math.ceil(rounds.book / 40)) pages.push(await open());
      const expected = ["201", ...Array.from({ length: people - 1 }, () => "409 slot_taken")];
      for (let round = 0; round < rounds.book; round += 1) {
        const configurationId = pages[round % pages.length]?.configurationId ?? "";
        expect(await race(configurationId, "book", round), `round ${round}`).toEqual(expected);
      }
      const made = await Promise.all(pages.map(async (page) => (await theirs(page)).length));
      expect(made.reduce((sum, count) => sum + count, 0)).toBe(rounds.book);
      const booked = await Promise.all(pages.map(async (page) => (await rowsOf(page.configurationId)).length));
      expect(booked).toEqual(made);
    },
  );
});

describe("F92 BKG-3 a process that is killed while it books", () => {
  const isHeldBefore = (place: BookingPlaceToDie) => bookingPlaces.indexOf(place) >= 2;

  it.each(bookingPlaces)(
    "%s leaves nothing double and loses nothing, and nobody is told what is not so",
    { timeout: 60_000 },
    async (place) => {
      const calendar = await open();
      const { configurationId } = calendar;
      const asked = { input: guest(slot(0)), key: randomUUID() };
      const child = await startChild(place);
      child.send({ configurationId, does: "book", asked: [asked] } satisfies BookingChildOrder);
      const [, signal] = (await once(child, "exit")) as [number | null, string | null];
      expect(signal).toBe("SIGKILL");
      const [left, ...more] = await rowsOf(configurationId);
      expect(more).toEqual([]);
      expect(left !== undefined).toBe(isHeldBefore(place));
      // Somebody else wants the same time meanwhile.
      const other = await bookAppointment(scene.deps, null, {
        ...{ id: configurationId, input: guest(slot(0)), idempotencyKey: null },
      });
      expect(other.status).toBe(isHeldBefore(place) ? 409 : 201);
      if (left !== undefined) {
        const held = { workspaceId: scene.cast.home, bookingId: left.id };
        await settleBooking(scene.deps, held, AbortSignal.timeout(20_000));
      }
      scene.use({ sleep: () => Promise.resolve() });
      const again = await bookAppointment(scene.deps, null, {
        ...{ id: configurationId, input: asked.input, idempotencyKey: asked.key },
      });
      expect(again.status).toBe(isHeldBefore(place) ? 201 : 409);
      expect(await theirs(calendar)).toHaveLength(1);
      const [booking, ...others] = await rowsOf(configurationId);
      expect(others).toEqual([]);
      expect(booking).toMatchObject({ state: "confirmed", times: [{ hostUserId: scene.cast.alice }] });
      const told = await scene.inWorkspace({ workspaceId: scene.cast.home }, (tx) =>
        tx.delivery.findMany({ where: { kind: "booking", dedupeKey: { contains: booking?.id ?? "" } } }),
      );
      expect(told.map(({ payload }) => (payload as { what: string }).what)).toEqual(["confirmed", "confirmed"]);
    },
  );
});
