import { isProviderError } from "@/core/errors/provider-error";
import { nextSettlement } from "@/core/availability/settle-booking";
import { minuteMs } from "@/core/time/wall-time";
import {
  changeBooking,
  findBooking,
  giveBackTime,
  keepTime,
  lockBooking,
  type BookingPlace,
  type BookingRow,
} from "@/server/db/booking/bookings";
import { findEvidence, giveUpWrite, withdrawWrite } from "@/server/db/booking/event-standing";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { carryOut } from "@/server/sync/own-writes";
import type { Work } from "@/server/work/claim";
import { enqueueWork } from "@/server/work/enqueue";
import { followEvent, noteDiverging } from "./follow";
import { tellAbout } from "./tell";

/** How long it is looked at again, until the provider has said what became of the event. */
const againMs = 2 * minuteMs;

/** F92. Background: whatever died or was lost on the way, a held booking ends as what the provider has. */
export async function settleHeld(deps: Deps, work: Work<"booking.settle">, signal: AbortSignal): Promise<void> {
  const place = { workspaceId: work.workspaceId, bookingId: work.payload.bookingId };
  await settleBooking(deps, place, signal);
}

/** Carries the event to the provider, unless that has happened, and lets the booking say so. */
export async function settleBooking(deps: Deps, place: BookingPlace, signal: AbortSignal): Promise<BookingRow | null> {
  const { workspaceId } = place;
  const held = await deps.db.inWorkspace({ workspaceId }, (tx) => findBooking(tx, place));
  if (held === null) return null;
  if (held.state === "requested" && isOver(held, deps.now()))
    return deps.db.inWorkspace({ workspaceId }, (tx) => expire(tx, deps.now(), place));
  if (held.state === "confirmed" && held.endsAt > deps.now()) return followEvent(deps, held, signal);
  return held.state === "held" ? carryHeld(deps, held, signal) : held;
}

async function carryHeld(deps: Deps, held: BookingRow, signal: AbortSignal): Promise<BookingRow | null> {
  const { workspaceId, calendarId, write } = held;
  if (write === null || calendarId === null) return held;
  if (["pending", "sending", "unknown"].includes(write.state) && !isOver(held, deps.now()))
    await tryToWrite(deps, { workspaceId, calendarId, writeId: write.id }, signal);
  return deps.db.inWorkspace({ workspaceId }, (tx) => storeOutcome(tx, deps.now(), held));
}

const isOver = ({ holdExpiresAt }: BookingRow, now: Date) => holdExpiresAt !== null && holdExpiresAt <= now;

/** What becomes of a failure stands in the write's own row; its background work tries again. */
async function tryToWrite(deps: Deps, place: Parameters<typeof carryOut>[1], signal: AbortSignal): Promise<void> {
  try {
    await carryOut(deps, place, signal);
  } catch (error) {
    if (!isProviderError(error)) throw error;
    deps.log.warn("The event of a booking is not there yet", { code: error.kind, writeId: place.writeId });
  }
}

async function storeOutcome(tx: Tx, now: Date, place: BookingPlace): Promise<BookingRow | null> {
  await lockBooking(tx, place);
  const booking = await findBooking(tx, place);
  if (booking === null || booking.state !== "held" || booking.write === null) return booking;
  const isExpired = isOver(booking, now);
  const next = nextSettlement({
    ...{ write: booking.write.state, isExpired, isPast: booking.endsAt <= now },
    ...(await findEvidence(tx, booking)),
  });
  switch (next.do) {
    case "confirm":
      await keepTime(tx, place);
      await changeBooking(tx, place, { state: "confirmed", holdExpiresAt: null, attention: null });
      await tellConfirmed(tx, booking, now);
      await noteMeanwhile(tx, booking, now);
      break;
    case "withdraw":
      // It may be on its way this moment: then it is looked at again.
      if (!(await withdrawWrite(tx, { ...place, writeId: booking.write.id, now }))) return lookAgain(tx, place, now);
      await fail(tx, booking, { cause: next.because, now });
      break;
    case "fail":
      await giveUpWrite(tx, { ...place, writeId: booking.write.id, now });
      await fail(tx, booking, { cause: next.because, now });
      break;
    case "wait":
      if (next.attention !== booking.attention) {
        await changeBooking(tx, place, { attention: next.attention });
        if (next.attention !== null) await tellAbout(tx, { booking, what: "delayed", now });
      }
      return lookAgain(tx, place, now);
  }
  return findBooking(tx, place);
}

/** An event that was there before we knew of it may have been moved or declined: what was read of that counts from now on. */
async function noteMeanwhile(tx: Tx, { workspaceId, calendarId, write }: BookingRow, now: Date): Promise<void> {
  if (calendarId !== null && write?.isJustMade !== true) await noteDiverging(tx, { workspaceId, calendarId }, now);
}

async function tellConfirmed(tx: Tx, booking: BookingRow, now: Date): Promise<void> {
  await tellAbout(tx, { booking, what: "confirmed", now });
  // S54: whom the visitor names hears of it only when the visitor's own mailbox says so.
  if (booking.guests.length > 0) await tellAbout(tx, { booking, what: "guests", now });
}

/** Nobody said yes in time: the visitor is told, and the time is everybody's again. */
async function expire(tx: Tx, now: Date, place: BookingPlace): Promise<BookingRow | null> {
  await lockBooking(tx, place);
  const booking = await findBooking(tx, place);
  if (booking?.state !== "requested" || !isOver(booking, now)) return booking;
  await giveBackTime(tx, place);
  await changeBooking(tx, place, { state: "expired", cause: "not_answered", endedAt: now });
  await tellAbout(tx, { booking, what: "declined", now });
  return findBooking(tx, place);
}

async function lookAgain(tx: Tx, place: BookingPlace, now: Date): Promise<BookingRow | null> {
  const { workspaceId, bookingId } = place;
  const dueAt = new Date(now.getTime() + againMs);
  await enqueueWork(tx, "booking.settle", { bookingId }, { workspaceId, dueAt, priority: 2 });
  return findBooking(tx, place);
}

async function fail(tx: Tx, booking: BookingRow, { cause, now }: { cause: string; now: Date }): Promise<void> {
  await giveBackTime(tx, booking);
  await changeBooking(tx, booking, { state: "failed", cause, attention: cause, holdExpiresAt: null, endedAt: now });
  await tellAbout(tx, { booking, what: "failed", now });
}
