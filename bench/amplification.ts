// P17. What a total outage makes of what is asked: tries that reach the provider for each operation that is offered, with
// everything failing. Beside it the same with two layers that each try four times, as libraries in libraries do.
// Run: node --import tsx bench/amplification.ts
import { ProviderError } from "../src/core/errors/provider-error";
import { aCall, aRead, closeAll, linkMany, providerThat, startProcess, type Linked } from "./resilience-bench";
import { reporter } from "./report";

const { withResilience } = await import("../src/server/resilience/with-resilience");

const connections = Number(process.env.BENCH_CONNECTIONS ?? 600);
const report = reporter("amplification");

let nowMs = Date.parse("2026-11-21T09:00:00Z");
const deps = startProcess({
  now: () => new Date(nowMs),
  chance: () => 0.5,
  sleep: (ms) => {
    nowMs += ms;
    return Promise.resolve();
  },
});

let tries = 0;
const down = providerThat(() => {
  tries += 1;
  return Promise.reject(new ProviderError("unavailable", { provider: "bench", operation: "listChanges", status: 503 }));
});

async function offer(places: readonly Linked[], times: number): Promise<number> {
  tries = 0;
  for (const place of places)
    for (let count = 0; count < times; count += 1)
      await withResilience(deps, down, place)
        .listChanges(aCall, aRead)
        .catch((error: unknown) => {
          if (!(error instanceof ProviderError)) throw error;
        });
  return tries / (places.length * times);
}

/** Four tries around four tries, each certain that it is the only one. */
async function offerInLayers(operations: number): Promise<number> {
  const layer = (run: () => Promise<unknown>) => async () => {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await run();
      } catch (error) {
        if (attempt === 4) throw error;
      }
  };
  tries = 0;
  const twice = layer(layer(() => down.listChanges(aCall, aRead)));
  for (let count = 0; count < operations; count += 1)
    await twice().catch((error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
    });
  return tries / operations;
}

// What a process may spend right after its start is spent first: it comes once, not with every operation.
await offer(await linkMany(10), 1);
report("tries_per_operation", await offer(await linkMany(connections), 1), { most: 1.1 });
report("tries_per_operation_with_breakers", await offer(await linkMany(Math.ceil(connections / 6)), 6), { most: 0.6 });
report("tries_per_operation_in_two_layers", await offerInLayers(200), { least: 16 });
await closeAll();
