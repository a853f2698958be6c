import { retrySetAside } from "@/server/health/histories";
import { retrySetAsideContract } from "@/server/http/contracts/calendar-detail";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(retrySetAsideContract, ({ deps, caller, params: { id, remoteId } }) =>
    retrySetAside({ deps, caller, calendarId: id }, remoteId),
  ),
);
