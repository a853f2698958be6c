// What happens in a simulation, as data: chosen by chance beforehand, so that a failing seed can be cut down to what matters.
import type { ProviderErrorKind } from "@/core/errors/kinds";

import { createDice, type Dice } from "./dice";
import { inOrder, rareBookingSequences, rarePushSequences, rareSequences } from "./rare-sequences";
import { bookingSequences, hostSequences, pushBegins, pushSequences, sequences, type Beat } from "./sequences";
import type { Death } from "./timeline";

const minute = 60_000;
const hour = 60 * minute;

export const editKinds = [
  "create",
  "create_series",
  "create_outside",
  "create_all_day",
  "change",
  "move",
  "move_out",
  "move_in",
  "delete",
  "undelete",
  "spoil",
  "mend",
  "shorten_series",
  "change_occurrence",
  "move_occurrence",
  "cancel_occurrence",
  "split",
  "delete_most",
  "take_slot",
] as const;
export type EditKind = (typeof editKinds)[number];

export const faultKinds = [
  "unavailable",
  "network",
  "timeout",
  "malformed_answer",
  "rate_limited",
  "quota_exhausted",
  "unauthorized",
  "forbidden",
  "not_found",
  "invalid_request",
  "client_rejected",
  "cursor_expired",
  "silence",
  "lost_answer",
  "page_circle",
  "grant_lost",
] as const satisfies readonly (ProviderErrorKind | "silence" | "lost_answer" | "page_circle")[];
export type FaultKind = (typeof faultKinds)[number];
const struck = ["listChanges", "refresh", "refresh", "listCalendars", "readEvent", "saveEvent", "readBusy"] as const;

/** To a time of its own, or to one that visitors want. */
export type HostEdit = "move" | "onto" | "delete" | "decline" | "accept";

export type DatabaseLoss = "unreached" | "unheard";

/** `pick` chooses among what there is when the step comes, so that a step means something whatever went before. */
export type Happening =
  | { readonly do: "edit"; readonly edits: readonly EditKind[]; readonly calendar: number; readonly pick: number }
  | {
      readonly do: "fault";
      readonly is: FaultKind;
      readonly at: (typeof struck)[number];
      readonly count: number;
      readonly restMs: number;
    }
  | { readonly do: "mend" }
  | { readonly do: "expire_cursors" }
  | { readonly do: "work"; readonly worker: number }
  /** Goes on from one due moment to the next. */
  | { readonly do: "live"; readonly ms: number }
  /** Time passes while nobody is at work, or everybody is held up in the middle of it. */
  | { readonly do: "leap"; readonly ms: number }
  | { readonly do: "crash"; readonly worker: number; readonly after: number; readonly how: Death }
  | { readonly do: "deploy" }
  /** F83. */
  | { readonly do: "set_back"; readonly ms: number }
  /** So many of our next transactions do not reach the database, or are done and never heard of. */
  | { readonly do: "lose_database"; readonly requests: number; readonly how: DatabaseLoss }
  /** F60, F98. One account, or everybody's, for a while, whatever is asked. */
  | {
      readonly do: "outage";
      readonly account: number | null;
      readonly is: "unavailable" | "timeout" | "rate_limited";
      readonly ms: number;
    }
  /** F78. */
  | { readonly do: "empty_listing"; readonly calendar: number; readonly count: number }
  /** TOK-12. */
  | { readonly do: "disconnect"; readonly account: number; readonly keepEvents: boolean }
  | { readonly do: "resync"; readonly calendar: number; readonly isFull: boolean }
  | { readonly do: "choose"; readonly calendar: number; readonly yes: boolean }
  | { readonly do: "pause_calendar"; readonly calendar: number; readonly yes: boolean }
  | { readonly do: "pause_account"; readonly account: number; readonly yes: boolean }
  | { readonly do: "reconnect"; readonly account: number }
  | { readonly do: "revoke"; readonly account: number }
  | { readonly do: "refresh_now"; readonly account: number }
  | { readonly do: "decide"; readonly calendar: number; readonly approve: boolean }
  | { readonly do: "retry_event"; readonly calendar: number; readonly pick: number }
  /** BKG-3. Again: what the last visitor asked for, once more. */
  | { readonly do: "book"; readonly slot: number; readonly isAgain: boolean; readonly acceptsRequest: boolean }
  | { readonly do: "cancel_booking"; readonly pick: number }
  | { readonly do: "move_booking"; readonly pick: number; readonly slot: number }
  /** BKG-3. What the host does to a booked event in the provider's own application, or the visitor by its invitation. */
  | { readonly do: "host"; readonly what: HostEdit; readonly pick: number; readonly slot: number }
  /** F31. What its channels bring from now on is lost. */
  | { readonly do: "mute"; readonly calendar: number }
  /** F24. */
  | { readonly do: "forge"; readonly calendar: number }
  /** What a worker does beside its work: looks for accounts without channels, and for something to be told. */
  | { readonly do: "tend" }
  /** The process that answers people dies. */
  | { readonly do: "crash_web"; readonly after: number; readonly how: Death };

