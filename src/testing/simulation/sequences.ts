// Short scenes in which one thing has to follow another: chance alone would bring them together too seldom.
import type { Dice } from "./dice";
import type { EditKind, Happening, HostEdit } from "./steps";

const minute = 60_000;
const hour = 60 * minute;

/** A step and how much happens before the next one. */
export type Beat = readonly [Happening, turns: number];
export type Sequence = (dice: Dice) => readonly Beat[];

export const all = 400;
const few = (dice: Dice) => dice.between(3, 16);
export const edit = (calendar: number, pick: number, ...edits: readonly EditKind[]): Happening => ({
  ...{ do: "edit", edits, calendar, pick },
});
export const resync = (calendar: number, isFull = false): Happening => ({ do: "resync", calendar, isFull });
export const work = (worker: number): Happening => ({ do: "work", worker });
export const leap = (ms: number): Happening => ({ do: "leap", ms });
export const anyCalendar = (dice: Dice) => dice.below(6);

type Trouble = Pick<Extract<Happening, { do: "fault" }>, "is" | "count">;
/** Each ends one run. */
const firsts: readonly Trouble[] = [
  { is: "forbidden", count: 1 },
  { is: "not_found", count: 1 },
  { is: "page_circle", count: 1 },
  { is: "unavailable", count: 4 },
  { is: "unauthorized", count: 2 },
];
/** What is believed when it is said again, and not when it is said once. */
const seconds: readonly Trouble[] = [
  { is: "unauthorized", count: 2 },
  { is: "unauthorized", count: 2 },
  { is: "forbidden", count: 1 },
  { is: "not_found", count: 1 },
  { is: "invalid_request", count: 2 },
];
const strike = ({ is, count }: Trouble): Happening => ({ do: "fault", is, at: "listChanges", count, restMs: 0 });

export const ready: readonly Beat[] = [
  [resync(0), 20],
  [resync(1), 20],
  [work(0), all],
];
export const ample: readonly EditKind[] = [
  "create",
  "create_series",
  "create",
  "create_series",
  "create",
  "create_series",
];

export const sequences = {
  /** F39, F44, F45. One kind of failure, and after it another. */
  two_troubles: (dice) => {
    const calendar = anyCalendar(dice);
    const again: readonly Beat[] = [
      [resync(calendar), 20],
      [work(dice.below(3)), all],
    ];
    return [[strike(dice.pick(firsts)), 0], ...again, [strike(dice.pick(seconds)), 0], ...again];
  },
  /** TOK-3. Everybody finds the token over at the same moment. */
  crowd: (dice) => [
    [leap(dice.pick([61, 75, 200]) * minute), 0],
    [{ do: "refresh_now", account: 0 }, dice.below(2)],
    [work(0), dice.below(3)],
    [{ do: "refresh_now", account: 0 }, 0],
    [{ do: "refresh_now", account: 0 }, all],
  ],
  /** I10. Somebody stands still in the middle of a read, and another goes on with it. */
  stall: (dice) => {
    const calendar = anyCalendar(dice);
    const pick = dice.roll();
    return [
      [edit(calendar, pick, ...ample), 0],
      [resync(calendar, true), 20],
      [work(0), few(dice)],
      [edit(calendar, dice.roll(), "change", "delete", "change", "move_out"), 0],
      [leap(2 * minute), 0],
      [work(1), dice.pick([20, 60, all])],
      [edit(calendar, pick, "change", "create"), 0],
      [work(1), all],
    ];
  },
  /** I11. A read that takes long proves only what was there when it began. */
  late_proof: (dice) => {
    const calendar = anyCalendar(dice);
    const heldUpMs = dice.pick([20 * minute, hour, 3 * hour]);
    const restMs = heldUpMs - 3 * minute;
    return [
      [edit(calendar, dice.roll(), ...ample), 0],
      [resync(calendar, true), 20],
      [work(0), few(dice)],
      [edit(calendar, dice.roll(), "change", "create"), 0],
      [leap(heldUpMs), 0],
      [work(dice.below(2)), all],
      ...Array.from({ length: 5 }, (): Beat => [leap(restMs), 0]),
    ];
  },
  /** SYN-3. A delta of several pages that is cut off between two of them. */
  cut_delta: (dice) => {
    const calendar = anyCalendar(dice);
    const worker = dice.below(3);
    return [
      [edit(calendar, dice.roll(), ...ample, "create", "create"), 0],
      [resync(calendar), 20],
      [work(worker), all],
      [edit(calendar, dice.roll(), "delete", "delete", "delete", "change", "change", "create", "change", "move"), 0],
      [resync(calendar), 20],
      [{ do: "crash", worker, after: dice.between(4, 24), how: dice.pick(["before", "within", "after"]) }, all],
      [leap(minute), 0],
      [work(worker), all],
    ];
  },
  /** F78. A calendar that is well filled is said to be empty, more than once. */
  doubt: (dice) => {
    const calendar = anyCalendar(dice);
    return [
      [edit(calendar, dice.roll(), ...ample, ...ample), 0],
      [resync(calendar), 20],
      [work(0), all],
      [{ do: "empty_listing", calendar, count: dice.pick([2, 3]) }, 20],
      [work(0), all],
      [{ do: "live", ms: 5 * minute }, all],
    ];
  },
  /** I9. More is to be read than may be asked in a minute. */
  rush: (dice) => [
    ...[0, 1, 2].map((calendar): Beat => [edit(calendar, dice.roll(), ...ample, ...ample), 0]),
    ...[0, 1, 2].map((calendar): Beat => [resync(calendar, true), 20]),
    ...[0, 1, 2].map((worker): Beat => [work(worker), 2]),
    [work(0), all],
  ],
  /** SYN-5. A person reconnects, and which calendars there are is asked anew. */
  list_again: (dice) => [
    [{ do: "reconnect", account: dice.below(2) }, 40],
    [work(dice.below(3)), all],
  ],
  /** F49. Somebody asks for rest, and nobody may call meanwhile. */
  rest: (dice) => {
    const at = dice.pick(["listChanges", "listChanges", "listCalendars", "refresh"] as const);
    const is = dice.pick(["rate_limited", "unavailable"] as const);
    const restMs = dice.pick([5 * minute, 2 * hour]);
    return [
      [{ do: "fault", is, at, count: dice.pick([1, 2]), restMs }, 0],
      [resync(0, true), 20],
      ...(at === "refresh" ? ([[{ do: "refresh_now", account: 0 }, all]] as const) : []),
      ...(at === "listCalendars" ? ([[{ do: "reconnect", account: 0 }, 40]] as const) : []),
      [work(0), all],
      [leap(dice.pick([20_000, minute])), 0],
      [resync(1), 20],
      [resync(0), 20],
      [work(1), all],
    ];
  },
} as const satisfies Readonly<Record<string, Sequence>>;

