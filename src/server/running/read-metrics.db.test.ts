import { expect, it } from "vitest";

import { installDeps } from "@/server/deps";
import { settleCalls } from "@/server/resilience/write-notes";
import { useResilienceScene } from "@/testing/resilience-scene";

import { readMetrics } from "./read-metrics";

const scene = useResilienceScene();

it("MON-7 tells the calls to each provider by how they ended, of all processes together, and of nobody by name", async () => {
  const processes = [scene.startProcess(), scene.startProcess()];
  const place = await scene.link();
  for (const process of processes) await scene.client(process, place).read();
  scene.world.play({ operation: "listChanges", is: { kind: "rate_limited", retryAfterMs: 3_600_000 }, count: 1 });
  const [first, second] = processes.map((process) => scene.client(process, place));
  await expect(first?.read()).rejects.toMatchObject({ kind: "rate_limited" });
  await expect(second?.read()).rejects.toMatchObject({ kind: "rate_limited" });
  for (const process of processes) await settleCalls(process.deps);
  const [one] = processes;
  if (one === undefined) throw new Error("Two were started.");
  installDeps(one.deps);
  const token = one.deps.env.metricsToken?.reveal() ?? "";
  const text = await readMetrics(new Headers({ authorization: `Bearer ${token}` }));
  const line = (outcome: string) =>
    `daykeeper_provider_calls_total{provider="fake",endpoint="read",outcome="${outcome}"}`;
  expect(text).toContain(`${line("answered")} 2`);
  expect(text).toContain(`${line("rate_limited")} 1`);
  expect(text).not.toContain(place.connectionId);
  expect(text).not.toContain('daykeeper_work_total{kind="call:');
  // Asked again it says the same, and does not add it up.
  expect(await readMetrics(new Headers({ authorization: `Bearer ${token}` }))).toContain(`${line("answered")} 2`);
});
