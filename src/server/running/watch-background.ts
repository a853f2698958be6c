import { workerSilent } from "@/core/alerts/rules/instance-rules";
import { lookAtInstance } from "@/server/alerts/evaluate-instance";
import { isOpen } from "@/server/db/alerts/instance";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Deps } from "@/server/deps";

const everyMs = 20_000;
/** Longer than one message may take, so that none is given back again and again. */
const sendingMs = 60_000;

/**
 * F88. One look, as the process that answers pages takes it. Where nobody works in the background nobody would carry out
 * either that it is so: then messages, and nothing else, are sent from here.
 */
export async function lookFromOutside(deps: Deps): Promise<void> {
  await lookAtInstance(deps);
  const scope = { workspaceId: instanceWorkspaceId };
  if (!(await deps.db.inWorkspace(scope, (tx) => isOpen(tx, workerSilent.id)))) return;
  // A process that only answers pages never needs all that work brings with it.
  const { runDueWork } = await import("@/server/work/run-due-work");
  const { signal } = new AbortController();
  await runDueWork(deps, { kinds: ["delivery.send"], budgetMs: sendingMs, concurrency: 2, signal });
}

/**
 * A dead man's switch. What runs in the background cannot say that it does not run; the process that answers pages looks
 * often enough to say so within two minutes (F88). It keeps no process alive and no start waiting.
 */
export function watchBackground(deps: Deps): void {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await lookFromOutside(deps);
    } catch (error) {
      deps.log.warn("Whether the background works could not be looked at", { err: error });
    } finally {
      isLooking = false;
    }
  };
  setInterval(() => void look(), everyMs).unref();
}
