import type { EventDraft } from "@/core/ports/provider-write";
import { isProviderError } from "@/core/errors/provider-error";
import { newId } from "@/lib/ids";
import {
  changeBooking as writeChange,
  findBooking,
  giveBackTime,
  lockBooking,
  type BookingPlace,
  type BookingRow,
} from "@/server/db/booking/bookings";
import type { WriteOrder } from "@/server/db/sync/event-writes";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { carryOut, orderWrite } from "@/server/sync/own-writes";
import { tellAbout, type Told } from "./tell";

const longestMs = 25_000;
const soonMs = 20_000;

/** The booking, its row locked; what is over cannot be changed. */
export async function requireLive(tx: Tx, place: BookingPlace): Promise<BookingRow> {
  await lockBooking(tx, place);
  const booking = await findBooking(tx, place);
  if (booking === null) throw new Problem("not_found");
  if (!["held", "requested", "confirmed"].includes(booking.state)) throw new Problem("booking_over");
  return booking;
}

type Ending = { readonly state: "cancelled" | "declined"; readonly told: Told };

/** Ends it: the time is free again, the event is called off at the provider, everybody is told. */
export async function endBooking(deps: Deps, place: BookingPlace, { state, told }: Ending): Promise<BookingRow> {
  const now = deps.now();
  const { workspaceId } = place;
  const { booking, writeId } = await deps.db.inWorkspace({ workspaceId }, async (tx) => {
    const live = await requireLive(tx, place);
    // An event that may be on its way this moment cannot be called off yet.
    if (live.state === "held") throw new Problem("still_booking", { retryAfterMs: 5_000 });
    await giveBackTime(tx, place);
    const ordered = await orderChange(tx, live, { id: newId(deps.random), now, what: { operation: "cancel" } });
    await writeChange(tx, place, {
      state,
      attention: null,
      endedAt: now,
      ...(ordered !== null && { lastWriteId: ordered }),
    });
    await tellAbout(tx, { booking: live, what: told, now });
    return { booking: await findBooking(tx, place), writeId: ordered };
  });
  await carryNow(deps, booking, writeId);
  if (booking === null) throw new Problem("not_found");
  return booking;
}

type Wish = {
  readonly id: string;
  readonly now: Date;
  readonly what:
    { readonly operation: "cancel" } | { readonly operation: "change"; readonly changes: Partial<EventDraft> };
};

/** Null when there is no event. Whatever version it has: what was booked is what counts. */
export async function orderChange(tx: Tx, booking: BookingRow, { id, now, what }: Wish): Promise<string | null> {
  const { workspaceId, calendarId, write, hosts } = booking;
  const remoteId = write?.remoteId ?? null;
  if (remoteId === null || calendarId === null) return null;
  const at = { remoteId, ifVersion: null };
  const order: WriteOrder = { ...at, ...what };
  const sendAt = new Date(now.getTime() + soonMs);
  await orderWrite(
    tx,
    { workspaceId, calendarId },
    { id, userId: hosts[0] ?? "", requestedBy: null, notify: "everybody", now, sendAt, order },
  );
  return id;
}

/** At once, as somebody waits; what does not work now the background does. */
export async function carryNow(deps: Deps, booking: BookingRow | null, writeId: string | null): Promise<void> {
  if (booking === null || writeId === null || booking.calendarId === null) return;
  const { workspaceId, calendarId } = booking;
  try {
    await carryOut(deps, { workspaceId, calendarId, writeId }, AbortSignal.timeout(longestMs));
  } catch (error) {
    if (!isProviderError(error)) throw error;
    deps.log.warn("The event of a booking is changed later", { code: error.kind, writeId });
  }
}
