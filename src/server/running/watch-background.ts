import { lookAtInstance } from "@/server/alerts/evaluate-instance";
import type { Deps } from "@/server/deps";

const everyMs = 20_000;

/**
 * A dead man's switch. What runs in the background cannot say that it does not run; the process that answers pages looks
 * often enough to say so within two minutes (F88). It keeps no process alive and no start waiting.
 */
export function watchBackground(deps: Deps): void {
  const look = async () => {
    try {
      await lookAtInstance(deps);
    } catch (error) {
      deps.log.warn("Whether the background works could not be looked at", { err: error });
    }
  };
  setInterval(() => void look(), everyMs).unref();
}
