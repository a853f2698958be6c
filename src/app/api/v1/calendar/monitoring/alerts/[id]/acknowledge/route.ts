import { actOnAlert } from "@/server/alerts/act-on-alert";
import { acknowledgeAlertContract } from "@/server/http/contracts/monitoring";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(acknowledgeAlertContract, ({ deps, caller, params }) =>
    actOnAlert(deps, caller, { id: params.id, act: { do: "acknowledge" } }),
  ),
);
