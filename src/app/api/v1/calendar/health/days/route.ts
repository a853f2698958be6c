import { loadPastDays } from "@/server/health/load-past-days";
import { readPastDaysContract } from "@/server/http/contracts/health";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readPastDaysContract, ({ caller, deps }) => loadPastDays(deps, caller)),
);
