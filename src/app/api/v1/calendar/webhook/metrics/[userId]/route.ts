import { readPushMetricsContract } from "@/server/http/contracts/push";
import { answerTo, serve } from "@/server/http/serve";
import { readPushMetrics } from "@/server/push/read-push";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readPushMetricsContract, ({ deps, caller, params, query }) =>
    readPushMetrics({ deps, caller, whose: { ...params, connectionId: query.connectionId } }),
  ),
);
