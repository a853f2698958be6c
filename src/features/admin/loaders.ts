import { getDeps } from "@/server/deps";
import { readInstance } from "@/server/people/instance";
import type { Person } from "@/server/people/person";
import { assessInstance } from "./components/assess-instance";

export async function loadInstance(person: Person) {
  const instance = await readInstance(person);
  const now = getDeps().now();
  const beats = instance.workers.map((worker) => worker.lastBeatAt).toSorted();
  return {
    instance,
    verdict: assessInstance(instance, now),
    lastBeatAt: beats.at(-1) ?? null,
    drawnAtMs: now.getTime(),
  };
}
