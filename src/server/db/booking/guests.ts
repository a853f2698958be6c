import type { Tx } from "@/server/db/open-database";
import type { BookingPlace, BookingRow, FoundLink } from "./bookings";

/** Where a link to invite guests leads; one that moves and cancels is none of these. */
export async function findGuestLink(tx: Tx, tokenHash: Uint8Array<ArrayBuffer>): Promise<FoundLink | null> {
  const [row] = await tx.$queryRaw<FoundLink[]>`
    select workspace_id as "workspaceId", booking_id as "bookingId", expires_at as "expiresAt", revoked_at as "revokedAt"
    from system.find_guest_link(${tokenHash})`;
  return row ?? null;
}

type Since = Pick<BookingPlace, "workspaceId"> & { readonly visitor: string; readonly since: Date };

export type Invited = { readonly byVisitor: number; readonly ofOne: number; readonly inAll: number };

/**
 * S54. How many guests were invited: for a visitor, to the busiest of these addresses, in the whole workspace. Whoever
 * counts waits for the others who do, so that many at once get no further than one after the other.
 */
export async function countInvited(
  tx: Tx,
  { workspaceId, visitor, since }: Since,
  guests: readonly string[],
): Promise<Invited> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`booking guests ${workspaceId}`}, 0))::text`;
  const [row] = await tx.$queryRaw<Invited[]>`
    with invited as (
      select b.visitor_email, guest from bookings b, unnest(b.guests) as guest
      where b.workspace_id = ${workspaceId}::uuid and b.guests_confirmed_at >= ${since})
    select (select count(*)::int from invited where visitor_email = ${visitor}) as "byVisitor",
      (select count(*)::int from invited) as "inAll",
      coalesce((select max(times)::int from (
        select count(*) as times from invited where guest = any (${[...guests]}::text[]) group by guest) t), 0) as "ofOne"`;
  return row ?? { byVisitor: 0, ofOne: 0, inAll: 0 };
}

export type ListedAttendee = { readonly email: string; readonly name: string | null; readonly isOptional: boolean };

/** Who is invited already, as the mirror has it: whoever the host added stays. */
export async function listInvited(tx: Tx, { workspaceId, calendarId, write }: BookingRow): Promise<ListedAttendee[]> {
  const remoteId = write?.remoteId ?? null;
  if (calendarId === null || remoteId === null) return [];
  return tx.$queryRaw<ListedAttendee[]>`
    select a ->> 'email' as email, a ->> 'name' as name, coalesce(a ->> 'role', '') = 'optional' as "isOptional"
    from events e, jsonb_array_elements(e.attendees) a
    where e.workspace_id = ${workspaceId}::uuid and e.calendar_id = ${calendarId}::uuid and e.remote_id = ${remoteId}
      and coalesce(a ->> 'email', '') <> ''`;
}
