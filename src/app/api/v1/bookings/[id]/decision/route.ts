import { decideBooking } from "@/server/booking/host-bookings";
import { decideBookingContract } from "@/server/http/contracts/booking";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(decideBookingContract, ({ deps, caller, params, body }) =>
    decideBooking(deps, caller, { id: params.id, decision: body.decision }),
  ),
);
