// I5, I6, I14: nobody's time is taken twice, nothing is booked twice, and what is booked stands in the provider's calendar.
import { toInstant } from "@/core/time/wall-time";
import type { FakeRecord } from "@/providers/fake/records";

import { isAtRest, type Memory } from "./invariants";
import type { Ledger } from "./audit";
import type { Scene } from "./scene";
import type { Violation } from "./witness";

type Seen = Pick<Memory, "before" | "ledgers">;
type Row = {
  readonly name: string;
  readonly state: string;
  readonly from: Date;
  readonly to: Date;
  readonly until: Date | null;
  readonly mark: string | null;
  readonly calendarId: string | null;
  readonly attention: string | null;
  /** Why it failed. */
  readonly cause: string | null;
  /** How often its host's time is taken. */
  readonly times: number;
  /** Changes of its event that were given up, and the person can see; also because the time had passed. */
  readonly givenUp: number;
  /** Moves of its event that were given up. */
  readonly refused: number;
  /** What its visitor was told, in the order of it. */
  readonly told: readonly string[];
};

const everything = `
  select b.visitor_name as name, b.state, b.starts_at as "from", b.ends_at as "to", b.hold_expires_at as "until",
    replace(b.write_id::text, '-', '') as mark, b.calendar_id as "calendarId", b.attention, b.cause,
    (select count(*)::int from booked_times t where t.workspace_id = b.workspace_id and t.booking_id = b.id) as times,
    (select count(*)::int from event_writes w where w.workspace_id = b.workspace_id
       and w.id = b.last_write_id and (w.state in ('failed', 'conflict') or w.state = 'unknown' and w.finished_at >= b.ends_at)
    ) as "givenUp",
    (select count(*)::int from event_writes m
       join event_writes w on w.workspace_id = m.workspace_id and w.calendar_id = m.calendar_id and w.remote_id = m.remote_id
       where w.workspace_id = b.workspace_id and w.id = b.write_id and m.operation = 'change'
       and m.state in ('failed', 'conflict')) as refused,
    array(select d.payload ->> 'what' from notification_deliveries d where d.workspace_id = b.workspace_id
       and d.kind = 'booking' and d.payload ->> 'bookingId' = b.id::text and d.payload ->> 'to' = 'visitor'
       order by d.created_at, d.id) as told
  from bookings b where b.workspace_id = $1 order by b.visitor_name`;

const readBookings = ({ database: { look, workspaceId } }: Scene) => look<Row>(everything, [workspaceId]);

export async function checkBookings(scene: Scene, memory: Seen): Promise<Violation[]> {
  const { visitors, timeline } = scene;
  if (visitors === null || visitors.asks.length === 0) return [];
  const rows = await readBookings(scene);
  const latestMs = timeline.nowMs + timeline.setBackMs;
  const taking = rows.filter(
    (row) =>
      (["held", "confirmed"].includes(row.state) && !isOntoAnother(row)) ||
      (row.state === "requested" && (row.until?.getTime() ?? 0) > latestMs),
  );
  const twice = taking.flatMap((one, index) =>
    taking
      .slice(index + 1)
      .filter((other) => one.from < other.to && other.from < one.to)
      .map((other): Violation => ({ invariant: "I14", what: `${one.name} and ${other.name} have the same time` })),
  );
  const givenUp = rows.flatMap((row) => checkGivenUp(scene, row, memory) ?? []);
  return [...twice, ...givenUp, ...rows.flatMap((row) => checkRow(scene, row, rows) ?? [])];
}

/** F92. What became of an event nobody gives up to know while its calendar can be asked. */
function checkGivenUp(scene: Scene, { name, cause, calendarId }: Row, { before, ledgers }: Seen): Violation | null {
  const { visitors, calendars, witness } = scene;
  if (cause !== "outcome_unknown" || visitors === null || visitors.givenUp.has(name)) return null;
  visitors.givenUp.add(name);
  const email = calendars.find(({ id }) => id === calendarId)?.account.email ?? "";
  const couldBeAsked = [before, ledgers].every((seen) =>
    seen.some((ledger) => ledger.calendarId === calendarId && !isAtRest(ledger) && isWell(ledger)),
  );
  if (!couldBeAsked || witness.excuses.has(email) || eventsOf(scene, name).length === 0) return null;
  return { invariant: "I5", what: `${name} is given up: its event is there, and nobody asked the calendar` };
}

const isWell = ({ disabledAt, failures, lastError }: Ledger): boolean =>
  disabledAt === null && failures === 0 && lastError === null;

/** The host decides over their own calendar: what they move onto another booking has no time of its own. */
const isOntoAnother = ({ attention }: Row): boolean => attention === "moved_onto_another";

