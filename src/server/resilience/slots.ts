import type { Setting } from "./operation";
import { recall } from "./process-state";

/** Calls of one connection that are under way in this process, and how many may be. */
export type Slots = { limit: number; used: number; readonly queue: (() => void)[] };

/** A mailbox that refused something is asked less at a time, and slowly more again as it answers. */
const lessOnRefusal = 0.5;
const mostRemembered = 10_000;

/**
 * A place among the calls under way, first come first served; the answer gives it back. Each process keeps its own: a
 * calendar is read by one process at a time, so that two processes meet in one mailbox only for its other calendars, and
 * then the provider's refusal halves both.
 */
export async function takeSlot(slots: Slots, signal: AbortSignal): Promise<() => void> {
  signal.throwIfAborted();
  if (slots.used >= Math.floor(slots.limit)) await waitForSlot(slots, signal);
  else slots.used += 1;
  return () => {
    slots.used -= 1;
    while (slots.used < Math.floor(slots.limit) && slots.queue.length > 0) {
      slots.used += 1;
      slots.queue.shift()?.();
    }
  };
}

function waitForSlot({ queue }: Slots, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      queue.splice(queue.indexOf(enter), 1);
      reject(signal.reason as Error);
    };
    const enter = () => {
      signal.removeEventListener("abort", leave);
      resolve();
    };
    signal.addEventListener("abort", leave, { once: true });
    queue.push(enter);
  });
}

/** Null where none are counted: a token endpoint is no mailbox. */
export function slotsOf({ deps, provider, place, operation }: Setting): Slots | null {
  if (place.connectionId === null || operation.endpointClass === "token") return null;
  const { slots } = recall(deps.db, provider.id);
  if (slots.size > mostRemembered) forgetIdle(slots);
  const own = slots.get(place.connectionId) ?? { limit: provider.limits.concurrentCalls, used: 0, queue: [] };
  slots.set(place.connectionId, own);
  return own;
}

function forgetIdle(slots: Map<string, Slots>): void {
  for (const [connectionId, { used }] of slots) if (used === 0) slots.delete(connectionId);
}

export function learnLimit(setting: Setting, wasRefused: boolean): void {
  const slots = slotsOf(setting);
  if (slots === null) return;
  slots.limit = wasRefused
    ? Math.max(1, Math.floor(slots.limit * lessOnRefusal))
    : Math.min(setting.provider.limits.concurrentCalls, slots.limit + 1 / Math.max(1, slots.limit));
}
