// People who book with Alice while everything else goes on, and what each of them was told.
import { dayMs, minuteMs, toInstant } from "@/core/time/wall-time";
import { rowsOf, type FakeRecord } from "@/providers/fake/records";
import { bookAppointment } from "@/server/booking/book";
import { endBooking } from "@/server/booking/change-booking";
import { moveBooking } from "@/server/booking/move-booking";
import type { Deps } from "@/server/deps";
import { makeConfiguration } from "@/testing/booking-rows";

import type { Scene } from "./scene";
import type { Happening, HostEdit } from "./steps";

/** What somebody asked for. Asked again it is the same request, under the same key. */
export type Ask = {
  readonly name: string;
  readonly start: string;
  readonly askedAt: Date;
  readonly acceptsRequest: boolean;
  /** Told last. */
  told: string | null;
};

export type Visitors = {
  readonly configurationId: string;
  readonly asks: Ask[];
  /** Names of those who cancelled, or tried to. */
  readonly leavers: Set<string>;
  readonly movers: Set<string>;
  /** How often somebody has tried to move what a visitor of this name has booked, or has moved it. */
  readonly moves: Map<string, number>;
  /** Names of those whose event the host has touched in their own calendar. */
  readonly touched: Set<string>;
  /** Names of those of whose event was said that nobody will know what became of it. */
  readonly givenUp: Set<string>;
};

const halfHourMs = 30 * minuteMs;

export async function openVisitors({ database, calendars }: Pick<Scene, "database" | "calendars">): Promise<Visitors> {
  const { workspaceId, userId, base } = database;
  const [main] = calendars;
  const own = calendars.filter(({ account }) => account.email === main?.account.email);
  const configurationId = await makeConfiguration(base.db, {
    workspaceId,
    hosts: [{ userId, calendars: own.map(({ id }) => ({ calendarId: id })) }],
    data: { bufferAfterMinutes: 0 },
  });
  return {
    configurationId,
    asks: [],
    leavers: new Set(),
    movers: new Set(),
    moves: new Map(),
    touched: new Set(),
    givenUp: new Set(),
  };
}

/** The day after tomorrow, in the middle of the day in Berlin: few times, so that they are wanted by many. */
const slotAt = (now: Date, slot: number): string =>
  new Date(Math.floor(now.getTime() / dayMs + 2) * dayMs + 10 * 60 * minuteMs + slot * halfHourMs).toISOString();

type Book = Extract<Happening, { do: "book" }>;

export async function book(scene: Scene, deps: Deps, { slot, isAgain, acceptsRequest }: Book): Promise<void> {
  const { visitors, timeline } = scene;
  if (visitors === null) return;
  const known = isAgain ? visitors.asks.at(-1) : undefined;
  const ask: Ask = known ?? {
    ...{ name: `V${visitors.asks.length + 1}x`, start: slotAt(timeline.now(), slot), acceptsRequest, told: null },
    askedAt: timeline.theirNow(),
  };
  if (known === undefined) visitors.asks.push(ask);
  // Whoever was refused and asks once more waits for the answer to that, which may be lost.
  if (ask.told === "error") ask.told = null;
  const answer = await bookAppointment(deps, null, {
    id: visitors.configurationId,
    input: {
      ...{ start: ask.start, name: ask.name, email: `${ask.name.toLowerCase()}@northwind.example` },
      ...(ask.acceptsRequest ? { accept_request: true } : {}),
    },
    idempotencyKey: `key-of-${ask.name}`,
  });
  ask.told = answer.body.status;
  if (answer.body.status === "confirmed") checkWasFree(scene, ask);
}

/** F93: what stood in the provider's calendar before somebody asked for the time keeps it. */
function checkWasFree({ world, calendars, accounts, witness }: Scene, { name, start, askedAt }: Ask): void {
  const from = new Date(start).getTime();
  const host = accounts[0]?.email;
  for (const { remoteId, account } of calendars) {
    if (account.email !== host) continue;
    const busy = (world.calendars.get(remoteId)?.records ?? []).filter(
      ({ title, updatedAt }) => !title.endsWith(`: ${name}`) && updatedAt < askedAt,
    );
    const blocking = busy.find((record) => stands(record, { from, to: from + halfHourMs }));
    if (blocking !== undefined)
      witness.violations.push({ invariant: "F93", what: `${name} got ${start}, when ${blocking.id} takes place` });
  }
}

