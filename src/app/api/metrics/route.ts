import { metricsContract } from "@/server/http/contracts/running";
import { answerTo, serve } from "@/server/http/serve";
import { readMetrics } from "@/server/running/read-metrics";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(metricsContract, ({ headers }) => readMetrics(headers)),
);
