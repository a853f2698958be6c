import { describe, expect, it } from "vitest";

import { ProviderError } from "@/core/errors/provider-error";
import { listBreakers } from "@/server/db/resilience/breakers";
import { resetBreaker } from "@/server/resilience/breakers";
import { useResilienceScene, type Client, type Linked, type Process } from "@/testing/resilience-scene";
import { instanceWorkspace } from "@/testing/health-rows";

const scene = useResilienceScene();
const minutes = (count: number) => count * 60_000;

const breakersOf = ({ workspaceId, connectionId }: Linked) =>
  scene.database.db.inWorkspace({ workspaceId }, async (tx) =>
    (await listBreakers(tx, workspaceId)).filter(({ connection_id: id }) => id === connectionId),
  );
const fail = (kind: "unavailable" | "forbidden" | "rate_limited" = "unavailable", operation = "listChanges") =>
  scene.world.play({ operation, is: { kind } });
const failing = async ({ read }: Client): Promise<ProviderError> => {
  const error: unknown = await read().catch((reason: unknown) => reason);
  if (!(error instanceof ProviderError)) throw new Error("The call succeeded.");
  return error;
};
/** Three operations that fail to their end. */
async function open(process: Process, place: Linked): Promise<void> {
  fail();
  for (let count = 0; count < 3; count += 1) await failing(scene.client(process, place));
}

describe("a breaker", () => {
  it("RES-3 opens after three operations, however many tries they had, and then nobody is called", async () => {
    const process = scene.startProcess();
    const place = await scene.link();
    const client = scene.client(process, place);
    fail();
    await failing(client);
    await failing(client);
    expect(await breakersOf(place)).toMatchObject([{ state: "closed", failures: 2 }]);
    await failing(client);
    const calls = client.facts.length;
    expect(await breakersOf(place)).toMatchObject([{ state: "open", last_error_code: "unavailable" }]);
    expect(await failing(client)).toMatchObject({
      kind: "unavailable",
      facts: { reason: "breaker_open", retryAfterMs: minutes(5) },
    });
    expect(client.facts).toHaveLength(calls);
  });

  it("RES-3 is the same for two processes: what one has seen the other knows", async () => {
    const [one, other] = [scene.startProcess(), scene.startProcess()];
    const place = await scene.link();
    fail();
    await failing(scene.client(one, place));
    await failing(scene.client(other, place));
    await failing(scene.client(one, place));
    const client = scene.client(other, place);
    expect(await failing(client)).toMatchObject({ facts: { reason: "breaker_open" } });
    expect(client.facts).toEqual([]);
  });

  it("RES-3 lets one of many through when its time is over", async () => {
    const processes = [scene.startProcess(), scene.startProcess(), scene.startProcess()];
    const place = await scene.link();
    await open(scene.startProcess(), place);
    scene.pass(minutes(5));
    const clients = Array.from({ length: 9 }, (_, index) =>
      scene.client(processes[index % 3] ?? scene.startProcess(), place),
    );
    const errors = await Promise.all(clients.map(failing));
    expect(clients.flatMap(({ facts }) => facts)).toHaveLength(1);
    expect(errors.filter(({ facts }) => facts.reason === "breaker_open")).toHaveLength(8);
  });

  it("RES-3 stays open for five more minutes when the probe fails, and says since when there is trouble", async () => {
    const process = scene.startProcess();
    const place = await scene.link();
    await open(process, place);
    const [before] = await breakersOf(place);
    scene.pass(minutes(5));
    // Of a process that may still retry: a probe is one try all the same.
    const prober = scene.startProcess();
    const probe = scene.client(prober, place);
    await failing(probe);
    expect([probe.facts.length, prober.sleeps]).toEqual([1, []]);
    const [after] = await breakersOf(place);
    expect(after).toMatchObject({ state: "open", opened_at: before?.opened_at });
    expect(after?.open_until?.getTime()).toBe(scene.now().getTime() + minutes(5));
  });

  it("RES-3 closes with the probe that succeeds, and leaves no row behind", async () => {
    const process = scene.startProcess();
    const place = await scene.link();
    await open(process, place);
    scene.world.mend();
    scene.pass(minutes(5));
    const client = scene.client(process, place);
    await client.read();
    await client.read();
    expect(client.facts).toHaveLength(2);
    expect(await breakersOf(place)).toEqual([]);
  });

  it("RES-3 lets another probe when the process that probed has died", async () => {
    const place = await scene.link();
    await open(scene.startProcess(), place);
    scene.pass(minutes(5));
    scene.world.mend();
    const dying = scene.client(scene.startProcess(), place, { listChanges: () => new Promise(() => undefined) });
    void dying.read();
    const client = scene.client(scene.startProcess(), place);
    await expect.poll(async () => (await breakersOf(place))[0]?.state).toBe("half_open");
    expect(await failing(client)).toMatchObject({ facts: { reason: "breaker_open" } });
    scene.pass(90_000);
    await client.read();
    expect(await breakersOf(place)).toEqual([]);
  });

  it.each(["forbidden", "rate_limited"] as const)("does not take %s for an endpoint that is broken", async (kind) => {
    const process = scene.startProcess();
    const place = await scene.link();
    fail(kind);
    for (let count = 0; count < 4; count += 1) await failing(scene.client(process, place));
    expect(await breakersOf(place)).toEqual([]);
  });

  it("F60 is of one connection and one kind of endpoint: the others go on", async () => {
    const process = scene.startProcess();
    const [place, neighbour] = [await scene.link(), await scene.link()];
    await open(process, place);
    scene.world.mend();
    await expect(scene.client(process, neighbour).read()).resolves.toBeDefined();
    const { provider, call } = scene.client(process, place);
    await expect(provider.push?.closeChannel(call, closed)).resolves.toBeUndefined();
    expect(await failing(scene.client(process, place))).toMatchObject({ facts: { reason: "breaker_open" } });
  });

  it("is reset by hand", async () => {
    const process = scene.startProcess();
    const place = await scene.link();
    await open(process, place);
    scene.world.mend();
    const [breaker] = await breakersOf(place);
    const { workspaceId } = place;
    await scene.database.db.inWorkspace({ workspaceId }, (tx) =>
      resetBreaker(tx, { workspaceId, key: breaker?.key ?? "" }),
    );
    await expect(scene.client(process, place).read()).resolves.toBeDefined();
  });

  it("is gone with its connection", async () => {
    const place = await scene.link();
    await open(scene.startProcess(), place);
    await scene.database.db.inWorkspace(place, (tx) =>
      tx.calendar.deleteMany({ where: { connectionId: place.connectionId } }),
    );
    await scene.database.db.inWorkspace(place, (tx) => tx.connection.deleteMany({ where: { id: place.connectionId } }));
    expect(await breakersOf(place)).toEqual([]);
  });
});

