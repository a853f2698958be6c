// A range of seeds as one test. The files that call it run side by side.
import { expect, it } from "vitest";

import { minuteMs } from "@/core/time/wall-time";

import { runSeed } from "./run-seed";
import { shrink, tellFailure } from "./shrink";
import type { SimDatabase } from "./sim-database";

export function tellSeeds(database: () => SimDatabase, first: number, count: number): void {
  it(
    `SYN-1 TOK-3 seeds ${first} to ${first + count - 1}: the mirror is what the provider has, nothing is green without proof, no token is lost, no time is given away twice`,
    async () => {
      const wrong: string[] = [];
      for (let seed = first; seed < first + count && wrong.length < 3; seed += 1) {
        const result = await runSeed(database(), seed);
        if (result.violation !== null) wrong.push(tellFailure(await shrink(database(), result)));
      }
      expect(wrong.join("\n")).toBe("");
    },
    60 * minuteMs,
  );
}
