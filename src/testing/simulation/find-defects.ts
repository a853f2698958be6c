// Mistakes planted one after the other: each has to be found. The files that call it run side by side.
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { minuteMs } from "@/core/time/wall-time";

import { defects } from "./defects";
import { firstShown } from "./first-shown";
import { runSeed } from "./run-seed";
import type { SimDatabase } from "./sim-database";
import { throwIfNotPlanted } from "./statements";

/** What so many seeds do not show is not found. */
const mostSeeds = 2_000;

type Name = keyof typeof defects;
const names = Object.keys(defects) as Name[];
/** For the proof: every search begins at the first seed, and its result becomes a line of this file. */
const { SIM_TABLE: table, PROVE_TALLY: tally } = process.env;

export const halfOf = (half: 0 | 1): readonly Name[] =>
  names.filter((name) => table !== undefined || name in firstShown).filter((_, index) => index % 2 === half);

export function findDefects(database: () => SimDatabase, some: readonly Name[]): void {
  it.each(some)(
    "%s",
    async (name) => {
      const first = table === undefined ? (firstShown[name] ?? 1) : 1;
      for (let seed = first; seed < first + mostSeeds; seed += 1) {
        const { violation } = await runSeed(database(), seed, { defect: defects[name] });
        throwIfNotPlanted();
        if (violation === null) continue;
        if (table !== undefined) mkdirSync(path.dirname(table), { recursive: true });
        if (table !== undefined) appendFileSync(table, `${name}\t${seed}\t${violation.invariant}\n`);
        if (table !== undefined && tally !== undefined) appendFileSync(tally, `${seed - first + 1}\n`);
        return;
      }
      expect.fail(`Not one of ${mostSeeds} seeds shows it.`);
    },
    30 * minuteMs,
  );
}
