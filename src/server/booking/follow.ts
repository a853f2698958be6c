import type { RemoteEvent } from "@/core/calendar/event";
import { isProviderError, saysItIsGone } from "@/core/errors/provider-error";
import { withBuffers } from "@/core/availability/open-slots";
import {
  changeBooking,
  extendLinks,
  findBooking,
  giveBackTime,
  lockBooking,
  takeTime,
  type BookingRow,
} from "@/server/db/booking/bookings";
import { findConfiguration } from "@/server/db/booking/configurations";
import { isOnItsWay, isStillShown, listDiverging } from "@/server/db/booking/diverging";
import { countMembers } from "@/server/db/booking/write-configuration";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { openCalendar } from "@/server/sync/open-calendar";
import { enqueueWork } from "@/server/work/enqueue";
import { tellAbout } from "./tell";

type Calendar = { readonly workspaceId: string; readonly calendarId: string };

/** With what a sync stored: whoever's event is not as their booking says is looked at, at the provider itself. */
export async function noteDiverging(tx: Tx, of: Calendar, now: Date): Promise<void> {
  const { workspaceId } = of;
  for (const bookingId of await listDiverging(tx, of, now))
    await enqueueWork(tx, "booking.settle", { bookingId }, { workspaceId, dueAt: now, priority: 1 });
}

/** The event of a booking as its provider has it; null when it is gone, undefined when nobody knows. */
async function readAtProvider(
  deps: Deps,
  { workspaceId, calendarId, write }: BookingRow,
  signal: AbortSignal,
): Promise<RemoteEvent | null | undefined> {
  if (calendarId === null || write?.state !== "done" || write.remoteId === null) return undefined;
  const { remoteId } = write;
  const calendar = await openCalendar(deps, { workspaceId, calendarId }, { signal, priority: 1 });
  if (calendar === null) return undefined;
  try {
    const change = await calendar.call((call) => calendar.provider.readEvent(call, remoteId));
    if (change.kind === "event") return change.event.status === "cancelled" ? null : change.event;
    return change.kind === "removed" ? null : undefined;
  } catch (error) {
    if (isProviderError(error) && saysItIsGone(error)) return null;
    throw error;
  }
}

/** A host who moves or deletes the event in their own calendar moves or cancels the booking; the visitor is told. */
export async function followEvent(deps: Deps, booking: BookingRow, signal: AbortSignal): Promise<BookingRow | null> {
  // What is read before it arrives is how it was: to follow that would take back what was just decided.
  if (await deps.db.inWorkspace(booking, (tx) => isOnItsWay(tx, booking))) return booking;
  const event = await readAtProvider(deps, booking, signal);
  if (event === undefined) return booking;
  const now = deps.now();
  return deps.db.inWorkspace(booking, async (tx) => {
    await lockBooking(tx, booking);
    const live = await findBooking(tx, booking);
    // Somebody decided meanwhile: what was read says nothing about that.
    if (live?.state !== "confirmed" || live.lastWriteId !== booking.lastWriteId) return live;
    if (event === null) {
      // Two have to say so: a provider may not know an event yet that it made a moment ago. Its next listing tells.
      if (await isStillShown(tx, live)) return live;
      await cancel(tx, live, now);
    } else await adjust(tx, live, { event, now });
    return findBooking(tx, live);
  });
}

async function cancel(tx: Tx, booking: BookingRow, now: Date): Promise<void> {
  // Before its time is given back: its event is named in the mail.
  await tellAbout(tx, { booking, what: "cancelled", now });
  await giveBackTime(tx, booking);
  const change = { state: "cancelled", cause: "cancelled_in_calendar", attention: null, endedAt: now } as const;
  await changeBooking(tx, booking, change);
}

type Adjusting = { readonly event: RemoteEvent; readonly now: Date };

async function adjust(tx: Tx, booking: BookingRow, { event, now }: Adjusting): Promise<void> {
  const { times, attendees } = event;
  const own = attendees.listed.find(({ email }) => email?.toLowerCase() === booking.visitor.email);
  const declined = own?.response === "declined" ? "attendee_declined" : null;
  const before = booking.attention;
  if (times.kind === "timed" && !isSame(booking, times))
    await move(tx, booking, { to: { startsAt: times.start.at, endsAt: times.end.at }, declined, now });
  else if (before === "attendee_declined" || (declined !== null && before !== "moved_onto_another"))
    await changeBooking(tx, booking, { attention: declined });
  if (declined !== null && before === null) await tellAbout(tx, { booking, what: declined, now });
}

type Moving = {
  readonly to: Pick<BookingRow, "startsAt" | "endsAt">;
  /** Said by its visitor, whenever it is. */
  readonly declined: "attendee_declined" | null;
  readonly now: Date;
};

async function move(tx: Tx, booking: BookingRow, { to, declined, now }: Moving): Promise<void> {
  const moved = { ...booking, ...to };
  const isFree = await moveTime(tx, moved, now);
  await changeBooking(tx, booking, { ...to, attention: isFree ? declined : "moved_onto_another" });
  await extendLinks(tx, booking, to.endsAt);
  await tellAbout(tx, { booking: moved, what: "moved", now });
}

type Timed = Extract<RemoteEvent["times"], { kind: "timed" }>;
const isSame = ({ startsAt, endsAt }: BookingRow, { start, end }: Timed) =>
  startsAt.getTime() === start.at.getTime() && endsAt.getTime() === end.at.getTime();

/** The host decides over their own calendar, also onto another booking: then nothing is held, and they are told. */
async function moveTime(tx: Tx, moved: BookingRow, now: Date): Promise<boolean> {
  const { workspaceId, configurationId, hosts, startsAt, endsAt } = moved;
  const configuration = await findConfiguration(tx, { workspaceId, configurationId });
  await giveBackTime(tx, moved);
  if (configuration === null || (await countMembers(tx, workspaceId, hosts)) !== hosts.length) return false;
  const taken = withBuffers(configuration.rules, { from: startsAt.getTime(), to: endsAt.getTime() });
  return takeTime(tx, moved, { hosts, from: new Date(taken.from), to: new Date(taken.to), expiresAt: null, now });
}
