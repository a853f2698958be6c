import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { minuteMs } from "@/core/time/wall-time";

import { regressions } from "./regressions";
import { runPlan, runSeed } from "./run-seed";
import { shrink, tellFailure } from "./shrink";
import { openSimDatabase, type SimDatabase } from "./sim-database";

const count = Number(process.env["SIM_SEEDS"] ?? 300);
const first = Number(process.env["SIM_FIRST"] ?? 1);

describe("after whatever edits, faults and crashes", () => {
  let database: SimDatabase;
  beforeAll(async () => {
    database = await openSimDatabase();
  });
  afterAll(() => database.close());

  it(
    "SYN-1 TOK-3 the mirror is what the provider has, nothing went back, nothing is green without proof, no token is lost",
    async () => {
      const wrong: string[] = [];
      for (let seed = first; seed < first + count && wrong.length < 3; seed += 1) {
        const result = await runSeed(database, seed);
        if (result.violation !== null) wrong.push(tellFailure(await shrink(database, result)));
      }
      expect(wrong.join("\n")).toBe("");
    },
    60 * minuteMs,
  );

  it.each(Object.entries(regressions))("%s", async (_, plan) => {
    expect((await runPlan(database, plan)).violation).toBeNull();
  });

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
