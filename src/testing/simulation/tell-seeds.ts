// A range of seeds as one test. The files that call it run side by side.
import { appendFileSync } from "node:fs";

import { expect, it } from "vitest";

import { minuteMs } from "@/core/time/wall-time";

import { runSeed } from "./run-seed";
import { shrink, tellFailure } from "./shrink";
import type { SimDatabase } from "./sim-database";

type Range = { readonly first: number; readonly count: number };

/** For the proof: another range, of which each file tells its share, and where to note how much was done. */
const { SIM_FIRST: askedFirst, SIM_SEEDS: askedCount, PROVE_TALLY: tally } = process.env;
const files = 3;

/** `share`: which of the files it is. */
export function tellSeeds(database: () => SimDatabase, share: 0 | 1 | 2, usual: Range): void {
  const isProof = askedCount !== undefined;
  const { first, count } = isProof ? { first: Number(askedFirst ?? 1), count: Number(askedCount) } : usual;
  const all = Array.from({ length: count }, (_, index) => first + index);
  const seeds = isProof ? all.filter((seed) => seed % files === share) : all;
  it(
    `SYN-1 TOK-3 seeds ${first} to ${first + count - 1}: the mirror is what the provider has, nothing is green without proof, no token is lost, no time is given away twice`,
    async () => {
      const wrong: string[] = [];
      let operations = 0;
      for (const seed of seeds) {
        const result = await runSeed(database(), seed);
        operations += result.operations;
        if (result.violation !== null) wrong.push(tellFailure(await shrink(database(), result)));
        if (wrong.length === 3) break;
      }
      expect(wrong.join("\n")).toBe("");
      if (tally !== undefined) appendFileSync(tally, `${operations}\n`);
    },
    60 * minuteMs,
  );
}