/** `turns`: how much happens at once before the next step begins; `chance` orders it. */
export type Step = Happening & { readonly turns: number; readonly chance: number };

export type Plan = {
  readonly seed: number;
  readonly style: "token" | "link";
  readonly rotation: "none" | "soft" | "strict";
  readonly pageSize: number;
  /** Calendars of each account. */
  readonly accounts: readonly number[];
  readonly workers: number;
  readonly zone: string;
  /** What the provider allows each account. */
  readonly callsPerMinute: number;
  readonly startsAfterMs: number;
  /** How notices come; left out, nobody gets any. */
  readonly post?: { readonly dropped: number; readonly doubled: number; readonly lateMs: number };
  /** Whether the first account can be booked. Left out, as in older stories: it cannot. */
  readonly takesBookings?: boolean;
  /** Events and series that are there before anybody connects. */
  readonly already: number;
  readonly steps: readonly Step[];
};

type Makers = Record<Happening["do"], (dice: Dice) => Happening>;

const weekDays = [1_000, 20_000, 45_000, 2 * minute, 6 * minute, 20 * minute, hour, 3 * hour, 7 * hour, 48 * hour];
const hostEdits = ["move", "onto", "delete", "decline", "accept"] as const satisfies readonly HostEdit[];
const deaths = ["before", "within", "after"] as const;

