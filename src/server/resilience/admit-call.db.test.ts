import { describe, expect, it } from "vitest";

import { defaultLimits } from "@/core/resilience/rate-limit";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { createFake } from "@/providers/fake/provider";
import { recall } from "@/server/resilience/process-state";
import { PatientClock } from "@/testing/patient-clock";
import { useResilienceScene, type Client, type Process } from "@/testing/resilience-scene";
import { testEnv } from "@/testing/env";

const scene = useResilienceScene();
const minuteMs = 60_000;

/** Processes that share a clock which goes on when all of them wait. */
function startPatient(count: number): { clock: PatientClock; processes: Process[] } {
  const clock = new PatientClock(scene.now());
  const env = { ...testEnv(scene.database.url), providerBudgetShare: 1 };
  const processes = Array.from({ length: count }, () =>
    scene.startProcess({ now: clock.now, sleep: clock.sleep, env }),
  );
  return { clock, processes };
}
/** Calls made, with the clock's time. */
const timesOf = (clients: readonly Client[]) =>
  clients.flatMap(({ facts }) => facts.map(({ startedAt }) => startedAt.getTime())).sort((a, b) => a - b);
const mostWithin = (times: readonly number[], ms: number) =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));
const mostInAnyMinute = (times: readonly number[]) => mostWithin(times, minuteMs);
const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("nothing there");
  return item;
};
/** Who waits for a place among the calls under way, or in the common line: not for the clock. */
const standing = (processes: readonly Process[]) => () =>
  processes
    .map(({ deps }) => recall(deps.db, "fake"))
    .flatMap(({ slots, waiting, isAsking }) => [
      ...[...slots.values()].map(({ queue }) => queue.length),
      waiting.length - (isAsking ? 1 : 0),
    ])
    .reduce((sum, count) => sum + count, 0);
const limited = (
  world: Parameters<typeof createFake>[0],
  clock: PatientClock,
  project?: number,
): Partial<CalendarProvider> => {
  const fake = createFake(world);
  return {
    limits: {
      ...fake.limits,
      concurrentCalls: 1_000,
      ...(project === undefined ? {} : { project: { callsPerMinute: project, callsPerDay: 1e6 } }),
    },
    listChanges: (call) => {
      call.onCall({
        ...{ provider: "fake", operation: "listChanges", endpoint: "GET /changes", startedAt: clock.now() },
        ...{ durationMs: 1, status: 200, outcome: "ok", attempt: call.attempt, requestId: null, receivedBytes: 0 },
      });
      return Promise.resolve({ changes: [], next: { kind: "end", cursor: null } });
    },
  };
};

describe("the budget of a connection", () => {
  it("RES-5 I9 lets no more through in any minute than the limit, from two processes together, and fails nobody", async () => {
    const { clock, processes } = startPatient(2);
    const place = await scene.link();
    const change = limited(scene.world, clock);
    const clients = processes.map((process) => scene.client(process, place, change));
    const ends = await clock.run(
      Array.from({ length: 90 }, (_, index) => at(clients, index).read()),
      standing(processes),
    );
    expect(ends.filter(({ status }) => status === "rejected")).toEqual([]);
    const times = timesOf(clients);
    expect(times).toHaveLength(90);
    expect(mostInAnyMinute(times)).toBeLessThanOrEqual(defaultLimits.readsPerMinute);
    // A burst goes at once, the rest waits for its turn.
    expect(times.filter((at) => at === times[0])).toHaveLength(20);
  });

  it("RES-5 turns away who would wait for more than a minute, with how long", async () => {
    const { clock, processes } = startPatient(1);
    const process = at(processes, 0);
    const client = scene.client(process, await scene.link(), limited(scene.world, clock));
    const ends = await clock.run(
      Array.from({ length: 150 }, () => client.read()),
      standing(processes),
    );
    const refused = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as Error] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(60);
    expect(refused[0]).toMatchObject({ kind: "rate_limited", facts: { reason: "our_limit" } });
    expect(mostInAnyMinute(timesOf([client]))).toBeLessThanOrEqual(defaultLimits.readsPerMinute);
  });

  it("RES-5 counts writes apart from reads", async () => {
    const { clock, processes } = startPatient(1);
    const process = at(processes, 0);
    const client = scene.client(process, await scene.link(), limited(scene.world, clock));
    for (let count = 0; count < 20; count += 1) await client.read();
    const before = clock.now().getTime();
    const channel = { remoteChannelId: "c1", remoteResourceId: null, expiresAt: new Date(0) };
    await client.provider.push?.closeChannel(client.call, channel);
    expect(clock.now().getTime()).toBe(before);
  });

  it("RES-5 is charged for every request of a call that made several", async () => {
    const { clock, processes } = startPatient(1);
    const process = at(processes, 0);
    const once = limited(scene.world, clock);
    const listChanges: CalendarProvider["listChanges"] = async (call, request) => {
      for (let count = 0; count < 4; count += 1) await once.listChanges?.(call, request);
      return { changes: [], next: { kind: "end", cursor: null } };
    };
    const client = scene.client(process, await scene.link(), { ...once, listChanges });
    await clock.run(
      Array.from({ length: 12 }, async (_, index) => {
        for (let before = 0; before < index; before += 1) await Promise.resolve();
        return client.read();
      }),
    );
    // Twelve calls at once are one burst; what they took beyond it is paid before the next.
    await clock.run([client.read()]);
    expect(mostInAnyMinute(timesOf([client]))).toBeLessThanOrEqual(defaultLimits.readsPerMinute);
    expect(clock.now().getTime()).toBeGreaterThan(scene.now().getTime() + 20_000);
  });
});

