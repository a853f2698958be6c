import { exportBookings } from "@/server/booking/export-bookings";
import { exportBookingsContract } from "@/server/http/contracts/booking";
import { answerTo, Reply, serve } from "@/server/http/serve";

const headers = { "content-disposition": 'attachment; filename="bookings.csv"' };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(
    exportBookingsContract,
    async ({ deps, caller, query }) => new Reply(await exportBookings(deps, caller, query), headers),
  ),
);
