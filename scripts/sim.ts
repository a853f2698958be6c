// Looks for a story of edits, faults and crashes after which a mirror is wrong:  npm run sim -- --seeds N --first S
import { parseArgs } from "node:util";

import { runSeed } from "../src/testing/simulation/run-seed";
import { shrink, tellFailure } from "../src/testing/simulation/shrink";
import { openSimDatabase } from "../src/testing/simulation/sim-database";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100" },
    first: { type: "string", default: "1" },
    tell: { type: "boolean", default: false },
  },
});
const [count, first] = [Number(values.seeds), Number(values.first)];
const database = await openSimDatabase();
const startedMs = performance.now();
let failed = 0;
let operations = 0;
for (let seed = first; seed < first + count; seed += 1) {
  const result = await runSeed(database, seed, { tells: values.tell });
  operations += result.operations;
  if (values.tell) process.stdout.write(`${result.story.join("\n")}\n`);
  if (result.violation === null) continue;
  failed += 1;
  process.stdout.write(`${tellFailure(await shrink(database, result))}\n`);
}
const seconds = (performance.now() - startedMs) / 1_000;
const cpu = process.cpuUsage();
process.stdout.write(
  `${count} seeds, ${failed} failed, ${(count / seconds).toFixed(2)} seeds/s, ${operations} operations, ${Math.round(operations / seconds)} a second, ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of CPU\n`,
);
await database.close();
process.exitCode = failed > 0 ? 1 : 0;