describe("the budget of a project", () => {
  it("RES-5 P5 is never passed by many connections of two processes", async () => {
    const { clock, processes } = startPatient(2);
    const change = limited(scene.world, clock, 60);
    const clients = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => scene.client(at(processes, index), await scene.link(), change)),
    );
    const ends = await clock.run(
      clients.map(({ read }) => read()),
      standing(processes),
    );
    const times = timesOf(clients);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(times.length);
    expect(mostInAnyMinute(times)).toBeLessThanOrEqual(60);
    expect(times.length).toBeGreaterThan(40);
  });

  it("F62 RES-5 is given out evenly to those who all come back at once after an outage, and to each of them", async () => {
    const { clock, processes } = startPatient(2);
    const change = limited(scene.world, clock, 120);
    const clients = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => scene.client(at(processes, index), await scene.link(), change)),
    );
    const ends = await clock.run(
      clients.map(({ read }) => read()),
      standing(processes),
    );
    expect(ends.filter(({ status }) => status === "rejected")).toEqual([]);
    const times = timesOf(clients);
    expect(times).toHaveLength(30);
    // Ten at once and then two a second, where the whole minute's 120 would have let all through in one moment.
    expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(13);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(8_000);
  });

  it("F61 RES-5 is shared fairly: a tenant with a hundred connections stands behind itself, not before the others", async () => {
    const { clock, processes } = startPatient(1);
    const process = at(processes, 0);
    const change = limited(scene.world, clock, 60);
    const big = await Promise.all(
      Array.from({ length: 60 }, async () => scene.client(process, await scene.link(scene.cast.elsewhere), change)),
    );
    const small = await Promise.all(
      Array.from({ length: 3 }, async () => scene.client(process, await scene.link(scene.cast.home), change)),
    );
    await clock.run(
      [...big, ...small].map(({ read }) => read()),
      standing(processes),
    );
    const start = scene.now().getTime();
    const lastOf = (clients: readonly Client[]) => Math.max(...timesOf(clients)) - start;
    expect(timesOf(small)).toHaveLength(3);
    expect(lastOf(small)).toBeLessThan(10_000);
    expect(lastOf(big)).toBeGreaterThan(30_000);
  });

  it("RES-5 keeps its last tenth for those that somebody waits for", async () => {
    const { clock, processes } = startPatient(1);
    const process = at(processes, 0);
    const change = limited(scene.world, clock, 100);
    const start = clock.now().getTime();
    const background = await Promise.all(
      Array.from({ length: 30 }, async () => scene.client(process, await scene.link(), change)),
    );
    const running = clock.run(
      background.map(({ read }) => read()),
      standing(processes),
    );
    await expect.poll(() => timesOf(background).length).toBeGreaterThanOrEqual(9);
    const awaited = scene.client(process, { ...(await scene.link()), priority: 2 }, change);
    await running;
    expect(timesOf(background).filter((at) => at === start)).toHaveLength(9);
    await awaited.read();
    expect(timesOf([awaited])).toHaveLength(1);
  });
});

describe("a mailbox", () => {
  it("RES-5 is asked by no more calls at a time than it takes", async () => {
    const process = scene.startProcess();
    const held: (() => void)[] = [];
    const fake = createFake(scene.world);
    const listChanges: CalendarProvider["listChanges"] = async (call, request) => {
      await new Promise<void>((resolve) => held.push(resolve));
      return fake.listChanges(call, request);
    };
    const change = { listChanges, limits: { ...fake.limits, concurrentCalls: 3 } };
    const { read } = scene.client(process, await scene.link(), change);
    const reading = Promise.all(Array.from({ length: 12 }, () => read()));
    for (let round = 0; round < 4; round += 1) {
      await expect.poll(() => held.length).toBe(3);
      held.splice(0).forEach((answer) => answer());
    }
    await expect(reading).resolves.toHaveLength(12);
  });

  it("lets go of its place when the caller stops", async () => {
    const process = scene.startProcess();
    const place = await scene.link();
    const fake = createFake(scene.world);
    const stuck = new AbortController();
    const hang: CalendarProvider["listChanges"] = (call) =>
      new Promise((_, reject) => call.signal.addEventListener("abort", () => reject(call.signal.reason as Error)));
    const limits = { ...fake.limits, concurrentCalls: 1 };
    const first = scene.client(process, place, { listChanges: hang, limits }).read(stuck.signal);
    await expect.poll(() => recall(process.deps.db, "fake").slots.get(place.connectionId)?.used).toBe(1);
    const impatient = new AbortController();
    const second = scene.client(process, place, { limits }).read(impatient.signal);
    impatient.abort(new Error("stop"));
    await expect(second).rejects.toMatchObject({ kind: "aborted" });
    stuck.abort(new Error("stop"));
    await expect(first).rejects.toMatchObject({ kind: "aborted" });
    await expect(scene.client(process, place, { limits }).read()).resolves.toBeDefined();
  });

  it("RES-5 that refuses is asked by half as many, and slowly by more again", async () => {
    const process = scene.startProcess();
    const place = await scene.link();
    const limits = { ...createFake(scene.world).limits, concurrentCalls: 6 };
    const { read } = scene.client(process, place, { limits });
    const limit = () => recall(process.deps.db, "fake").slots.get(place.connectionId)?.limit;
    await read();
    const before = limit() ?? 0;
    scene.world.play({ operation: "listChanges", is: { kind: "rate_limited" }, count: 1 });
    await read();
    expect(limit()).toBeGreaterThanOrEqual(Math.floor(before / 2));
    expect(limit()).toBeLessThan(before);
    for (let count = 0; count < 15; count += 1) await read();
    expect(limit()).toBe(before);
  });
});
