import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { minuteMs } from "@/core/time/wall-time";

import { defects, firstShown } from "./defects";
import { runSeed } from "./run-seed";
import { openSimDatabase, type SimDatabase } from "./sim-database";

/** What so many seeds do not show is not found. */
const mostSeeds = 2_000;

describe("the simulation finds code that", () => {
  let database: SimDatabase;
  beforeAll(async () => {
    database = await openSimDatabase();
  });
  afterAll(() => database.close());

  it.each(Object.keys(defects) as (keyof typeof defects)[])(
    "%s",
    async (name) => {
      const first = firstShown[name];
      for (let seed = first; seed < first + mostSeeds; seed += 1)
        if ((await runSeed(database, seed, { defect: defects[name] })).violation !== null) return;
      expect.fail(`Not one of ${mostSeeds} seeds shows it.`);
    },
    30 * minuteMs,
  );
});
