import { loadTeamAlerts } from "@/server/alerts/load-alerts";
import { listTeamAlertsContract } from "@/server/http/contracts/monitoring";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listTeamAlertsContract, ({ deps, caller, query }) => loadTeamAlerts(deps, caller, query)),
);
