import { actOnAlert } from "@/server/alerts/act-on-alert";
import { resolveAlertContract } from "@/server/http/contracts/monitoring";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(resolveAlertContract, ({ deps, caller, params }) =>
    actOnAlert(deps, caller, { id: params.id, act: { do: "resolve" } }),
  ),
);
