import { cspReportContract } from "@/server/http/contracts/running";
import { answerTo, serve } from "@/server/http/serve";
import { logViolations } from "@/server/running/log-violations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(cspReportContract, async ({ body }) => {
    logViolations(body);
  }),
);
