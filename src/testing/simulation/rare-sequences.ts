// Scenes that chance brings about too seldom for anybody to rely on it. One may end a story.
import type { Dice } from "./dice";
import {
  all,
  ample,
  anyCalendar,
  book,
  edit,
  leap,
  pushBegins,
  ready,
  resync,
  work,
  type Beat,
  type Sequence,
} from "./sequences";
import type { Happening } from "./steps";

const minute = 60_000;
const hour = 60 * minute;

const live = (ms: number): Beat => [{ do: "live", ms }, all];
const anyAccount = (dice: Dice) => dice.below(2);
const read = (dice: Dice, calendar: number): readonly Beat[] => [
  [resync(calendar), 20],
  [work(dice.below(3)), all],
];
const lookAround: readonly Beat[] = [
  [{ do: "tend" }, 40],
  [work(0), all],
];
type Fault = Extract<Happening, { do: "fault" }>;
const strike = (at: "refresh" | "listChanges" | "saveEvent", fault: Pick<Fault, "is" | "count">, restMs = 0) =>
  ({ do: "fault", at, restMs, ...fault }) as const;

/** Whatever went before: the first account can be read, and nothing is wrong with its provider. */
export const inOrder: readonly Beat[] = [
  [{ do: "mend" }, 0],
  [{ do: "pause_account", account: 0, yes: false }, 10],
  ...[0, 1].flatMap((calendar): readonly Beat[] => [
    [{ do: "choose", calendar, yes: true }, 10],
    [{ do: "pause_calendar", calendar, yes: false }, 10],
  ]),
  [{ do: "reconnect", account: 0 }, 40],
  [work(0), all],
];

export const rareSequences = {
  /** F35. A grant is revoked for good, and its person has to be asked. */
  gone: (dice) => [
    [{ do: "revoke", account: anyAccount(dice) }, 0],
    ...read(dice, anyCalendar(dice)),
    live(20 * minute),
    ...lookAround,
  ],
  /** I13. Whoever was asked to reconnect does, and is left in peace. */
  back_again: (dice) => {
    const account = anyAccount(dice);
    return [
      [{ do: "revoke", account }, 0],
      ...read(dice, anyCalendar(dice)),
      live(20 * minute),
      ...lookAround,
      [{ do: "reconnect", account }, 40],
      live(20 * minute),
    ];
  },
  /** F34. Refreshes fail for a while, and nobody has to do anything about it. */
  bad_day: (dice) => [
    [leap(61 * minute), 0],
    [strike("refresh", { is: dice.pick(["unavailable", "malformed_answer", "timeout"]), count: 8 }), 0],
    [{ do: "refresh_now", account: 0 }, all],
    live(5 * minute),
    [{ do: "refresh_now", account: 0 }, all],
    live(20 * minute),
  ],
  /** TOK-3. Each refresh answers with a token of its own, and the old one is good no more. */
  chain: () => [1, 2, 3].flatMap((): readonly Beat[] => [[leap(61 * minute), 0], live(10 * minute)]),
  /** TOK-3. Everybody finds the token over, and asks at the same moment. */
  stampede: (dice) => [
    [leap(61 * minute), 0],
    ...Array.from({ length: 5 }, (): Beat => [{ do: "refresh_now", account: 0 }, 0]),
    [work(dice.below(3)), all],
  ],
  /** F45. One kind of trouble tells nothing of another: each has to be told twice. */
  another_trouble: (dice) => {
    const calendar = anyCalendar(dice);
    return [
      [strike("listChanges", { is: "not_found", count: 1 }), 0],
      ...read(dice, calendar),
      [{ do: "mend" }, 0],
      [
        strike(
          "listChanges",
          dice.pick([
            { is: "forbidden", count: 1 },
            { is: "unauthorized", count: 2 },
          ]),
        ),
        0,
      ],
      ...read(dice, calendar),
    ];
  },
  /** F75. A listing that comes round to its beginning is not its end. */
  circle: (dice) => {
    const calendar = anyCalendar(dice);
    return [
      [edit(calendar, dice.roll(), ...ample, ...ample), 0],
      ...read(dice, calendar),
      [edit(calendar, dice.roll(), ...ample, "change", "delete", "change"), 0],
      [strike("listChanges", { is: "page_circle", count: 3 }), 0],
      ...read(dice, calendar),
    ];
  },
  /** F47. What changed since the last read is not told by a cursor that is over. */
  lapse: (dice) => {
    const calendar = anyCalendar(dice);
    return [
      [edit(calendar, dice.roll(), ...ample), 0],
      ...read(dice, calendar),
      [edit(calendar, dice.roll(), "create", "change", "delete", "move"), 0],
      [{ do: "expire_cursors" }, 0],
      ...read(dice, calendar),
    ];
  },
  /** F49. Somebody asks for rest, and others who would call meanwhile have heard of it. */
  hush: (dice) => [
    [strike("listChanges", { is: "rate_limited", count: 1 }, dice.pick([20 * minute, 2 * hour])), 0],
    ...read(dice, 0),
    live(minute),
    ...[0, 1, 2].flatMap((calendar): readonly Beat[] => [[resync(calendar), 20]]),
    [work(1), all],
    [{ do: "reconnect", account: 0 }, 40],
    [work(2), all],
  ],
  /** F71. What nobody could read is mended, and comes out of where it was put. */
  mended: (dice) => {
    const calendar = anyCalendar(dice);
    return [
      [edit(calendar, dice.roll(), "create", "create", "spoil"), 0],
      ...read(dice, calendar),
      [edit(calendar, 0.1, "mend"), 0],
      ...read(dice, calendar),
    ];
  },
  /** SYN-11. So long away that the window has left behind what stood in it. */
  long_away: (dice) => {
    const calendar = anyCalendar(dice);
    return [
      [edit(calendar, dice.roll(), ...ample, ...ample), 0],
      ...read(dice, calendar),
      [leap(21 * 24 * hour), 0],
      ...read(dice, calendar),
    ];
  },
} as const satisfies Readonly<Record<string, Sequence>>;

/** Where people can be booked. */
export const rareBookingSequences = {
  /** F92. The event is there and nobody heard of it, until its time has passed. */
  unheard: (dice) => [
    ...ready,
    [strike("saveEvent", { is: "lost_answer", count: 8 }), 0],
    [book(dice.below(4)), all],
    [leap(dice.pick([3, 5]) * 24 * hour), 0],
    [{ do: "mend" }, 0],
    [resync(0), 20],
    [work(0), all],
  ],
  /** F91. Whoever has booked asks once more, and is told the same. */
  asked_twice: (dice) => {
    const slot = dice.below(4);
    return [...ready, [book(slot), all], [leap(minute), 0], [book(slot, true), all]];
  },
  /** F92. The process dies while it books, and nobody asks again. */
  left_alone: (dice) => [
    ...ready,
    [book(dice.below(4)), 0],
    [{ do: "crash_web", after: dice.between(6, 14), how: dice.pick(["before", "after"]) }, all],
    live(20 * minute),
  ],
} as const satisfies Readonly<Record<string, Sequence>>;

/** Where notices come. */
export const rarePushSequences = {
  /** WHK-1. A channel is renewed before it ends, and delivers beyond its first end. */
  renewal: (dice) => [
    ...pushBegins,
    [leap(6 * 24 * hour), 0],
    [work(dice.below(3)), all],
    live(20 * minute),
    [leap(3 * 24 * hour), 0],
    [work(dice.below(3)), all],
  ],
} as const satisfies Readonly<Record<string, Sequence>>;
