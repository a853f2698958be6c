import { describe, expect, it } from "vitest";

import { newTally } from "@/server/resilience/call-tally";
import { useResilienceScene } from "@/testing/resilience-scene";

const scene = useResilienceScene();

describe("withResilience", () => {
  it("RES-2 tries again after 1, 2 and 4 s and a little more, and gives up after the fourth try", async () => {
    const process = scene.startProcess();
    const place = { ...(await scene.link()), tally: newTally() };
    const { read, facts } = scene.client(process, place);
    scene.world.play({ operation: "listChanges", is: { kind: "unavailable" } });
    await expect(read()).rejects.toMatchObject({ kind: "unavailable" });
    expect(process.sleeps).toEqual([1_200, 2_400, 4_800]);
    expect(facts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(place.tally).toMatchObject({ calls: 4, retries: 3 });
  });
});