function checkRow(scene: Scene, row: Row, rows: readonly Row[]): Violation | null {
  const { name, state, times } = row;
  const told = checkTold(scene, row);
  if (told !== null) return told;
  if (isOntoAnother(row)) return checkOntoAnother(scene, row);
  if (rows.filter((each) => each.name === name).length > 1)
    return { invariant: "F91", what: `${name} asked once and is booked twice` };
  if (["held", "confirmed"].includes(state) && times === 0)
    return { invariant: "I14", what: `${name} is ${state}, and the time is not taken` };
  if (times > 1) return { invariant: "I14", what: `${name} takes ${times} times of one host` };
  if (["cancelled", "declined", "failed"].includes(state) && times > 0)
    return { invariant: "I14", what: `${name} is ${state}, and the time is not given back` };
  if (eventsOf(scene, name).length > 1) return { invariant: "I6", what: `${name} has two events` };
  return null;
}

function checkOntoAnother({ visitors }: Scene, { name, times }: Row): Violation | null {
  if (visitors?.touched.has(name) !== true) return { invariant: "I14", what: `${name} was moved by nobody` };
  return times > 0 ? { invariant: "I14", what: `${name} is on another's time, and takes it` } : null;
}

/**
 * Nobody is told of a move that nobody made, or twice of the same end. A move that the provider refuses for ever is taken back,
 * because the event stands where it stood, and of that its visitor has to be told too.
 */
function checkTold({ visitors }: Scene, { name, told, refused }: Row): Violation | null {
  const times = (what: string) => told.filter((each) => each === what).length;
  const [moved, moves] = [times("moved"), (visitors?.moves.get(name) ?? 0) + refused];
  if (moved > moves) return { invariant: "told", what: `${name} was told ${moved} times of ${moves} moves` };
  const twice = ["confirmed", "cancelled", "declined", "failed"].find((what) => times(what) > 1);
  return twice === undefined ? null : { invariant: "told", what: `${name} was told twice that it is ${twice}` };
}

/** Those at the provider that are there. Each visitor has a name of their own. */
const eventsOf = ({ world }: Scene, name: string): readonly FakeRecord[] =>
  [...world.calendars.values()]
    .flatMap(({ records }) => records)
    .filter(({ title, isDeleted }) => !isDeleted && title.endsWith(`: ${name}`));

/** F92. What became of an event is known some time after the calendar was read to its end. */
export async function isAnyHeld(scene: Scene, ledgers: readonly Ledger[]): Promise<boolean> {
  if (scene.visitors === null || scene.visitors.asks.length === 0) return false;
  const held = (await readBookings(scene)).filter(({ state }) => state === "held");
  return held.some((row) => ledgers.some((ledger) => ledger.calendarId === row.calendarId && !isAtRest(ledger)));
}

/** When everything has come to rest: what a visitor was told is so, and the host's calendar says the same. */
export async function checkSettledBookings(scene: Scene, ledgers: readonly Ledger[]): Promise<Violation | null> {
  const { visitors } = scene;
  if (visitors === null || visitors.asks.length === 0) return null;
  const rows = await readBookings(scene);
  for (const row of rows) {
    const ledger = ledgers.find(({ calendarId }) => calendarId === row.calendarId);
    const what = findWrong(scene, row, ledger);
    if (what !== null) return { invariant: "I5", what: `${row.name} is ${row.state}: ${what}` };
  }
  for (const { name, told } of visitors.asks) {
    const row = rows.find((each) => each.name === name);
    // What waited for its host until its time had passed came to nothing too.
    if (told === "error" && row !== undefined && row.state !== "failed" && row.state !== "expired")
      return { invariant: "I5", what: `${name} was refused and is ${row.state}` };
    // What its host takes out of the calendar is over, and what is past is not looked after any more.
    const isOver = visitors.leavers.has(name) || (visitors.touched.has(name) && eventsOf(scene, name).length === 0);
    if (told === "confirmed" && row?.state !== "confirmed" && !isOver)
      return { invariant: "I5", what: `${name} was told that it stands, and is ${row?.state ?? "not there"}` };
  }
  return null;
}

function findWrong(scene: Scene, row: Row, ledger?: Ledger): string | null {
  const { name, state, from, to, attention, givenUp, told } = row;
  // Nobody can be asked where nobody may read or write any more.
  if (ledger === undefined || isAtRest(ledger)) return null;
  if (state === "held") return `it waits for ever (${attention ?? "nothing is said"})`;
  const isTouched = scene.visitors?.touched.has(name) === true;
  // Of what is over nobody is told any more.
  if (isTouched && to.getTime() <= scene.timeline.nowMs + scene.timeline.setBackMs) return null;
  if (isTouched && state === "cancelled" && !told.includes("cancelled")) return "nobody told its visitor";
  const events = eventsOf(scene, name);
  if (state !== "confirmed") return events.length === 0 || givenUp > 0 ? null : "its event is there";
  const [event] = events;
  if (event === undefined) return "there is no event";
  const isDeclined = event.attendees.some(({ response }) => response === "declined");
  if (isDeclined !== (attention === "attendee_declined") && !isOntoAnother(row))
    return isDeclined ? "its visitor has declined, and it does not say so" : "it says that its visitor has declined";
  const isThen = toInstant(event.start, event.zone).at.getTime() === from.getTime();
  return isThen || givenUp > 0 ? null : `its event is at ${event.start}, and it is to be at ${from.toISOString()}`;
}
