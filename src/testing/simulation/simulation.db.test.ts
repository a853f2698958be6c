import { describe, expect, it } from "vitest";

import { minuteMs } from "@/core/time/wall-time";

import { regressions } from "./regressions";
import { runPlan, runSeed } from "./run-seed";
import { tellSeeds } from "./tell-seeds";
import { useSimDatabase } from "./use-sim-database";

describe("after whatever edits, faults and crashes", () => {
  const database = useSimDatabase();
  tellSeeds(database, 0, { first: 1, count: 100 });

  it.each(Object.entries(regressions))("%s", async (_, plan) => {
    expect((await runPlan(database(), plan)).violation).toBeNull();
  });

  it(
    "tells the same story every time it is told the same seed, with visitors and notices too",
    async () => {
      for (const seed of [3, 7, 617]) {
        const once = await runSeed(database(), seed);
        expect((await runSeed(database(), seed)).trace).toBe(once.trace);
      }
    },
    5 * minuteMs,
  );
});
