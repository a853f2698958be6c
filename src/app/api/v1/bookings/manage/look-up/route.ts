import { lookUpBooking } from "@/server/booking/manage-link";
import { lookUpBookingContract } from "@/server/http/contracts/booking";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(lookUpBookingContract, ({ deps, body }) => lookUpBooking(deps, body.token)),
);