function makersFor(dice: Dice): Makers {
  // Swarm: each seed knows a part of what can go wrong, so that rare things meet each other.
  const some = <T>(list: readonly T[]): readonly T[] => {
    const kept = list.filter(() => dice.is(0.45));
    return kept.length === 0 ? [dice.pick(list)] : kept;
  };
  const edits = some(editKinds);
  const faults = some(faultKinds);
  const calendar = () => dice.below(6);
  const account = () => dice.below(3);
  return {
    edit: () => {
      const burst = Array.from({ length: dice.pick([1, 1, 2, 4]) }, () => dice.pick(edits));
      return { do: "edit", edits: burst, calendar: calendar(), pick: dice.roll() };
    },
    fault: () => {
      const is = dice.pick(faults);
      const restMs = dice.is(0.5) ? 0 : dice.pick([1_000, 30_000, 5 * minute, 2 * hour]);
      const at = is === "grant_lost" ? "refresh" : dice.is(0.5) ? "listChanges" : dice.pick(struck);
      return { do: "fault", is, at, count: is === "grant_lost" ? 1 : dice.pick([1, 1, 2, 3, 8]), restMs };
    },
    mend: () => ({ do: "mend" }),
    expire_cursors: () => ({ do: "expire_cursors" }),
    work: () => ({ do: "work", worker: dice.below(3) }),
    live: () => ({ do: "live", ms: dice.pick([5 * minute, 20 * minute, 45 * minute]) }),
    leap: () => ({ do: "leap", ms: dice.pick(weekDays) }),
    crash: () => ({ do: "crash", worker: dice.below(3), after: dice.below(24), how: dice.pick(deaths) }),
    deploy: () => ({ do: "deploy" }),
    set_back: () => ({ do: "set_back", ms: dice.pick([5_000, 4 * minute, hour]) }),
    lose_database: () => ({
      ...{ do: "lose_database", requests: dice.pick([1, 1, 3, 12]), how: dice.pick(["unreached", "unheard"]) },
    }),
    outage: () => ({
      ...{ do: "outage", account: dice.is(0.5) ? null : account(), ms: dice.pick([minute, 20 * minute, 3 * hour]) },
      is: dice.pick(["unavailable", "unavailable", "timeout", "rate_limited"]),
    }),
    empty_listing: () => ({ do: "empty_listing", calendar: calendar(), count: dice.pick([1, 1, 2]) }),
    disconnect: () => ({ do: "disconnect", account: account(), keepEvents: dice.is(0.5) }),
    resync: () => ({ do: "resync", calendar: calendar(), isFull: dice.is(0.3) }),
    choose: () => ({ do: "choose", calendar: calendar(), yes: dice.is(0.6) }),
    pause_calendar: () => ({ do: "pause_calendar", calendar: calendar(), yes: dice.is(0.5) }),
    pause_account: () => ({ do: "pause_account", account: account(), yes: dice.is(0.4) }),
    reconnect: () => ({ do: "reconnect", account: account() }),
    revoke: () => ({ do: "revoke", account: account() }),
    refresh_now: () => ({ do: "refresh_now", account: account() }),
    decide: () => ({ do: "decide", calendar: calendar(), approve: dice.is(0.5) }),
    retry_event: () => ({ do: "retry_event", calendar: calendar(), pick: dice.roll() }),
    book: () => ({ do: "book", slot: dice.below(4), isAgain: dice.is(0.2), acceptsRequest: dice.is(0.4) }),
    cancel_booking: () => ({ do: "cancel_booking", pick: dice.roll() }),
    move_booking: () => ({ do: "move_booking", pick: dice.roll(), slot: dice.below(4) }),
    host: () => ({ do: "host", what: dice.pick(hostEdits), pick: dice.roll(), slot: dice.below(4) }),
    mute: () => ({ do: "mute", calendar: calendar() }),
    forge: () => ({ do: "forge", calendar: calendar() }),
    tend: () => ({ do: "tend" }),
    crash_web: () => ({ do: "crash_web", after: dice.below(14), how: dice.pick(deaths) }),
  };
}

/** How often each happens, next to the others; what a seed leaves out it leaves out entirely. */
const always = { edit: 12, work: 9, live: 2, leap: 3 } as const;
const sometimes: Readonly<Partial<Record<Happening["do"], number>>> = {
  fault: 6,
  mend: 1,
  expire_cursors: 0.6,
  crash: 4,
  deploy: 1,
  set_back: 0.8,
  lose_database: 1.5,
  outage: 1.2,
  empty_listing: 0.8,
  disconnect: 0.5,
  resync: 1.5,
  choose: 0.8,
  pause_calendar: 0.6,
  pause_account: 0.6,
  reconnect: 0.8,
  revoke: 0.4,
  refresh_now: 0.5,
  decide: 0.8,
  retry_event: 0.6,
};

/** Where people can be booked. */
const booked: Readonly<Partial<Record<Happening["do"], number>>> = {
  book: 7,
  cancel_booking: 1.2,
  move_booking: 1.5,
  crash_web: 1.5,
};
const entriesOf = (weights: Readonly<Partial<Record<Happening["do"], number>>>) =>
  Object.entries(weights) as [Happening["do"], number][];

function drawKinds(dice: Dice, takesBookings: boolean): (dice: Dice) => Happening["do"] {
  const weights = new Map<Happening["do"], number>(entriesOf(always));
  for (const [kind, weight] of entriesOf(sometimes)) if (dice.is(0.55)) weights.set(kind, weight);
  if (takesBookings) for (const [kind, weight] of entriesOf(booked)) weights.set(kind, weight);
  const sum = [...weights.values()].reduce((a, b) => a + b, 0);
  return (each) => {
    let left = each.roll() * sum;
    for (const [kind, weight] of weights) if ((left -= weight) < 0) return kind;
    return "work";
  };
}

