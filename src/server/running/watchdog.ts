import type { Deps } from "@/server/deps";
import type { Tally } from "@/server/work/tally";

/** Longer than that, and heartbeats and leases of this process are in danger. */
const tooLongMs = 1_000;
const everyMs = 100;

export type Watchdog = { readonly look: () => void; readonly stop: () => void };

/** F12. Notices when something kept this process from doing anything else; leases and fences protect the rest. */
export function startWatchdog({ log }: Deps, tally: Tally): Watchdog {
  let lastMs = performance.now();
  let longestMs = 0;
  const measure = () => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs - everyMs);
    lastMs = nowMs;
  };
  const timer = setInterval(measure, everyMs).unref();
  return {
    look: () => {
      // After a block whoever looks may be asked before the timer is: the block counts all the same.
      measure();
      const blockedMs = Math.round(longestMs);
      longestMs = 0;
      if (blockedMs < tooLongMs) return;
      tally.count("worker", "blocked");
      log.warn("The process was blocked: nothing else could run meanwhile", { blockedMs });
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
