import { dayMs } from "@/core/time/wall-time";
import { newId } from "@/lib/ids";
import { changeBooking, findBooking, type BookingPlace, type BookingRow } from "@/server/db/booking/bookings";
import { countInvited, findGuestLink, listInvited, type ListedAttendee } from "@/server/db/booking/guests";
import { loadMailFacts } from "@/server/db/booking/mail-facts";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { carryNow, orderChange, requireLive } from "./change-booking";
import { followLink } from "./follow-link";
import type { GuestsShape } from "./shapes";
import { toBookingShape } from "./to-answer";

/** S54. Invitations a day that visitors may cause: each of them, to one address, and in the whole workspace. */
const most = { byVisitor: 20, ofOne: 5, inAll: 200 } as const;

/** S30, S54. The link is in one mail only, to the visitor's own address: who has it reads that mailbox. */
const follow = (deps: Deps, token: string): Promise<BookingPlace> => followLink(deps, token, findGuestLink);

const toShape = (booking: BookingRow): GuestsShape => ({
  booking: toBookingShape(booking),
  guests: [...booking.guests],
  invited: booking.guestsConfirmedAt !== null,
});

export async function lookUpGuests(deps: Deps, token: string): Promise<GuestsShape> {
  const place = await follow(deps, token);
  const booking = await deps.db.inWorkspace(place, (tx) => findBooking(tx, place));
  if (booking === null) throw new Problem("not_found");
  return toShape(booking);
}

/** The visitor says yes: the event gets its guests, and the provider invites them. Said twice it is done once. */
export async function inviteGuests(deps: Deps, token: string): Promise<GuestsShape> {
  const place = await follow(deps, token);
  const { booking, writeId } = await deps.db.inWorkspace(place, (tx) =>
    storeYes(tx, { place, id: newId(deps.random), now: deps.now() }),
  );
  await carryNow(deps, booking, writeId);
  return toShape(booking);
}

type Yes = { readonly place: BookingPlace; readonly id: string; readonly now: Date };

async function storeYes(tx: Tx, { place, id, now }: Yes) {
  const booking = await requireLive(tx, place);
  if (booking.guestsConfirmedAt !== null) return { booking, writeId: null };
  if (booking.state !== "confirmed") throw new Problem("still_booking", { retryAfterMs: 5_000 });
  await refuseTooMany(tx, booking, now);
  const listed = await invitedBefore(tx, booking);
  const known = new Set(listed.map(({ email }) => email.toLowerCase()));
  const added = booking.guests
    .filter((email) => !known.has(email))
    .map((email) => ({ email, name: null, isOptional: false }));
  const changes = { attendees: [...listed, ...added] };
  const writeId =
    added.length === 0 ? null : await orderChange(tx, booking, { id, now, what: { operation: "change", changes } });
  await changeBooking(tx, place, { guestsConfirmedAt: now, ...(writeId !== null && { lastWriteId: writeId }) });
  return { booking: { ...booking, guestsConfirmedAt: now }, writeId };
}

/** A list of attendees replaces the whole list: as the mirror has it, or as it was ordered where the mirror does not say. */
async function invitedBefore(tx: Tx, booking: BookingRow): Promise<readonly ListedAttendee[]> {
  const listed = await listInvited(tx, booking);
  if (listed.length > 0) return listed;
  const { hosts } = await loadMailFacts(tx, booking);
  return [booking.visitor, ...hosts.slice(1)].map(({ email, name }) => ({ email, name, isOptional: false }));
}

async function refuseTooMany(tx: Tx, { workspaceId, visitor, guests }: BookingRow, now: Date): Promise<void> {
  const since = new Date(now.getTime() - dayMs);
  const invited = await countInvited(tx, { workspaceId, visitor: visitor.email, since }, guests);
  const isTooMany =
    invited.byVisitor + guests.length > most.byVisitor ||
    invited.inAll + guests.length > most.inAll ||
    (guests.length > 0 && invited.ofOne >= most.ofOne);
  if (isTooMany) throw new Problem("too_many_bookings", { retryAfterMs: dayMs });
}