const stands = (record: FakeRecord, slot: { readonly from: number; readonly to: number }): boolean =>
  rowsOf(record).some(({ draft: { start, end, zone, shownAs } }) => {
    if (start.length === 10 || start.startsWith("2026-02-30") || shownAs !== "busy") return false;
    const [from, to] = [start, end].map((wall) => toInstant(wall, zone).at.getTime());
    return (from ?? 0) < slot.to && (to ?? 0) > slot.from;
  });

type Row = { readonly id: string; readonly name: string };
const live = `
  select id, visitor_name as name from bookings where workspace_id = $1 and state in ('held', 'requested', 'confirmed')
  order by visitor_name`;

async function pickLive({ database: { look, workspaceId } }: Scene, pick: number): Promise<Row | undefined> {
  const rows = await look<Row>(live, [workspaceId]);
  return rows[Math.floor(pick * rows.length)];
}

const countMove = ({ moves }: Visitors, name: string): void => void moves.set(name, (moves.get(name) ?? 0) + 1);

type Touch = Extract<Happening, { do: "host" }>;

/** In the provider's own application, whatever we know of it. */
export function touchByHost({ visitors, world, timeline }: Scene, { what, pick, slot }: Touch): void {
  const booked = [...world.calendars.values()].flatMap((calendar) =>
    calendar.records
      .filter(({ mark, isDeleted }) => mark !== null && !isDeleted)
      .map((record) => ({ calendar, record })),
  );
  const chosen = booked[Math.floor(pick * booked.length)];
  if (visitors === null || chosen === undefined) return;
  const { calendar, record } = chosen;
  const name = record.title.split(": ").at(-1) ?? "";
  visitors.touched.add(name);
  if (what === "move" || what === "onto") countMove(visitors, name);
  calendar.update(record.id, changeByHost(record, { what, pick, start: slotAt(timeline.theirNow(), slot) }));
  world.announce(calendar);
}

const responses = { decline: "declined", accept: "accepted" } as const;

type Wished = { readonly what: HostEdit; readonly pick: number; readonly start: string };

function changeByHost(record: FakeRecord, { what, pick, start }: Wished): Partial<FakeRecord> {
  if (what === "delete") return { isDeleted: true };
  if (what === "decline" || what === "accept")
    return { attendees: record.attendees.map((each) => ({ ...each, response: responses[what] })) };
  // Of its own: in the evening, when nobody can be booked.
  const from = new Date(start).getTime() + (what === "move" ? (8 + Math.floor(pick * 4)) * 2 * halfHourMs : 0);
  const wall = (at: number) => new Date(at).toISOString().slice(0, 19);
  return { start: wall(from), end: wall(from + halfHourMs), zone: "UTC" };
}

type Change = Extract<Happening, { do: "cancel_booking" | "move_booking" }>;

/** By the link in the message, which is not looked up here. */
export async function changeBooking(
  scene: Scene,
  step: Change,
): Promise<((deps: Deps) => Promise<unknown>) | undefined> {
  const { visitors, timeline, database } = scene;
  const row = visitors === null ? undefined : await pickLive(scene, step.pick);
  if (visitors === null || row === undefined) return undefined;
  const place = { workspaceId: database.workspaceId, bookingId: row.id };
  if (step.do === "move_booking") {
    visitors.movers.add(row.name);
    countMove(visitors, row.name);
    const startsAt = new Date(slotAt(timeline.now(), step.slot));
    return (deps) => moveBooking(deps, place, startsAt);
  }
  visitors.leavers.add(row.name);
  return (deps) => endBooking(deps, place, { state: "cancelled", told: "cancelled" });
}
