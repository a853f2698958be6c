import { listBookings } from "@/server/booking/host-bookings";
import { listBookingsContract } from "@/server/http/contracts/booking";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listBookingsContract, async ({ deps, caller, query }) => ({
    bookings: await listBookings(deps, caller, query),
  })),
);
