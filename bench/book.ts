// P13. Fifty people want one time at once: the step at which one of them gets it, and the whole way from the request to
// the answer with the stand-in's provider. Beside it bare rows under the same constraint, and what is easily written
// instead: look at the provider while holding the host's lock.
// Run: npm run bench:book
import { randomBytes, randomUUID } from "node:crypto";

import { reporter } from "./report";

const { makeHosts, makePage, spreadOf, visitor } = await import("./booking-scene");
const { closeScene, deps, workspaceId } = await import("./scene");
const { db } = deps;
const { findConfiguration } = await import("../src/server/db/booking/configurations");
const { bookAppointment } = await import("../src/server/booking/book");
const { holdTime } = await import("../src/server/booking/hold");
const { takeTime } = await import("../src/server/db/booking/bookings");

/** A machine of the workspace: strangers are held to a pace. */
const machine = { kind: "key", workspaceId, scopes: ["bookings:write"] } as unknown as Parameters<
  typeof bookAppointment
>[1];
type Hold = Parameters<typeof holdTime>[1];

const report = reporter("book");
const people = 50;
const rounds = Number(process.env.BENCH_ROUNDS ?? 20);
const slotMs = 1_800_000;
/** The next whole day, then one half hour after the other: no round meets another's time. */
const begin = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 86_400_000;
let used = 0;
const nextStart = () => new Date(begin + (used += 1) * slotMs);

/** How long each of those who raced waited for what became of it. */
async function race(run: () => Promise<boolean>): Promise<readonly number[]> {
  const waited = await Promise.all(
    Array.from({ length: people }, async () => {
      const startedMs = performance.now();
      const won = await run();
      return { ms: performance.now() - startedMs, won };
    }),
  );
  const winners = waited.filter(({ won }) => won).length;
  if (winners !== 1) throw new Error(`${winners} of ${people} got the one time there was.`);
  return waited.map(({ ms }) => ms);
}

async function races(contest: () => () => Promise<boolean>, count = rounds) {
  const times: number[] = [];
  for (let round = 0; round < count + 2; round += 1) {
    const waited = await race(contest());
    if (round >= 2) times.push(...waited);
  }
  return spreadOf(times);
}

const [host] = await makeHosts(1, 20);
if (host === undefined) throw new Error("Nobody hosts.");
const day = [{ from: "00:00", until: "24:00" }];
const weeklyHours = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((weekday) => [String(weekday), day]));
const id = await makePage([host], { mode: "single", timeZone: "UTC", weeklyHours });
const configuration = await db.inWorkspace({ workspaceId }, (tx) =>
  findConfiguration(tx, { workspaceId, configurationId: id }),
);
if (configuration === null) throw new Error("The page is not there.");

try {
  const wish = (startsAt: Date): Hold => ({
    ...{ configuration, startsAt, guests: [], key: null },
    visitor: { ...visitor(), zone: "UTC", locale: "en", notes: "" },
    verdict: {
      ...{ is: "bookable", hosts: [host.userId], mode: "instant", cause: null },
      arranged: { question: { need: "all" } } as Extract<Hold["verdict"], { is: "bookable" }>["arranged"],
    },
  });
  const held = await races(() => {
    const startsAt = nextStart();
    return async () => (await holdTime(deps, wish(startsAt))).is === "held";
  });
  report("hold_p50_ms", held.middle, {});
  report("hold_p99_ms", held.worst, { most: 100 });

  const whole = await races(() => {
    const start = nextStart().toISOString();
    return async () => {
      const asked = { id, input: { start, ...visitor() }, idempotencyKey: null };
      const { status, body } = await bookAppointment(deps, machine, asked);
      if (status !== 201 && status !== 409) throw new Error(`${status}: ${JSON.stringify(body)}`);
      return status === 201;
    };
  }, 6);
  report("request_p50_ms", whole.middle, {});
  report("request_p99_ms", whole.worst, {});

  const bare = await races(() => {
    const startsAt = nextStart();
    return () => takeBare(startsAt, host.userId);
  });
  report("hold_times_of_bare_rows", held.worst / bare.worst, { most: 8 });

  // Quicker than any provider answers from another town.
  const look = () => deps.sleep(20, AbortSignal.timeout(5_000));
  const bad = await races(() => {
    const startsAt = nextStart();
    return () => takeBare(startsAt, host.userId, look);
  }, 3);
  report("bad_look_under_the_lock_times_slower", bad.worst / held.worst, { least: 3 });
} finally {
  await closeScene();
}

/** The booking's row and its time, and nothing of what a booking is besides; or under the host's lock, after a look. */
async function takeBare(startsAt: Date, hostUserId: string, look?: () => Promise<unknown>): Promise<boolean> {
  const place = { workspaceId, bookingId: randomUUID() };
  const endsAt = new Date(startsAt.getTime() + slotMs);
  return db.inWorkspace(place, async (tx) => {
    if (look !== undefined) await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${hostUserId}, 0))::text`;
    await look?.();
    await tx.booking.create({
      data: {
        ...{ workspaceId, id: place.bookingId, configurationId: id, startsAt, endsAt, state: "failed" },
        ...{ visitorName: "Victor", visitorEmail: "victor@northwind.example", visitorZone: "UTC" },
        manageTokenHash: randomBytes(32),
      },
    });
    return takeTime(tx, place, { hosts: [hostUserId], from: startsAt, to: endsAt, expiresAt: null, now: deps.now() });
  });
}