export const book = (slot: number, isAgain = false): Happening => ({
  do: "book",
  slot,
  isAgain,
  acceptsRequest: false,
});

/** Where people can be booked. Everything has to be read first: nobody is booked where it is not known who is free. */
export const bookingSequences = {
  /** I14. Many want the same time at once. */
  contest: (dice) => {
    const slot = dice.below(4);
    const soon = () => dice.below(8);
    return [...ready, [book(slot), soon()], [book(slot), soon()], [book(slot, true), soon()], [book(slot), all]];
  },
  /** F91, F92. Whoever books loses the answer, and asks again. */
  lost_answer: (dice) => {
    const slot = dice.below(4);
    const how = dice.pick(["before", "within", "after"] as const);
    return [
      ...ready,
      [book(slot), 0],
      [{ do: "crash_web", after: dice.between(2, 14), how }, all],
      ...(dice.is(0.5) ? ([[leap(20 * minute), 0]] as const) : []),
      [work(0), all],
      [book(slot, true), all],
    ];
  },
  /** F92. What becomes of the event is not known for a while. */
  unsure: (dice) => {
    const is = dice.pick(["lost_answer", "forbidden", "timeout", "forbidden"] as const);
    return [
      ...ready,
      [{ do: "fault", is, at: "saveEvent", count: dice.pick([1, 4, 12]), restMs: 0 }, 0],
      [book(dice.below(4)), all],
      [{ do: "live", ms: dice.pick([5, 20, 45]) * minute }, all],
      [book(dice.below(4), true), all],
    ];
  },
  /** F93. The host is quicker, in the provider's own application. */
  quicker: (dice) => [
    ...ready,
    [edit(0, dice.roll(), "take_slot"), 0],
    [leap(dice.pick([1_000, 20_000])), 0],
    [book(dice.below(4)), dice.below(10)],
    [book(dice.below(4)), all],
    [book(dice.below(4)), all],
  ],
  /** F94. Whether the host is free cannot be asked. */
  deaf: (dice) => [
    ...ready,
    [edit(0, dice.roll(), "take_slot"), 0],
    [leap(20_000), 0],
    [{ do: "fault", is: dice.pick(["forbidden", "unavailable"]), at: "readBusy", count: 4, restMs: 0 }, 0],
    [book(dice.below(2)), all],
  ],
  /** BKG-4. What stands is moved or called off. */
  change_of_mind: (dice) => [
    ...ready,
    [book(dice.below(4)), all],
    [{ do: "move_booking", pick: dice.roll(), slot: dice.below(4) }, dice.pick([4, all])],
    [book(dice.below(4)), all],
    [{ do: "cancel_booking", pick: dice.roll() }, dice.pick([4, all])],
    [book(dice.below(4)), all],
  ],
} as const satisfies Readonly<Record<string, Sequence>>;

const host = (dice: Dice, ...whats: readonly HostEdit[]): Happening => ({
  ...{ do: "host", what: dice.pick(whats), pick: dice.roll(), slot: dice.below(4) },
});
const move = (dice: Dice): Happening => ({ do: "move_booking", pick: dice.roll(), slot: dice.below(4) });
const followed: readonly Beat[] = [
  [resync(0), 20],
  [work(0), all],
];

