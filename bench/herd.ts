// P16. Everybody comes back at once: calendars that are all due when an outage of an hour ends, on a clock of its own.
// How long it takes to read them all next to what the provider's quota allows at best, how full its fullest minute is,
// and how high the highest second is above the mean. Beside it a limiter that counts by the minute of the clock.
// Run: node --import tsx bench/herd.ts   (BENCH_CALENDARS=100000 BENCH_CALLS_A_DAY=4000000 for a hundred thousand)
import type { Deps } from "../src/server/deps";
import { PatientClock } from "../src/testing/patient-clock";
import { aCall, aRead, closeAll, linkMany, providerThat, startProcess, type Linked } from "./resilience-bench";
import { reporter } from "./report";

const { withResilience } = await import("../src/server/resilience/with-resilience");
const { recall } = await import("../src/server/resilience/process-state");

const calendars = Number(process.env.BENCH_CALENDARS ?? 20_000);
/** A day of 1,000,000 gives 45,000 at once and ten a second after that: a larger herd needs a larger day to show the minute. */
const quota = { callsPerMinute: 10_000, callsPerDay: Number(process.env.BENCH_CALLS_A_DAY ?? 1_000_000) };
const workersOfEach = 60;
const latencyMs = 150;
const report = reporter("herd");
const start = new Date("2026-11-21T10:00:00Z");

type Herd = { readonly times: readonly number[] };

/** Workers that take the next calendar as soon as they are free, in two processes. */
async function drain(
  clock: PatientClock,
  read: (place: Linked, process: number) => Promise<unknown>,
  { places, standing }: { readonly places: Linked[]; readonly standing: () => number },
): Promise<void> {
  const queue = [...places];
  const work = async (process: number) => {
    for (let place = queue.pop(); place !== undefined; place = queue.pop()) await read(place, process);
  };
  const workers = Array.from({ length: 2 * workersOfEach }, (_, index) => work(index % 2));
  const ends = await clock.run(workers, standing);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

async function withOurs(places: Linked[]): Promise<Herd> {
  const clock = new PatientClock(start);
  const times: number[] = [];
  let serial = 0;
  const provider = providerThat(async ({ signal }) => {
    times.push(clock.now().getTime());
    serial += 1;
    await clock.sleep(latencyMs + (serial % 50), signal);
  }, quota);
  let draws = 0;
  const chance = () => (draws += 0.618034) % 1;
  const processes = [0, 1].map(() => startProcess({ now: clock.now, sleep: clock.sleep, chance }));
  await drain(
    clock,
    (place, process) => {
      const deps = processes[process];
      if (deps === undefined) throw new Error("no process");
      return withResilience(deps, provider, place).listChanges(aCall, aRead);
    },
    { places, standing: () => processes.reduce((sum, deps) => sum + inLine(deps), 0) },
  );
  return { times };
}

/** A count that begins anew with every minute: all at once, then a pause, and two full counts meet at the minute. */
async function withMinuteCounter(count: number): Promise<Herd> {
  const clock = new PatientClock(new Date(start.getTime() + 45_000));
  const times: number[] = [];
  let minute = 0;
  let used = 0;
  const read = async () => {
    for (;;) {
      const now = clock.now().getTime();
      if (Math.floor(now / 60_000) !== minute) [minute, used] = [Math.floor(now / 60_000), 0];
      if (used < quota.callsPerMinute) break;
      await clock.sleep(60_000 - (now % 60_000), aCall.signal);
    }
    used += 1;
    times.push(clock.now().getTime());
    // Nobody queues: as many calls are under way as there are calendars.
    await clock.sleep(1, aCall.signal);
  };
  const places = Array.from({ length: count }, () => ({ workspaceId: "w", connectionId: "c" }));
  await drain(clock, read, { places, standing: () => 0 });
  return { times };
}

/** Who stands in the common line of a process, the one that asks for them not counted. */
function inLine({ db }: Deps): number {
  const { waiting, isAsking } = recall(db, "bench");
  return waiting.length - (isAsking ? 1 : 0);
}

function measure({ times }: Herd) {
  const sorted = times.toSorted((a, b) => a - b);
  const first = sorted[0] ?? 0;
  const last = sorted.at(-1) ?? 0;
  const most = (windowMs: number) => {
    let from = 0;
    let best = 0;
    sorted.forEach((at, to) => {
      while ((sorted[from] ?? at) <= at - windowMs) from += 1;
      best = Math.max(best, to - from + 1);
    });
    return best;
  };
  const tookMs = Math.max(1, last - first);
  return {
    overMinimum: tookMs / ((sorted.length / quota.callsPerMinute) * 60_000),
    fullestMinute: most(60_000) / quota.callsPerMinute,
    peakOverMean: most(1_000) / (sorted.length / (tookMs / 1_000)),
  };
}

const ours = measure(await withOurs(await linkMany(calendars)));
report("time_over_minimum", ours.overMinimum, { most: 1.15 });
report("fullest_minute_of_quota", ours.fullestMinute, { most: 0.95 });
report("peak_second_over_mean", ours.peakOverMean, { most: 1.5 });
const counter = measure(await withMinuteCounter(2 * quota.callsPerMinute));
report("fullest_minute_of_quota_by_the_clock", counter.fullestMinute, { least: 1.2 });
report("peak_second_over_mean_by_the_clock", counter.peakOverMean, { least: 3 });
await closeAll();
