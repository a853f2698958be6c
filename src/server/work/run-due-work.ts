import type { Deps } from "@/server/deps";

import { workHandlers } from "./handlers";
import { runWork, type RunOptions, type WorkReport } from "./run-work";

/** Does what is due until nothing is, or the time is over: for cron, scripts and tests. The worker does the same without an end. */
export function runDueWork(deps: Deps, options: RunOptions): Promise<WorkReport> {
  return runWork(deps, workHandlers, options);
}