/** Where people can be booked, and their hosts do as they like in their own calendar. */
export const hostSequences = {
  /** BKG-3. What stands is moved, deleted or declined there. */
  by_hand: (dice) => [
    ...ready,
    [book(dice.below(4)), all],
    [host(dice, "move", "delete", "decline"), dice.pick([0, 4])],
    ...followed,
    [book(dice.below(4)), all],
    [host(dice, "move", "accept", "onto"), 0],
    ...followed,
  ],
  /** I14. Onto the time of another. */
  onto_another: (dice) => {
    const slot = dice.below(4);
    const other = (slot + 1) % 4;
    const onto = (pick: number, to: number): Happening => ({ do: "host", what: "onto", pick, slot: to });
    return [
      ...ready,
      [book(slot), all],
      [book(other), all],
      [onto(0.99, slot), dice.pick([0, 6])],
      ...followed,
      [book(other), all],
      [dice.is(0.5) ? { do: "cancel_booking", pick: dice.roll() } : host(dice, "move", "delete"), all],
      ...followed,
    ];
  },
  /** F93. Onto a time that a visitor asks for before anybody has read of it. */
  unread: (dice) => {
    const slot = dice.below(4);
    return [
      ...ready,
      [book(slot), all],
      [{ do: "host", what: "onto", pick: 0.99, slot: (slot + 2) % 4 }, 0],
      [leap(20_000), 0],
      [book((slot + 2) % 4), all],
      [book(slot), all],
    ];
  },
  /** F92. Nobody hears what became of the event, and nobody is at work until its time has passed. */
  long_gone: (dice) => [
    ...ready,
    [{ do: "fault", is: "lost_answer", at: "saveEvent", count: 4, restMs: 0 }, 0],
    [book(dice.below(4)), 60],
    [leap(dice.pick([3, 5]) * 24 * hour), 0],
    [{ do: "mend" }, 0],
    ...followed,
  ],
  /** I5. The visitor and the host change it at once, and an answer may be lost on the way. */
  crossed: (dice) => {
    const loss: Happening = { do: "crash_web", after: dice.below(12), how: dice.pick(["before", "within", "after"]) };
    const fault: Happening = { do: "fault", is: "lost_answer", at: "saveEvent", count: 1, restMs: 0 };
    return [
      ...ready,
      [book(dice.below(4)), all],
      [dice.pick([loss, fault]), 0],
      [move(dice), dice.below(12)],
      [host(dice, "move", "onto", "delete"), dice.below(6)],
      ...followed,
      [move(dice), all],
    ];
  },
} as const satisfies Readonly<Record<string, Sequence>>;

/** Somebody finds that nobody listens. */
export const pushBegins: readonly Beat[] = [
  [work(0), all],
  [{ do: "tend" }, 60],
  [work(0), all],
];

/** Where notices come. */
export const pushSequences = {
  /** WHK-1. Nobody is there when a channel ends. */
  absence: (dice) => [
    [leap(dice.pick([4, 5, 8]) * 24 * hour), 0],
    [work(dice.below(3)), dice.pick([20, all])],
    [work(0), all],
  ],
  /** F8. Somebody dies while a channel is renewed. */
  cut_renewal: (dice) => {
    const worker = dice.below(3);
    return [
      [leap(dice.pick([5, 8]) * 24 * hour), 0],
      [{ do: "crash", worker, after: dice.between(3, 30), how: dice.pick(["before", "within", "after"]) }, all],
      [leap(2 * minute), 0],
      [work(worker), all],
    ];
  },
  /** F31. It is open, and says nothing any more. */
  silence: (dice) => {
    const calendar = anyCalendar(dice);
    return [
      [{ do: "mute", calendar }, 0],
      [edit(calendar, dice.roll(), "change", "create"), 0],
      [{ do: "live", ms: 45 * minute }, all],
    ];
  },
  /** I8, F24. Many come at once, while the database or the process goes away. */
  flood: (dice) => {
    const calendar = anyCalendar(dice);
    const pick = dice.roll();
    const loss: Happening = { do: "lose_database", requests: 2, how: dice.pick(["unreached", "unheard"]) };
    const beat: Beat = dice.is(0.5) ? [loss, 4] : [work(0), 4];
    return [
      [edit(calendar, pick, "create"), 0],
      [{ do: "forge", calendar }, dice.below(6)],
      [edit(calendar, pick, "change"), dice.below(6)],
      beat,
      [edit(calendar, pick, "change"), dice.below(6)],
      [{ do: "crash_web", after: dice.below(4), how: "after" }, 10],
      [edit(calendar, pick, "move"), 40],
      [work(0), all],
    ];
  },
  /** I13. Something is wrong long enough to be told, and then well again. */
  told: (dice) => [
    [{ do: "outage", account: 0, is: dice.pick(["unavailable", "timeout"]), ms: 3 * hour }, 0],
    [{ do: "live", ms: 45 * minute }, all],
    [{ do: "tend" }, 40],
    [work(0), all],
    [leap(hour), 0],
    [{ do: "tend" }, 40],
    [work(0), all],
  ],
} as const satisfies Readonly<Record<string, Sequence>>;
