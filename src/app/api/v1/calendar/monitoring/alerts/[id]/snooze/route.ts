import { actOnAlert } from "@/server/alerts/act-on-alert";
import { snoozeAlertContract } from "@/server/http/contracts/monitoring";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(snoozeAlertContract, ({ deps, caller, params, body }) =>
    actOnAlert(deps, caller, { id: params.id, act: { do: "snooze", minutes: body.minutes } }),
  ),
);
