import type { BookingRow } from "@/server/db/booking/bookings";
import { findUid } from "@/server/db/booking/mail-facts";
import type { Tx } from "@/server/db/open-database";
import { addOutgoing } from "@/server/notifications/add-outgoing";

/** What there is to say about a booking. */
export const tolds = [
  "confirmed",
  "requested",
  "delayed",
  "failed",
  "declined",
  "moved",
  "cancelled",
  "attendee_declined",
  "guests",
] as const;
export type Told = (typeof tolds)[number];

type Telling = { readonly booking: BookingRow; readonly what: Told; readonly now: Date };

/**
 * Rows in the transaction that makes them true; senders drain them. One to the visitor, one to each host. Told twice it
 * is sent once: the key says what it is about, and when it was to be.
 */
export async function tellAbout(tx: Tx, { booking, what, now }: Telling): Promise<void> {
  const { workspaceId, bookingId, hosts, startsAt, lastWriteId } = booking;
  // To and fro and to again are three moves, told three times.
  const which = what === "moved" ? `${startsAt.getTime()}:${lastWriteId ?? now.getTime()}` : startsAt.getTime();
  const about = `booking:${bookingId}:${what}:${which}`;
  const mail = { workspaceId, channel: "email", kind: "booking", endpointId: null, alertId: null, createdAt: now };
  // What is called off is in no mirror any more when the mail is written.
  const uid = await findUid(tx, booking);
  const payload = { bookingId, what, ...(uid !== null && { uid }) };
  const visitor = { userId: null, dedupeKey: `${about}:visitor`, payload: { ...payload, to: "visitor" } };
  const own = hosts.map((userId) => ({
    userId,
    dedupeKey: `${about}:${userId}`,
    payload: { ...payload, to: "host" },
  }));
  const told = what === "attendee_declined" ? own : what === "guests" ? [visitor] : [visitor, ...own];
  await addOutgoing(
    tx,
    told.map((each) => ({ ...mail, ...each, dueAt: now })),
  );
}
