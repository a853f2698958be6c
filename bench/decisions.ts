// How many calls a second can be let through: admissions with the state of their breaker, decided in PostgreSQL for all
// processes. Beside it the same with a transaction for each, as a limiter without a common line would do it.
// Run: node --import tsx bench/decisions.ts
import { aCall, aRead, closeAll, linkMany, providerThat, startProcess } from "./resilience-bench";
import { median, reporter } from "./report";

const { withResilience } = await import("../src/server/resilience/with-resilience");
const { admitCalls } = await import("../src/server/db/resilience/admit-calls");
const { projectBudget, shapeOf } = await import("../src/server/resilience/call-budget");

const callers = 500;
const rounds = Number(process.env.BENCH_ROUNDS ?? 20);
const report = reporter("decisions");
const places = await linkMany(callers);
const provider = providerThat(() => Promise.resolve(), { callsPerMinute: 1e9, callsPerDay: 1e12 });
const deps = startProcess({});

async function perSecond(run: () => Promise<unknown>, decisions: number): Promise<number> {
  const startedMs = performance.now();
  await run();
  return decisions / ((performance.now() - startedMs) / 1_000);
}

const together = () =>
  Promise.all(places.map((place) => withResilience(deps, provider, place).listChanges(aCall, aRead)));

async function oneByOne(): Promise<void> {
  const project = projectBudget(provider.limits, 1);
  for (const place of places.slice(0, 100)) {
    const ask = {
      ...{ ...place, endpointClass: "read", pauseKey: `connection:${place.connectionId}`, owed: 0 },
      ...{ ...shapeOf(provider.limits, "read"), isShared: true, isAwaited: false, hasPlace: false, patienceMs: 60_000 },
    };
    await deps.db.outsideWorkspace((tx) => admitCalls(tx, { provider: "bench", project, asks: [ask] }, deps.now()));
  }
}

await together();
const ours: number[] = [];
const alone: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  ours.push(await perSecond(together, callers));
  if (round % 4 === 0) alone.push(await perSecond(oneByOne, 100));
}
report("decisions_per_second", median(ours), { least: 5_000 });
report("times_of_one_by_one", median(ours) / median(alone), { least: 3 });
await closeAll();
