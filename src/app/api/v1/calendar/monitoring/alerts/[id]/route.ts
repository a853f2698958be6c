import { loadAlerts } from "@/server/alerts/load-alerts";
import { listAlertsContract } from "@/server/http/contracts/monitoring";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listAlertsContract, ({ deps, caller, params, query }) =>
    loadAlerts(deps, caller, { userId: params.id, limit: query.limit }),
  ),
);
