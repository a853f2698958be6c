import { toCsv } from "@/server/admin/to-csv";
import type { Deps } from "@/server/deps";
import type { Caller } from "@/server/people/person";
import { listBookings } from "./host-bookings";
import type { BookingsQuery } from "./shapes";

const head = [
  "start",
  "end",
  "title",
  "state",
  "visitor",
  "email",
  "notes",
  "guests",
  "hosts",
  "cause",
  "no_show",
  "created",
];

/** S45. What the page shows, for spreadsheets: what a visitor wrote is text there and never a formula. */
export async function exportBookings(deps: Deps, caller: Caller, query: BookingsQuery): Promise<string> {
  const bookings = await listBookings(deps, caller, query);
  const rows = bookings.map(({ visitor, ...booking }) => [
    ...[booking.start, booking.end, booking.title, booking.state, visitor.name, visitor.email, visitor.notes],
    ...[
      booking.guests.join("; "),
      booking.hosts.join("; "),
      booking.attention ?? booking.cause,
      booking.no_show ? "yes" : "",
      booking.created_at,
    ],
  ]);
  return toCsv(head, rows);
}
