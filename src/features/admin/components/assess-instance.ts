import type { InstanceShape } from "@/server/people/shapes";

/** Work may wait this long before people feel it. */
export const patienceMinutes = 5;

type Facts = Pick<InstanceShape, "workers" | "queue">;
export type InstanceVerdict =
  | { kind: "well"; alive: number }
  | { kind: "behind"; due: number; minutes: number }
  | { kind: "no worker"; due: number };

/** The worst that is true, from heartbeats and the age of the oldest work. */
export function assessInstance({ workers, queue }: Facts, now: Date): InstanceVerdict {
  const alive = workers.filter((worker) => worker.alive).length;
  if (alive === 0) return { kind: "no worker", due: queue.due };
  const oldestMs = queue.oldestDueAt ? now.getTime() - Date.parse(queue.oldestDueAt) : 0;
  if (oldestMs > patienceMinutes * 60_000)
    return { kind: "behind", due: queue.due, minutes: Math.floor(oldestMs / 60_000) };
  return { kind: "well", alive };
}
