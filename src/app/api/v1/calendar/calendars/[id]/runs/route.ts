import { readRuns } from "@/server/health/histories";
import { readRunsContract } from "@/server/http/contracts/calendar-detail";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readRunsContract, ({ deps, caller, params, query }) =>
    readRuns({ deps, caller, calendarId: params.id }, query),
  ),
);