/** Few turns let things overlap, many let them end. */
const turnsOf = (dice: Dice) => (dice.is(0.4) ? dice.below(14) : 400);

/** By dice of its own, so that the other stories stay what they are. */
function drawPost(dice: Dice, beats: Beat[]): NonNullable<Plan["post"]> | null {
  if (!dice.is(0.35)) return null;
  const put = (at: number, ...some: readonly Beat[]) => beats.splice(at, 0, ...some);
  const anywhere = () => 1 + dice.below(beats.length);
  for (let left = dice.between(1, 3); left > 0; left -= 1)
    put(anywhere(), ...dice.pick(Object.values(pushSequences))(dice));
  for (let left = 3; left > 0; left -= 1) put(anywhere(), [{ do: "tend" }, turnsOf(dice)]);
  put(0, ...pushBegins);
  return { dropped: dice.pick([0, 0.1, 0.5]), doubled: dice.pick([0, 0.3]), lateMs: dice.pick([0, 2_000, 90_000]) };
}

/** By dice of its own, so that the other stories stay what they are. */
function drawHost(dice: Dice, beats: Beat[]): void {
  if (!dice.is(0.6)) return;
  for (let left = dice.between(1, 3); left > 0; left -= 1)
    beats.splice(1 + dice.below(beats.length), 0, ...dice.pick(Object.values(hostSequences))(dice));
}

/** Last of all, and by dice of its own: what goes before stays what it was. */
function drawRare(dice: Dice, beats: Beat[], has: { readonly bookings: boolean; readonly post: boolean }): void {
  if (!dice.is(0.5)) return;
  const scenes = [
    ...Object.values(rareSequences),
    ...(has.bookings ? [...Object.values(rareBookingSequences), ...Object.values(rareBookingSequences)] : []),
    ...(has.post ? [...Object.values(rarePushSequences), ...Object.values(rarePushSequences)] : []),
  ];
  beats.push(...inOrder, ...dice.pick(scenes)(dice));
}

const scenesFor = (takesBookings: boolean) => [
  ...Object.values(sequences),
  ...(takesBookings ? [...Object.values(bookingSequences), ...Object.values(bookingSequences)] : []),
];

export function planSeed(seed: number): Plan {
  const dice = createDice(seed);
  const makers = makersFor(dice);
  const takesBookings = dice.is(0.45);
  const draw = drawKinds(dice, takesBookings);
  const beats = Array.from({ length: dice.between(6, 20) }, (): Beat => [makers[draw(dice)](dice), turnsOf(dice)]);
  for (let left = dice.pick([0, 1, 2, 2, 3]); left > 0; left -= 1)
    beats.splice(dice.below(beats.length), 0, ...dice.pick(scenesFor(takesBookings))(dice));
  if (takesBookings) drawHost(createDice(seed + 0.625), beats);
  const post = drawPost(createDice(seed + 0.75), beats);
  // Dice know whole numbers only.
  drawRare(createDice(seed * 1_000_003 + 7), beats, { bookings: takesBookings, post: post !== null });
  const steps = beats.map(([happening, turns], index): Step => ({ ...happening, turns, chance: seed * 1_000 + index }));
  const calendars = () => (dice.is(0.7) ? 1 : 2);
  return {
    seed,
    style: dice.pick(["token", "link"]),
    rotation: dice.pick(["none", "soft", "strict"]),
    pageSize: dice.between(2, 5),
    accounts: dice.is(0.6) ? [calendars()] : [calendars(), 1],
    workers: dice.between(1, 3),
    zone: dice.pick(["UTC", "Europe/Berlin", "America/New_York"]),
    callsPerMinute: dice.pick([6_000, 6_000, 6_000, 8]),
    already: dice.pick([0, 3, 6, 14]),
    startsAfterMs: dice.below(14 * 24) * hour,
    takesBookings,
    ...(post !== null && { post }),
    steps,
  };
}