const closed = { remoteChannelId: "c1", remoteResourceId: null, expiresAt: new Date(0) };

describe("the trouble of a provider", () => {
  const trouble = () =>
    scene.database.db.inWorkspace({ workspaceId: scene.cast.home }, async (tx) =>
      (await listBreakers(tx, scene.cast.home)).filter(({ key }) => key === "provider:fake"),
    );
  const transitions = () =>
    scene.database.db.inWorkspace({ workspaceId: instanceWorkspace }, (tx) =>
      tx.healthTransition.findMany({ where: { subjectKind: "provider", at: { gte: since } }, orderBy: { at: "asc" } }),
    );
  let since = new Date(0);
  /** Connections that worked some minutes ago: what was before them is over. */
  const linkMany = async (count: number) => {
    const { home, elsewhere } = scene.cast;
    const workspaces = Array.from({ length: count }, (_, index) => (index % 2 ? home : elsewhere));
    const places = await Promise.all(workspaces.map((workspaceId) => scene.link(workspaceId)));
    await succeed(places, scene.startProcess());
    scene.pass(minutes(6));
    since = scene.now();
    return places;
  };
  const succeed = async (places: readonly Linked[], process: Process) => {
    for (const place of places) {
      await scene.client(process, place).read();
      scene.pass(1_000);
    }
  };

  it("RES-3 begins when three connections of any workspaces fail, once, whoever sees it, and says so in a row", async () => {
    const places = await linkMany(6);
    const processes = [scene.startProcess(), scene.startProcess()];
    fail();
    await Promise.all(
      places.map((place, index) => failing(scene.client(processes[index % 2] ?? scene.startProcess(), place))),
    );
    expect(await trouble()).toMatchObject([{ state: "open", provider: "fake", last_error_code: "unavailable" }]);
    expect(await transitions()).toMatchObject([
      { subjectId: "fake", fromStatus: "healthy", toStatus: "provider_outage", cause: "unavailable" },
    ]);
    scene.world.mend();
    scene.pass(minutes(1));
    await succeed(places, scene.startProcess());
    expect(await trouble()).toEqual([]);
    expect((await transitions()).map(({ toStatus }) => toStatus)).toEqual(["provider_outage", "healthy"]);
  });

  it("RES-3 is not what one broken account is, however often it is tried", async () => {
    const [broken, ...others] = await linkMany(12);
    if (broken === undefined) throw new Error("no connection");
    const process = scene.startProcess();
    await succeed(others, process);
    fail();
    for (let count = 0; count < 3; count += 1) await failing(scene.client(process, broken));
    expect(await trouble()).toEqual([]);
    scene.world.mend();
  });

  it("is known before the caller hears of the failure that made it one", async () => {
    const places = await linkMany(3);
    const process = scene.startProcess();
    fail();
    const seen: number[] = [];
    for (const place of places) {
      await failing(scene.client(process, place));
      seen.push((await trouble()).length);
    }
    expect(seen.at(-1)).toBe(1);
    scene.world.mend();
    scene.pass(minutes(1));
    await succeed(places, process);
    expect(await trouble()).toEqual([]);
  });
});
