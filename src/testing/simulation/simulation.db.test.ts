import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runSeed } from "./run-seed";
import { openSimDatabase, type SimDatabase } from "./sim-database";

const count = Number(process.env["SIM_SEEDS"] ?? 40);
const first = Number(process.env["SIM_FIRST"] ?? 1);
const minuteMs = 60_000;

describe("after whatever edits, faults and crashes", () => {
  let database: SimDatabase;
  beforeAll(async () => {
    database = await openSimDatabase();
  });
  afterAll(() => database.close());

  it(
    "SYN-1 F1 F2 F3 F4 F5 the mirror is what the provider has, no event twice, none gone back, none green without proof",
    async () => {
      const wrong: string[] = [];
      for (let seed = first; seed < first + count; seed += 1) {
        const { violation } = await runSeed(database, seed);
        if (violation !== null) wrong.push(`seed ${seed}: ${violation.invariant}: ${violation.what}`);
      }
      expect(wrong).toEqual([]);
    },
    30 * minuteMs,
  );

  it(
    "tells the same story every time it is told the same seed",
    async () => {
      for (const seed of [3, 7, 11]) {
        const once = await runSeed(database, seed);
        expect((await runSeed(database, seed)).trace).toBe(once.trace);
      }
    },
    5 * minuteMs,
  );
});
