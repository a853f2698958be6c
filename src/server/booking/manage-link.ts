import { findBooking, findLink, type BookingPlace, type BookingRow } from "@/server/db/booking/bookings";
import { findConfiguration } from "@/server/db/booking/configurations";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { endBooking } from "./change-booking";
import { followLink } from "./follow-link";
import { moveBooking } from "./move-booking";
import type { BookingRefused, ManagedShape, MovedShape } from "./shapes";
import { toBookingShape, toRefusal } from "./to-answer";

const follow = (deps: Deps, token: string): Promise<BookingPlace> => followLink(deps, token, findLink);

async function toManaged(deps: Deps, booking: BookingRow): Promise<ManagedShape> {
  const { workspaceId, configurationId } = booking;
  const configuration = await deps.db.inWorkspace({ workspaceId }, (tx) =>
    findConfiguration(tx, { workspaceId, configurationId }),
  );
  return {
    booking: toBookingShape(booking),
    configuration_id: configurationId,
    may_move: ["requested", "confirmed"].includes(booking.state) && configuration?.isActive === true,
    may_cancel: ["requested", "confirmed"].includes(booking.state),
  };
}

export async function lookUpBooking(deps: Deps, token: string): Promise<ManagedShape> {
  const place = await follow(deps, token);
  const booking = await deps.db.inWorkspace(place, (tx) => findBooking(tx, place));
  if (booking === null) throw new Problem("not_found");
  return toManaged(deps, booking);
}

export async function cancelByLink(deps: Deps, token: string): Promise<ManagedShape> {
  const place = await follow(deps, token);
  return toManaged(deps, await endBooking(deps, place, { state: "cancelled", told: "cancelled" }));
}

export async function moveByLink(
  deps: Deps,
  { token, start }: { readonly token: string; readonly start: string },
): Promise<{ readonly status: 200; readonly body: MovedShape } | BookingRefused> {
  const place = await follow(deps, token);
  const moved = await moveBooking(deps, place, new Date(start));
  if (moved.is === "moved")
    return { status: 200, body: { status: "moved", ...(await toManaged(deps, moved.booking)) } };
  return toRefusal(moved.verdict, { isInsider: false }, deps.now());
}
