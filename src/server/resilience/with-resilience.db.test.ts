import { describe, expect, it } from "vitest";

import type { CalendarProvider, ChangePage } from "@/core/ports/calendar-provider";
import type { EventDraft } from "@/core/ports/provider-write";
import { createFake } from "@/providers/fake/provider";
import { newTally } from "@/server/resilience/call-tally";
import { settleCalls } from "@/server/resilience/write-notes";
import { useResilienceScene } from "@/testing/resilience-scene";

const scene = useResilienceScene();
const minutes = (count: number) => count * 60_000;
const draft: EventDraft = {
  title: "Lunch",
  location: "",
  description: "",
  times: { kind: "all_day", firstDay: "2026-11-23", endDay: "2026-11-24" },
  attendees: [],
  shownAs: "busy",
  visibility: "default",
  withConference: false,
};

describe("a failure that passes", () => {
  it("RES-2 is tried again after 1, 2 and 4 s and a little more, and given up after the fourth try", async () => {
    const process = scene.startProcess();
    const place = { ...(await scene.link()), tally: newTally() };
    const { read, facts } = scene.client(process, place);
    scene.world.play({ operation: "listChanges", is: { kind: "unavailable" } });
    await expect(read()).rejects.toMatchObject({ kind: "unavailable" });
    expect(process.sleeps).toEqual([1_200, 2_400, 4_800]);
    expect(facts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(place.tally).toMatchObject({ calls: 4, retries: 3 });
  });

  it("RES-2 is over with the first try that succeeds", async () => {
    const process = scene.startProcess();
    const { read, facts } = scene.client(process, await scene.link());
    scene.world.play({ operation: "listChanges", is: { kind: "network" }, count: 1 });
    await expect(read()).resolves.toMatchObject({ changes: [] });
    expect(facts.map(({ outcome }) => outcome)).toEqual(["network", "ok"]);
  });

  it.each(["grant_lost", "forbidden", "not_found", "invalid_request", "unauthorized"] as const)(
    "RES-2 F44 is not what %s is: nobody tries again",
    async (kind) => {
      const process = scene.startProcess();
      const { read, facts } = scene.client(process, await scene.link());
      scene.world.play({ operation: "listChanges", is: { kind } });
      await expect(read()).rejects.toMatchObject({ kind });
      expect([facts.length, process.sleeps]).toEqual([1, []]);
    },
  );

  it("RES-2 R10 adds at most a tenth to the calls while everything fails", async () => {
    const process = scene.startProcess();
    const calls = { made: 0, operations: 0 };
    scene.world.play({ operation: "listChanges", is: { kind: "unavailable" } });
    for (let round = 0; round < 40; round += 1) {
      // Each failure is a connection's first, so that no breaker helps.
      const { read, facts } = scene.client(process, await scene.link());
      await expect(read()).rejects.toMatchObject({ kind: "unavailable" });
      calls.made += facts.length;
      calls.operations += 1;
    }
    // What a process may spend at once after its start comes on top, once.
    expect(calls.made).toBeLessThanOrEqual(calls.operations * 1.1 + 3);
    expect(calls.made).toBeGreaterThan(calls.operations);
  });
});

describe("a provider that asks for rest", () => {
  it("F49 is called again when the rest is over, and not before", async () => {
    const process = scene.startProcess();
    const { read, facts } = scene.client(process, await scene.link());
    scene.world.play({ operation: "listChanges", is: { kind: "rate_limited", retryAfterMs: 30_000 }, count: 1 });
    await read();
    const [first, second] = facts.map(({ startedAt }) => startedAt.getTime());
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect((second ?? 0) - (first ?? 0)).toBeLessThanOrEqual(39_000);
  });

  it("F49 is left alone by every process, for as long as it asked", async () => {
    const [one, other] = [scene.startProcess(), scene.startProcess()];
    const place = await scene.link();
    scene.world.play({ operation: "listChanges", is: { kind: "rate_limited", retryAfterMs: minutes(30) }, count: 1 });
    await expect(scene.client(one, place).read()).rejects.toMatchObject({ facts: { retryAfterMs: minutes(30) } });
    const second = scene.client(other, place);
    scene.pass(minutes(28));
    await expect(second.read()).rejects.toMatchObject({
      kind: "rate_limited",
      facts: { reason: "paused", retryAfterMs: minutes(2) },
    });
    expect(second.facts).toEqual([]);
    scene.pass(minutes(2));
    await second.read();
    expect(second.facts).toHaveLength(1);
  });

  it("F49 asks for a connection, not for the others", async () => {
    const process = scene.startProcess();
    scene.world.play({ operation: "listChanges", is: { kind: "rate_limited", retryAfterMs: minutes(60) }, count: 1 });
    await expect(scene.client(process, await scene.link()).read()).rejects.toMatchObject({ kind: "rate_limited" });
    await expect(scene.client(process, await scene.link()).read()).resolves.toBeDefined();
  });
});

describe("a write", () => {
  it("F51 is repeated under its mark when its answer is lost, and makes one event", async () => {
    const process = scene.startProcess();
    const { provider, call, facts, read } = scene.client(process, await scene.link());
    scene.world.play({ operation: "saveEvent", is: "lost_answer", count: 1 });
    const mark = "0123456789abcdef0123456789abcdef";
    await provider.write?.saveEvent(call, { kind: "create", mark, draft }, "nobody");
    expect(facts.map(({ outcome }) => outcome)).toEqual(["outcome_unknown", "ok"]);
    expect(((await read()) as ChangePage).changes).toHaveLength(1);
  });

  it("F51 is not repeated when it could remove what came after", async () => {
    const process = scene.startProcess();
    const { provider, call, facts } = scene.client(process, await scene.link());
    scene.world.play({ operation: "removeEvent", is: "lost_answer" });
    const mark = "1123456789abcdef0123456789abcdef";
    const { remoteId } = (await provider.write?.saveEvent(call, { kind: "create", mark, draft }, "nobody")) ?? {};
    const removing = provider.write?.removeEvent(call, { remoteId: remoteId ?? "", ifVersion: null }, "nobody");
    await expect(removing).rejects.toMatchObject({ kind: "outcome_unknown" });
    expect(facts.filter(({ operation }) => operation === "removeEvent")).toHaveLength(1);
  });

  it("opens no second channel when the answer to the first is lost", async () => {
    const process = scene.startProcess();
    const { provider, call, facts } = scene.client(process, await scene.link());
    scene.world.play({ operation: "openChannel", is: { kind: "timeout" } });
    const opening = provider.push?.openChannel(call, {
      ...{ channelId: "c1", remoteCalendarId: call.remoteCalendarId, callbackUrl: "https://calendar.test/hook" },
      ...{ secret: { reveal: () => "secret" }, until: new Date(scene.now().getTime() + minutes(60)) },
    });
    await expect(opening).rejects.toMatchObject({ kind: "timeout" });
    expect(facts).toHaveLength(1);
  });
});

describe("a call", () => {
  it("RES-6 has 30 s for its first try and 60 s for each other", async () => {
    const seen: number[] = [];
    const fake = createFake(scene.world);
    const listChanges: CalendarProvider["listChanges"] = (call, request) => {
      seen.push(call.timeoutMs);
      return fake.listChanges(call, request);
    };
    scene.world.play({ operation: "listChanges", is: { kind: "timeout" }, count: 1 });
    await scene.client(scene.startProcess(), await scene.link(), { listChanges }).read();
    expect(seen).toEqual([30_000, 60_000]);
  });

  it("RES-7 leaves a line in the log with neither token nor content, and is counted by the hour", async () => {
    const process = scene.startProcess();
    const place = await scene.link();
    const { read, call } = scene.client(process, place);
    scene.world.play({ operation: "listChanges", is: { kind: "unavailable" }, count: 1 });
    await read();
    await settleCalls(process.deps);
    const lines = process.logged();
    expect(lines).toContain("A provider answered");
    expect(lines).toContain(place.connectionId);
    expect(lines).not.toContain(call.access.kind === "bearer" ? call.access.token.reveal() : "");
    const counts = await scene.database.db.inWorkspace(place, (tx) =>
      tx.callCount.findMany({
        where: { workspaceId: place.workspaceId, hour: { gte: new Date(scene.now().getTime() - minutes(60)) } },
      }),
    );
    expect(counts).toMatchObject([{ provider: "fake", endpointClass: "read", calls: 2, failures: 1 }]);
  });

  it("stops where it waits when its caller stops, and says so", async () => {
    const controller = new AbortController();
    const process = scene.startProcess({
      sleep: () => {
        controller.abort(new Error("shutdown"));
        return Promise.reject(new Error("shutdown"));
      },
    });
    const { read, facts } = scene.client(process, await scene.link());
    scene.world.play({ operation: "listChanges", is: { kind: "unavailable" } });
    await expect(read(controller.signal)).rejects.toMatchObject({ kind: "aborted" });
    expect(facts).toHaveLength(1);
  });

  it("leaves a mistake of ours as it is", async () => {
    const listChanges = () => Promise.reject(new TypeError("ours"));
    const { read } = scene.client(scene.startProcess(), await scene.link(), { listChanges });
    await expect(read()).rejects.toThrow(TypeError);
  });

  it("PLT-4 cannot be made where the provider cannot do it", async () => {
    const bare = { write: undefined, push: undefined, oauth: undefined, freeBusy: undefined } as object;
    const { provider } = scene.client(scene.startProcess(), await scene.link(), bare);
    expect(["write", "push", "oauth", "freeBusy"].filter((group) => group in provider)).toEqual([]);
  });
});
