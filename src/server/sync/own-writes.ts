import { isOfToken, isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { RemoteEvent } from "@/core/calendar/event";
import { newId } from "@/lib/ids";
import { noteDiverging } from "@/server/booking/follow";
import { holdMayWrite } from "@/server/db/connections/calendars";
import { addWrite, markWritten, settleWrite, takeWrite } from "@/server/db/sync/event-writes";
import type { NewWrite, OpenWrite, WriteOrder, WriteResult } from "@/server/db/sync/event-writes";
import { markOf, type CalendarPlace } from "@/server/db/sync/known-events";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import type { Work } from "@/server/work/claim";
import { enqueueWork } from "@/server/work/enqueue";
import { openCalendar, type OpenCalendar } from "./open-calendar";
import { takeChange } from "./take-change";

/**
 * Orders a change at the provider, in the transaction that makes it necessary. `id` is the caller's: ordered twice it is
 * done once. It is carried out by due work, and may be waited for with `carryOut`.
 */
export async function orderWrite(tx: Tx, of: CalendarPlace, write: NewWrite): Promise<void> {
  const { workspaceId, calendarId } = of;
  // SYN-5: nothing new where its person lets us only read; what we wrote before may still be moved and taken back.
  if (write.order.operation === "create" && !(await holdMayWrite(tx, { workspaceId, id: calendarId })))
    throw new Problem("calendar_is_read_only");
  if (!(await addWrite(tx, of, write))) return;
  const when = { workspaceId, dueAt: write.sendAt ?? write.now, priority: 2 };
  await enqueueWork(tx, "event.write", { calendarId, writeId: write.id }, when);
}

export function writeEvent(deps: Deps, work: Work<"event.write">, signal: AbortSignal): Promise<void> {
  const { calendarId, writeId } = work.payload;
  return carryOut(deps, { workspaceId: work.workspaceId, calendarId, writeId }, signal);
}

type Place = CalendarPlace & { readonly writeId: string };

/**
 * F6, F51. A process may die, or an answer be lost, between the provider and us: the write is then repeated under its
 * mark or its version, which makes no second event. Throws what is worth another try.
 */
export async function carryOut(deps: Deps, place: Place, signal: AbortSignal): Promise<void> {
  const { workspaceId, calendarId, writeId } = place;
  const of = { workspaceId, calendarId };
  const calendar = await openCalendar(deps, of, { signal, priority: 2 });
  const write = await deps.db.inWorkspace(of, (tx) => takeWrite(tx, of, writeId));
  if (write === null) return;
  if (calendar === null) return settle(deps, place, { state: "failed", errorKind: "not_found" });
  if (write.isSuperseded && write.order.operation === "change")
    return settle(deps, place, { state: "done", remoteId: write.order.remoteId, remoteVersion: null });
  if (isOver(write.order, deps.now())) {
    // What was never sent is not there. What may be there, the calendar itself will show.
    const ending = { errorKind: "outcome_unknown" } as const;
    return settle(deps, place, { state: write.triedBefore === 0 ? "failed" : "unknown", ...ending });
  }
  try {
    const event = await send(calendar, write);
    const at = { ...place, ...momentOf(deps) };
    await deps.db.inWorkspace(of, (tx) => storeDone(tx, { calendar, place: at, order: write.order }, event));
  } catch (error) {
    if (!isProviderError(error)) throw error;
    await endWithout(deps, { calendar, place, order: write.order }, error);
  }
}

/** Nobody is invited, or told to come at another time, to what is over. */
function isOver(order: WriteOrder, now: Date): boolean {
  if (order.operation === "cancel") return false;
  const { times } = order.operation === "create" ? order.draft : order.changes;
  return times?.kind === "timed" && times.end.at <= now;
}

/** The event as the provider has it now; null when it is gone, as was wished. */
async function send({ provider, call }: OpenCalendar, { id, order, notify }: OpenWrite): Promise<RemoteEvent | null> {
  const port = provider.write;
  if (port === undefined) throw new ProviderError("unsupported", { provider: provider.id, operation: "saveEvent" });
  switch (order.operation) {
    case "create":
      return call((each) => port.saveEvent(each, { kind: "create", mark: markOf(id), draft: order.draft }, notify));
    case "change": {
      const { remoteId, ifVersion, changes } = order;
      return call((each) => port.saveEvent(each, { kind: "change", remoteId, ifVersion, changes }, notify));
    }
    case "cancel":
      await call((each) => port.removeEvent(each, order, notify));
      return null;
  }
}

type Ending = {
  readonly calendar: OpenCalendar;
  readonly place: Place;
  readonly order: WriteOrder;
};
type Moment = { readonly now: Date; readonly roundId: string };
type Storing = Ending & { readonly place: Place & Moment };

const momentOf = ({ now, random }: Deps): Moment => ({ now: now(), roundId: newId(random) });

async function storeDone(tx: Tx, { calendar, place, order }: Storing, event: RemoteEvent | null): Promise<void> {
  const { now, roundId } = place;
  const remoteId = event?.remoteId ?? (order.operation === "create" ? "" : order.remoteId);
  const change = event === null ? ({ kind: "removed", remoteId } as const) : ({ kind: "event", event } as const);
  await takeChange(tx, calendar, { change, roundId, now });
  await markWritten(tx, place, remoteId);
  await settleWrite(tx, place, { state: "done", remoteId, remoteVersion: event?.remoteVersion ?? null });
  // What else the answer shows, such as a visitor's no, is no news to the next listing.
  if (order.operation === "change") await noteDiverging(tx, place, now);
}

async function settle(deps: Deps, place: Place, result: WriteResult): Promise<void> {
  const now = deps.now();
  await deps.db.inWorkspace(place, (tx) => settleUndone(tx, { ...place, now }, result));
}

/** A booking that counted on it is looked at again: no sync finds news of an event that was gone before. */
async function settleUndone(tx: Tx, at: Place & { readonly now: Date }, result: WriteResult): Promise<void> {
  await settleWrite(tx, at, result);
  await noteDiverging(tx, at, at.now);
}

async function endWithout(deps: Deps, ending: Ending, error: ProviderError): Promise<void> {
  const { place, order } = ending;
  const { kind } = error;
  // Whoever had no token has written nothing.
  if (isOfToken(error)) throw error;
  if (kind === "already_gone" && order.operation === "cancel") {
    const at = { ...place, ...momentOf(deps) };
    await deps.db.inWorkspace(place, (tx) => storeDone(tx, { ...ending, place: at }, null));
    return;
  }
  if (kind === "version_conflict") return settleConflict(deps, ending);
  if (isFinal(kind)) return settle(deps, place, { state: "failed", errorKind: kind });
  if (kind === "outcome_unknown") await settle(deps, place, { state: "unknown", errorKind: kind });
  throw error;
}

const finals = [
  "already_gone",
  "already_exists",
  "not_found",
  "forbidden",
  "invalid_request",
  "too_large",
  "unsupported",
];
const isFinal = (kind: ProviderError["kind"]) => finals.includes(kind);

/**
 * Somebody changed the event since we looked, or an earlier try of ours arrived without our hearing of it: what is there
 * says which.
 */
async function settleConflict(deps: Deps, { calendar, place, order }: Ending): Promise<void> {
  const remoteId = order.operation === "create" ? "" : order.remoteId;
  const change = await calendar.call((each) => calendar.provider.readEvent(each, remoteId));
  const isOurs = change.kind === "event" && order.operation === "change" && isAsWished(change.event, order.changes);
  const { now, roundId } = momentOf(deps);
  const at = { ...place, now };
  await deps.db.inWorkspace(place, async (tx) => {
    await takeChange(tx, calendar, { change, roundId, now });
    const remoteVersion = change.kind === "event" ? change.event.remoteVersion : null;
    const errorKind = "version_conflict";
    if (isOurs) await settleWrite(tx, at, { state: "done", remoteId, remoteVersion });
    else await settleUndone(tx, at, { state: "conflict", errorKind });
  });
}

type Wishes = Extract<WriteOrder, { operation: "change" }>["changes"];

/** Whether everything that was to change can be seen to be as it was to be. */
function isAsWished(event: RemoteEvent, { title, location, times, shownAs, visibility, ...unseen }: Wishes): boolean {
  if (Object.keys(unseen).length > 0) return false;
  const same = <T>(wish: T | undefined, is: T) => wish === undefined || wish === is;
  const isTimely = times === undefined || JSON.stringify(instantsOf(times)) === JSON.stringify(instantsOf(event.times));
  return (
    isTimely &&
    same(title, event.title) &&
    same(location, event.location) &&
    same(shownAs, event.shownAs) &&
    same(visibility, event.visibility)
  );
}

const instantsOf = (times: RemoteEvent["times"]) =>
  times.kind === "timed" ? [times.start.at, times.end.at] : [times.firstDay, times.endDay];
