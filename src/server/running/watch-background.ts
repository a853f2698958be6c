import { minuteMs } from "@/core/time/wall-time";
import { lookAtInstance } from "@/server/alerts/evaluate-instance";
import type { Deps } from "@/server/deps";

/**
 * A dead man's switch. What runs in the background cannot say that it does not run; the process that answers pages looks
 * every minute. It keeps no process alive and no start waiting.
 */
export function watchBackground(deps: Deps): void {
  const look = async () => {
    try {
      await lookAtInstance(deps);
    } catch (error) {
      deps.log.warn("Whether the background works could not be looked at", { err: error });
    }
  };
  setInterval(() => void look(), minuteMs).unref();
}
