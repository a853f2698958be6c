import { addDeliveries } from "@/server/db/booking/deliveries";
import type { BookingRow } from "@/server/db/booking/bookings";
import type { Tx } from "@/server/db/open-database";

/** What there is to say about a booking. */
export type Told =
  "confirmed" | "requested" | "delayed" | "failed" | "declined" | "moved" | "cancelled" | "attendee_declined";

type Telling = { readonly booking: BookingRow; readonly what: Told; readonly now: Date };

/**
 * Rows in the transaction that makes them true; senders drain them. One to the visitor, one to each host. Told twice it
 * is sent once: the key says what it is about, and when it was to be.
 */
export async function tellAbout(tx: Tx, { booking, what, now }: Telling): Promise<void> {
  const { workspaceId, bookingId, hosts, startsAt } = booking;
  const about = `booking:${bookingId}:${what}:${startsAt.getTime()}`;
  const payload = { bookingId, what };
  await addDeliveries(tx, workspaceId, [
    { dedupeKey: `${about}:visitor`, userId: null, payload: { ...payload, to: "visitor" }, now },
    ...hosts.map((userId) => ({ dedupeKey: `${about}:${userId}`, userId, payload: { ...payload, to: "host" }, now })),
  ]);
}
