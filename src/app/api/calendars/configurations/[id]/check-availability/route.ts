import { checkAvailability } from "@/server/availability/check-availability";
import { checkAvailabilityContract } from "@/server/http/contracts/availability";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(checkAvailabilityContract, ({ deps, caller, params, body }) =>
    checkAvailability(deps, caller, { id: params.id, input: body }),
  ),
);
