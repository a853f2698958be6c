import { loadPersonHealth } from "@/server/alerts/load-alerts";
import { personHealthContract } from "@/server/http/contracts/monitoring";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(personHealthContract, ({ deps, caller, params }) => loadPersonHealth(deps, caller, params)),
);
