import { newId } from "@/lib/ids";
import {
  changeBooking,
  findBooking,
  keepTime,
  listBookings as listRows,
  type BookingPlace,
  type BookingRow,
} from "@/server/db/booking/bookings";
import { findConfiguration } from "@/server/db/booking/configurations";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, type Caller, type Here } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";
import { endBooking, requireLive } from "./change-booking";
import { holdMs, orderEvent } from "./hold";
import { narrow } from "./narrow";
import { settleBooking } from "./settle";
import type { BookingsQuery, HostBookingShape } from "./shapes";
import { toBookingShape } from "./to-answer";

/** A member sees and decides what they host themselves; who manages, and a key, all of it. */
function ownOnly(caller: Caller, here: Here): string | undefined {
  return caller.kind === "person" && !includesRole(caller.role, "manager") ? here.userId : undefined;
}

export async function listBookings(deps: Deps, caller: Caller, query: BookingsQuery): Promise<HostBookingShape[]> {
  const here = requireHere(caller, { role: "member", scope: "bookings:read" });
  const { workspaceId } = here;
  const rows = await deps.db.inWorkspace({ workspaceId }, (tx) =>
    listRows(tx, {
      ...{ workspaceId, hostUserId: ownOnly(caller, here), limit: query.limit },
      ...narrow(query, caller.kind === "person" ? caller.user.timeZone : "UTC", deps.now()),
    }),
  );
  return rows.map(toHostShape);
}

const toHostShape = (row: BookingRow): HostBookingShape => ({
  ...toBookingShape(row),
  ...{ configuration_id: row.configurationId, cause: row.cause, attention: row.attention },
  visitor: { name: row.visitor.name, email: row.visitor.email, notes: row.visitor.notes },
  ...{ guests: [...row.guests], guests_invited_at: row.guestsConfirmedAt?.toISOString() ?? null },
  ...{ no_show: row.noShowAt !== null, created_at: row.createdAt.toISOString() },
});

export type Decision = "confirm" | "decline" | "cancel" | "no_show" | "showed";
type Deciding = { readonly id: string; readonly decision: Decision };

/** What a host says about a booking. */
export async function decideBooking(deps: Deps, caller: Caller, { id, decision }: Deciding): Promise<HostBookingShape> {
  const here = requireHere(caller, { role: "member", scope: "bookings:write" });
  const place = { workspaceId: here.workspaceId, bookingId: id };
  const own = ownOnly(caller, here);
  await deps.db.inWorkspace({ workspaceId: here.workspaceId }, async (tx) => {
    const booking = await findBooking(tx, place);
    if (booking === null || (own !== undefined && !booking.hosts.includes(own))) throw new Problem("not_found");
    await recordAudit(tx, {
      workspaceId: here.workspaceId,
      actor: actorOf(caller),
      action: "booking.decided",
      subject: { kind: "booking", id },
      detail: { decision },
    });
  });
  return toHostShape(await carryDecision(deps, place, decision));
}

async function carryDecision(deps: Deps, place: BookingPlace, decision: Decision): Promise<BookingRow> {
  switch (decision) {
    case "confirm":
      return confirm(deps, place);
    case "decline":
      return endBooking(deps, place, { state: "declined", told: "declined" });
    case "cancel":
      return endBooking(deps, place, { state: "cancelled", told: "cancelled" });
    case "no_show":
      return mark(deps, place, deps.now());
    case "showed":
      return mark(deps, place, null);
  }
}

async function mark(deps: Deps, place: BookingPlace, noShowAt: Date | null): Promise<BookingRow> {
  return deps.db.inWorkspace(place, async (tx) => {
    const booking = await findBooking(tx, place);
    if (booking?.state !== "confirmed" || booking.startsAt > deps.now()) throw new Problem("booking_over");
    await changeBooking(tx, place, { noShowAt });
    return { ...booking, noShowAt };
  });
}

/** A request becomes a booking: its event is ordered, and carried out while the host waits. */
async function confirm(deps: Deps, place: BookingPlace): Promise<BookingRow> {
  await deps.db.inWorkspace(place, (tx) => orderRequested(tx, place, { writeId: newId(deps.random), now: deps.now() }));
  const settled = await settleBooking(deps, place, AbortSignal.timeout(25_000));
  if (settled === null) throw new Problem("not_found");
  return settled;
}

async function orderRequested(
  tx: Tx,
  place: BookingPlace,
  { writeId, now }: { writeId: string; now: Date },
): Promise<void> {
  const booking = await requireLive(tx, place);
  if (booking.state !== "requested") throw new Problem("booking_over");
  const { workspaceId, configurationId, calendarId, startsAt, endsAt, visitor } = booking;
  const configuration = await findConfiguration(tx, { workspaceId, configurationId });
  if (configuration === null || calendarId === null) throw new Problem("not_found");
  // A hold that ran out meanwhile has made room for others.
  if (!(await keepTime(tx, place))) throw new Problem("booking_over");
  const hosts = configuration.hosts.filter(({ userId }) => booking.hosts.includes(userId));
  const wish = { configuration, visitor };
  await orderEvent(tx, wish, { booking: { ...place, calendarId, startsAt, endsAt, now }, hosts, writeId });
  await changeBooking(tx, place, { state: "held", writeId, holdExpiresAt: new Date(now.getTime() + holdMs) });
}
