import { loadOverseenCalendars } from "@/server/admin/load-calendars";
import { readOverseenCalendarsContract } from "@/server/http/contracts/oversight";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readOverseenCalendarsContract, ({ caller, params, query, deps }) =>
    loadOverseenCalendars(deps, caller, { connectionId: params.id, ...query }),
  ),
);
