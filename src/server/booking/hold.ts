import { rankHosts } from "@/core/availability/choose-host";
import { withBuffers } from "@/core/availability/open-slots";
import { dayMs, minuteMs } from "@/core/time/wall-time";
import { hashToken, newId, newToken } from "@/lib/ids";
import type { Secret } from "@/lib/secret";
import {
  addBooking,
  addLink,
  findBooking,
  loadLoads,
  takeTime,
  type BookingRow,
  type Visitor,
} from "@/server/db/booking/bookings";
import { loadTakenTimes } from "@/server/db/booking/busy-rows";
import type { Configuration, HostRow } from "@/server/db/booking/configurations";
import { claimKey, type KeyPlace } from "@/server/db/booking/idempotency";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { orderWrite } from "@/server/sync/own-writes";
import { enqueueWork } from "@/server/work/enqueue";
import { draftOf } from "./draft-event";
import type { Verdict } from "./judge-request";
import { tellAbout } from "./tell";

export const holdMs = 15 * minuteMs;
/** A host has a day to say yes, and less when it begins sooner. */
const requestMs = dayMs;
const keyMs = dayMs;
/** Whoever books carries the event out at once; this is for when that process dies. */
const soonMs = 20_000;

export type Wish = {
  readonly configuration: Configuration;
  readonly verdict: Extract<Verdict, { is: "bookable" }>;
  readonly startsAt: Date;
  readonly visitor: Visitor;
  readonly guests: readonly string[];
  readonly key: (KeyPlace & { readonly requestHash: Uint8Array<ArrayBuffer> }) | null;
};
export type Held =
  | { readonly is: "held"; readonly booking: BookingRow; readonly token: Secret }
  | { readonly is: "taken" }
  /** The same request is on its way, or has been answered. */
  | { readonly is: "repeated" };

/** Undoes the transaction: nothing of a try that did not get the time stays. */
class Undone extends Error {
  readonly because: "taken" | "repeated";
  constructor(because: "taken" | "repeated") {
    super(because);
    this.because = because;
  }
}

/** Holds the time of all who must, or of the first of those who may, and orders the event in the same transaction. */
export async function holdTime(deps: Deps, wish: Wish): Promise<Held> {
  for (const hosts of await candidates(deps, wish)) {
    try {
      return await holdFor(deps, wish, hosts);
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
      if (error.because === "repeated") return { is: "repeated" };
    }
  }
  return { is: "taken" };
}

async function candidates(deps: Deps, { configuration, verdict }: Wish): Promise<(readonly HostRow[])[]> {
  const free = configuration.hosts.filter(({ userId }) => verdict.hosts.includes(userId));
  // Whose turn it is only matters where there is somebody else.
  if (verdict.arranged.question.need === "all" || free.length === 1) return [free];
  const loads = await deps.db.inWorkspace({ workspaceId: configuration.workspaceId }, (tx) =>
    loadLoads(tx, configuration, deps.now()),
  );
  const loadOf = new Map(loads.map((each) => [each.userId, each]));
  const ranked = rankHosts(
    free.map(({ userId, priority }) => {
      const { load = 0, lastBookedAt = null } = loadOf.get(userId) ?? {};
      return { userId, priority, load, lastBookedAt };
    }),
  );
  return ranked.map(({ userId }) => free.filter((host) => host.userId === userId));
}

