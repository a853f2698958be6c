import type { Tx } from "@/server/db/open-database";
import type { BookingPlace, BookingRow } from "./bookings";

export type MailFacts = {
  /** How often it was moved. */
  readonly moves: number;
  readonly hosts: readonly { readonly userId: string; readonly name: string; readonly email: string }[];
  readonly location: string;
};

/** What the provider calls the event of a booking, wherever it lies. Null: there is none. */
export async function findUid(tx: Tx, { workspaceId, calendarId, write }: BookingRow): Promise<string | null> {
  const remoteId = write?.remoteId ?? null;
  if (calendarId === null || remoteId === null) return null;
  const event = await tx.event.findFirst({
    where: { workspaceId, calendarId, remoteId },
    select: { icalUid: true },
  });
  return event?.icalUid ?? null;
}

/** What a mail about a booking says beside the booking itself. */
export async function loadMailFacts(tx: Tx, { workspaceId, ...booking }: BookingRow): Promise<MailFacts> {
  const { bookingId, configurationId, hosts } = booking;
  const moves = await tx.delivery.count({
    where: {
      workspaceId,
      kind: "booking",
      dedupeKey: { startsWith: `booking:${bookingId}:moved:`, endsWith: ":visitor" },
    },
  });
  const place = await tx.bookingConfiguration.findUnique({
    where: { workspaceId_id: { workspaceId, id: configurationId } },
    select: { location: true },
  });
  const { kind = "", text = "" } = (place?.location ?? {}) as { kind?: string; text?: string };
  const people = await tx.user.findMany({
    where: { id: { in: [...hosts] }, memberships: { some: { workspaceId } } },
    select: { id: true, name: true, email: true },
  });
  const order = new Map(hosts.map((id, index) => [id, index]));
  return {
    ...{ moves, location: kind === "place" || kind === "phone" ? text : "" },
    hosts: people
      .map(({ id, ...person }) => ({ userId: id, ...person }))
      .toSorted((one, other) => (order.get(one.userId) ?? 0) - (order.get(other.userId) ?? 0)),
  };
}

type Address = Pick<BookingPlace, "workspaceId"> & { readonly email: string; readonly since: Date };

/** S54. How many mails about bookings an address got, whoever booked with it. */
export async function countMailsTo(tx: Tx, { workspaceId, email, since }: Address): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from notification_deliveries d
    join bookings b on b.workspace_id = d.workspace_id and b.id::text = d.payload ->> 'bookingId'
    where d.workspace_id = ${workspaceId}::uuid and d.kind = 'booking' and d.user_id is null and d.state = 'sent'
      and d.sent_at >= ${since} and b.visitor_email = ${email}`;
  return row?.count ?? 0;
}
