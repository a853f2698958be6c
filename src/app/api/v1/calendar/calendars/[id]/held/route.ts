import { decideHeldDeletion } from "@/server/health/histories";
import { decideHeldContract } from "@/server/http/contracts/calendar-detail";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(decideHeldContract, ({ deps, caller, params, body }) =>
    decideHeldDeletion({ deps, caller, calendarId: params.id }, body),
  ),
);