async function holdFor(deps: Deps, wish: Wish, hosts: readonly HostRow[]): Promise<Held> {
  const { workspaceId, configurationId, rules } = wish.configuration;
  const bookingId = newId(deps.random);
  const token = newToken(deps.random);
  const now = deps.now();
  const endsAt = new Date(wish.startsAt.getTime() + rules.durationMinutes * minuteMs);
  const [first] = hosts;
  const isInstant = wish.verdict.mode === "instant" && (first?.mainCalendarId ?? null) !== null;
  const holdExpiresAt = isInstant
    ? new Date(now.getTime() + holdMs)
    : new Date(Math.min(now.getTime() + requestMs, wish.startsAt.getTime()));
  const booking = {
    ...{ workspaceId, bookingId, configurationId, startsAt: wish.startsAt, endsAt, holdExpiresAt, now },
    ...{ visitor: wish.visitor, tokenHash: hashToken(token), hosts: hosts.map(({ userId }) => userId) },
    ...{ guests: wish.guests, cause: wish.verdict.cause, calendarId: first?.mainCalendarId ?? null },
  };
  const taken = withBuffers(rules, { from: wish.startsAt.getTime(), to: endsAt.getTime() });
  const held = await deps.db.inWorkspace({ workspaceId }, async (tx) => {
    if (wish.key !== null) await claim(tx, wish.key, { bookingId, now });
    // P13. Of fifty who want one time all but the first few are told by one look; the constraint judges those who pass it.
    const before = await loadTakenTimes(tx, { hosts: booking.hosts, window: taken, except: null }, now);
    if (before.length > 0) throw new Undone("taken");
    const writeId = isInstant ? newId(deps.random) : null;
    await addBooking(tx, { ...booking, state: isInstant ? "held" : "requested", writeId });
    await addLink(tx, booking, { tokenHash: booking.tokenHash, expiresAt: endsAt, now });
    // A time whose event is ordered is given back by what becomes of the event, not by the clock.
    const time = { from: new Date(taken.from), to: new Date(taken.to), expiresAt: isInstant ? null : holdExpiresAt };
    if (!(await takeTime(tx, booking, { ...time, hosts: booking.hosts, now }))) throw new Undone("taken");
    if (writeId !== null) await orderEvent(tx, wish, { booking, hosts, writeId });
    const made = await findBooking(tx, booking);
    if (made !== null && !isInstant) await askHost(tx, made, now);
    return made;
  });
  if (held === null) throw new Error("A booking that was just made is not there.");
  return { is: "held", booking: held, token };
}

async function claim(tx: Tx, key: NonNullable<Wish["key"]>, at: { bookingId: string; now: Date }): Promise<void> {
  const expiresAt = new Date(at.now.getTime() + keyMs);
  const isOurs = await claimKey(tx, key, { requestHash: key.requestHash, ...at, expiresAt });
  if (!isOurs) throw new Undone("repeated");
}

type Ordering = {
  readonly booking: {
    readonly workspaceId: string;
    readonly bookingId: string;
    readonly calendarId: string | null;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly now: Date;
  };
  readonly hosts: readonly HostRow[];
  readonly writeId: string;
};

/** The event, and somebody who looks what became of it. */
export async function orderEvent(
  tx: Tx,
  { configuration, visitor }: Pick<Wish, "configuration" | "visitor">,
  { booking, hosts, writeId }: Ordering,
): Promise<void> {
  const { workspaceId, bookingId, calendarId, startsAt, endsAt, now } = booking;
  const draft = draftOf({ configuration, hosts, visitor, startsAt, endsAt });
  const sendAt = new Date(now.getTime() + soonMs);
  await orderWrite(
    tx,
    { workspaceId, calendarId: calendarId ?? "" },
    {
      ...{ id: writeId, userId: hosts[0]?.userId ?? "", requestedBy: null, notify: "everybody", now, sendAt },
      order: { operation: "create", draft },
    },
  );
  await enqueueWork(tx, "booking.settle", { bookingId }, { workspaceId, dueAt: sendAt, priority: 2 });
}

async function askHost(tx: Tx, booking: BookingRow, now: Date): Promise<void> {
  await tellAbout(tx, { booking, what: "requested", now });
  const { workspaceId, bookingId, holdExpiresAt } = booking;
  if (holdExpiresAt !== null)
    await enqueueWork(tx, "booking.settle", { bookingId }, { workspaceId, dueAt: holdExpiresAt });
}
