import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { minuteMs } from "../time/wall-time";
import { findSlots, startsIn, withBuffers, type Host, type SlotQuestion, type SlotRules } from "./open-slots";
import { weekOf } from "./opening-hours";
import { mergeSpans, subtract, type Span } from "./spans";

const now = new Date("2026-03-02T00:00:00Z");
const everyDay = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ from: "09:00", until: "12:00" }]]));
const rules: SlotRules = {
  hours: { zone: "UTC", weekly: everyDay, exceptions: [] },
  ...{ durationMinutes: 30, stepMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
  ...{ noticeMinutes: 0, horizonDays: 30, dailyCap: null, weeklyCap: null },
};
const always: Span = { from: 0, to: Date.UTC(2030, 0) };
const host = (userId: string, busy: readonly Span[] = [], more: Partial<Host> = {}): Host => ({
  ...{ userId, busy, covered: always, hours: null },
  ...more,
});
const on = (from: string, to: string): Span => ({
  from: Date.parse(`2026-03-03T${from}:00Z`),
  to: Date.parse(`2026-03-03T${to}:00Z`),
});
const day = on("00:00", "23:59");
const ask = (question: Partial<SlotQuestion>, window = day) =>
  findSlots({ rules, hosts: [host("alice")], need: "all", booked: [], ...question }, window, now);
const starts = (question: Partial<SlotQuestion>, window = day) =>
  ask(question, window).map(({ from }) => new Date(from).toISOString().slice(11, 16));

describe("BKG-1 slots", () => {
  it("6.15 are gone on both days for what goes over midnight, once each", () => {
    const night = [
      { from: "00:00", until: "02:00" },
      { from: "22:00", until: "23:59" },
    ];
    const weekly = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((each) => [each, night]));
    const overMidnight: Span = { from: Date.UTC(2026, 2, 3, 23), to: Date.UTC(2026, 2, 4, 1) };
    const question = {
      rules: { ...rules, hours: { ...rules.hours, weekly } },
      hosts: [host("alice", [overMidnight])],
    };
    expect(starts(question, { from: Date.UTC(2026, 2, 3, 12), to: Date.UTC(2026, 2, 4, 12) })).toEqual([
      ...["22:00", "22:30", "01:00", "01:30"],
    ]);
  });

  it.each<[string, Partial<SlotQuestion>, string[]]>([
    ["fill the hours", {}, ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]],
    ["leave out what is taken", { hosts: [host("alice", [on("09:40", "11:00")])] }, ["09:00", "11:00", "11:30"]],
    [
      "keep buffers, also against what lies outside of the hours",
      {
        rules: { ...rules, bufferBeforeMinutes: 15, bufferAfterMinutes: 15 },
        hosts: [host("alice", [on("08:30", "09:00"), on("10:30", "10:45")])],
      },
      ["09:30", "11:00", "11:30"],
    ],
    ["begin where another ends", { hosts: [host("alice", [on("09:00", "11:30")])] }, ["11:30"]],
    ["need everybody", { hosts: [host("a", [on("09:00", "10:30")]), host("b", [on("11:00", "12:00")])] }, ["10:30"]],
    [
      "stay inside a host's own hours",
      {
        hosts: [
          host("a", [], { hours: { zone: "UTC", weekly: { 2: [{ from: "11:00", until: "20:00" }] }, exceptions: [] } }),
        ],
      },
      ["11:00", "11:30"],
    ],
    ["end where nothing is proved", { hosts: [host("a", [], { covered: on("09:30", "10:30") })] }, ["09:30", "10:00"]],
    ["are none where nothing is known", { hosts: [host("a", [], { covered: null })] }, []],
    ["end at the daily cap", { rules: { ...rules, dailyCap: 2 }, booked: [{ day: "2026-03-03", count: 2 }] }, []],
    ["end at the weekly cap", { rules: { ...rules, weeklyCap: 3 }, booked: [{ day: "2026-03-06", count: 3 }] }, []],
    [
      "go on below the cap",
      {
        rules: { ...rules, dailyCap: 2, weeklyCap: 9 },
        booked: [{ day: "2026-03-03", count: 1 }],
        hosts: [host("a", [on("09:00", "11:30")])],
      },
      ["11:30"],
    ],
    ["keep the notice", { rules: { ...rules, noticeMinutes: 35 * 60 } }, ["11:00", "11:30"]],
    ["keep the horizon", { rules: { ...rules, horizonDays: 1 } }, []],
    [
      "are closed on a holiday",
      { rules: { ...rules, hours: { ...rules.hours, exceptions: [{ date: "2026-03-03", hours: [] }] } } },
      [],
    ],
  ])("%s", (_, question, expected) => {
    expect(starts(question)).toEqual(expected);
  });

  it("name who of a team is free", () => {
    const hosts = [host("a", [on("09:00", "10:00")]), host("b", [on("09:30", "12:00")])];
    expect(ask({ hosts, need: "any" }).map((slot) => slot.hosts)).toEqual([["b"], ["a"], ["a"], ["a"], ["a"]]);
  });

  const minute = fc.integer({ min: 8 * 60, max: 13 * 60 });
  const busy = fc.array(fc.tuple(minute, fc.integer({ min: 1, max: 90 })), { maxLength: 12 }).map((pairs) =>
    mergeSpans(
      pairs.map(([from, length]) => ({
        from: day.from + from * minuteMs,
        to: day.from + (from + length) * minuteMs,
      })),
    ),
  );
  const anyRules = fc.record({
    durationMinutes: fc.integer({ min: 5, max: 90 }),
    stepMinutes: fc.integer({ min: 5, max: 60 }),
    bufferBeforeMinutes: fc.integer({ min: 0, max: 40 }),
    bufferAfterMinutes: fc.integer({ min: 0, max: 40 }),
  });

  it("are exactly the starts on the grid at which nobody is taken (any hosts, any rules)", () => {
    fc.assert(
      fc.property(
        fc.array(busy, { minLength: 1, maxLength: 4 }),
        anyRules,
        fc.constantFrom("all", "any"),
        (all, some, need) => {
          const asked = { ...rules, ...some };
          const hosts = all.map((each, index) => host(String(index), each));
          const slots = ask({ rules: asked, hosts, need });
          const isFree = (each: readonly Span[], from: number) => {
            const taken = withBuffers(asked, { from, to: from + asked.durationMinutes * minuteMs });
            return each.every(({ from: a, to: b }) => b <= taken.from || a >= taken.to);
          };
          const expected = startsIn(asked, day).filter((from) =>
            need === "all" ? all.every((each) => isFree(each, from)) : all.some((each) => isFree(each, from)),
          );
          expect(slots.map(({ from }) => from)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("S28 depend on when somebody is busy and on nothing else: order, overlaps and repetitions do not show", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(minute, fc.integer({ min: 1, max: 90 })), { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (pairs, stream) => {
          const spans = pairs.map(([from, length]) => ({
            from: day.from + from * minuteMs,
            to: day.from + (from + length) * minuteMs,
          }));
          const shuffled = spans.flatMap((span) => [span, span]).toSorted(() => ((stream.next().value ?? 0) % 3) - 1);
          expect(starts({ hosts: [host("a", mergeSpans(shuffled))] })).toEqual(
            starts({ hosts: [host("a", mergeSpans(spans))] }),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

it("weeks begin on Monday", () => {
  expect([weekOf("2026-03-02"), weekOf("2026-03-08")]).toEqual(["2026-03-02", "2026-03-02"]);
});

describe("spans", () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 40 }))
    .map(([from, length]) => ({ from, to: from + length }));
  it("are taken away point by point", () => {
    fc.assert(
      fc.property(fc.array(span), fc.array(span), (some, others) => {
        const left = subtract(mergeSpans(some), mergeSpans(others));
        const has = (list: readonly Span[], at: number) => list.some(({ from, to }) => from <= at && at < to);
        for (let at = 0; at < 250; at += 1) expect(has(left, at)).toBe(has(some, at) && !has(others, at));
      }),
      { numRuns: 100 },
    );
  });
});
