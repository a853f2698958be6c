import { withBuffers } from "@/core/availability/open-slots";
import { minuteMs } from "@/core/time/wall-time";
import { newId } from "@/lib/ids";
import {
  changeBooking,
  extendLinks,
  findBooking,
  giveBackTime,
  takeTime,
  type BookingPlace,
  type BookingRow,
} from "@/server/db/booking/bookings";
import { findConfiguration, type Configuration } from "@/server/db/booking/configurations";
import { markOf } from "@/server/db/sync/known-events";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { carryNow, orderChange, requireLive } from "./change-booking";
import { timesOf } from "./draft-event";
import { judgeRequest, type Verdict } from "./judge-request";
import { tellAbout } from "./tell";

export type Moved =
  | { readonly is: "moved"; readonly booking: BookingRow }
  | { readonly is: "refused"; readonly verdict: Exclude<Verdict, { is: "bookable" }> };

/** To another time with the same people. The old time is given back only when the new one is ours. */
export async function moveBooking(deps: Deps, place: BookingPlace, startsAt: Date): Promise<Moved> {
  const { workspaceId } = place;
  const { booking, configuration } = await deps.db.inWorkspace({ workspaceId }, (tx) => load(tx, place));
  const span = { from: booking.startsAt.getTime(), to: booking.endsAt.getTime() };
  const mark = booking.write === null ? null : markOf(booking.write.id);
  const moving = { bookingId: booking.bookingId, mark, span };
  const own = {
    ...configuration,
    hosts: configuration.hosts.filter(({ userId }) => booking.hosts.includes(userId)),
    mode: "collective" as const,
  };
  const verdict = await judgeRequest(deps, {
    configuration: own,
    startsAt,
    moving,
    acceptsRequest: booking.state === "requested",
  });
  if (verdict.is !== "bookable") return { is: "refused", verdict };
  if (verdict.mode === "by_request" && verdict.cause !== "by_host" && booking.state === "confirmed")
    return { is: "refused", verdict: { is: "unsound", because: "unreadable", arranged: verdict.arranged } };
  const stored = await tryStore(deps, { place, configuration, startsAt, writeId: newId(deps.random), now: deps.now() });
  if (stored === null)
    return { is: "refused", verdict: { is: "refused", rule: "slot_taken", arranged: verdict.arranged } };
  await carryNow(deps, stored.booking, stored.writeId);
  return { is: "moved", booking: stored.booking };
}

/** Undoes the transaction, so that the old time stays ours. */
class Taken extends Error {}

async function tryStore(deps: Deps, storing: Storing): Promise<Awaited<ReturnType<typeof storeMove>> | null> {
  try {
    return await deps.db.inWorkspace(storing.place, (tx) => storeMove(tx, storing));
  } catch (error) {
    if (error instanceof Taken) return null;
    throw error;
  }
}

async function load(tx: Tx, place: BookingPlace) {
  const booking = await requireLive(tx, place);
  if (booking.state === "held") throw new Problem("still_booking", { retryAfterMs: 5_000 });
  const { workspaceId } = place;
  const configuration = await findConfiguration(tx, { workspaceId, configurationId: booking.configurationId });
  if (configuration === null) throw new Problem("not_found");
  return { booking, configuration };
}

type Storing = {
  readonly place: BookingPlace;
  readonly configuration: Configuration;
  readonly startsAt: Date;
  /** Of the change of its event. */
  readonly writeId: string;
  readonly now: Date;
};

async function storeMove(tx: Tx, { place, configuration, startsAt, writeId, now }: Storing) {
  const live = await requireLive(tx, place);
  const endsAt = new Date(startsAt.getTime() + configuration.rules.durationMinutes * minuteMs);
  const taken = withBuffers(configuration.rules, { from: startsAt.getTime(), to: endsAt.getTime() });
  const expiresAt = live.state === "requested" ? live.holdExpiresAt : null;
  await giveBackTime(tx, place);
  const time = { hosts: live.hosts, from: new Date(taken.from), to: new Date(taken.to), expiresAt, now };
  if (!(await takeTime(tx, place, time))) throw new Taken();
  await extendLinks(tx, place, endsAt);
  const changes = { times: timesOf(configuration, startsAt, endsAt) };
  const ordered = await orderChange(tx, live, { id: writeId, now, what: { operation: "change", changes } });
  await changeBooking(tx, place, {
    startsAt,
    endsAt,
    // What its visitor says to the invitation stays true of another time.
    attention: live.attention === "attendee_declined" ? live.attention : null,
    ...(ordered !== null && { lastWriteId: ordered }),
  });
  const booking = await findBooking(tx, place);
  if (booking === null) throw new Problem("not_found");
  await tellAbout(tx, { booking, what: "moved", now });
  return { booking, writeId: ordered };
}
