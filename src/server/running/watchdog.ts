import { monitorEventLoopDelay } from "node:perf_hooks";

import type { Deps } from "@/server/deps";
import type { Tally } from "@/server/work/tally";

/** Longer than that, and heartbeats and leases of this process are in danger. */
const tooLongMs = 1_000;

export type Watchdog = { readonly look: () => void; readonly stop: () => void };

/** F12. Notices when something kept this process from doing anything else; leases and fences protect the rest. */
export function startWatchdog({ log }: Deps, tally: Tally): Watchdog {
  const delay = monitorEventLoopDelay({ resolution: 100 });
  delay.enable();
  return {
    look: () => {
      const blockedMs = Math.round(delay.max / 1e6);
      delay.reset();
      if (blockedMs < tooLongMs) return;
      tally.count("worker", "blocked");
      log.warn("The process was blocked: nothing else could run meanwhile", { blockedMs });
    },
    stop: () => {
      delay.disable();
    },
  };
}
