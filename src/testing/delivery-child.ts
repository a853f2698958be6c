// A process of a test that sends the messages that are due, as a worker does, until somebody kills it.
import { readEnv } from "@/lib/env";
import { createDeps } from "@/server/deps";
import { runDueWork } from "@/server/work/run-due-work";

const real = createDeps(readEnv(process.env), "worker");
const aheadMs = Number(process.env.TEST_AHEAD_MS);
const deps = { ...real, now: () => new Date(real.now().getTime() + aheadMs) };

await runDueWork(deps, {
  ...{ budgetMs: 20_000, concurrency: 1, signal: new AbortController().signal, kinds: ["delivery.send"] },
});
process.exit(0);
