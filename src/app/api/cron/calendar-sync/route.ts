import { cronSyncByPostContract, cronSyncContract } from "@/server/http/contracts/cron";
import { answerTo, serve } from "@/server/http/serve";
import { runFromCron } from "@/server/work/run-from-cron";

/** Seconds. Where a host ends requests by this, the budget (45 s) leaves time to give back what is held. */
export const maxDuration = 60;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(cronSyncContract, ({ deps, headers }) => runFromCron(deps, headers)),
  serve(cronSyncByPostContract, ({ deps, headers }) => runFromCron(deps, headers)),
);
