// P11, its computing part: 500 busy blocks of one person become the free slots of four weeks, without a database. Beside
// it what is easily written instead: each start is held against every block.
// Run: node --import tsx bench/slots.ts
import { median, reporter } from "./report";

const { fromSpans } = await import("../src/core/availability/busy-times");
const { findSlots } = await import("../src/core/availability/open-slots");

const report = reporter("slots");
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const now = new Date("2026-11-30T00:00:00.000Z");
const from = now.getTime();
const window = { from, to: from + 28 * dayMs };
const weekly = Object.fromEntries(["1", "2", "3", "4", "5"].map((day) => [day, [{ from: "09:00", until: "17:00" }]]));
const rules = {
  hours: { zone: "Europe/Berlin", weekly, exceptions: [] },
  ...{ durationMinutes: 30, stepMinutes: 15, bufferBeforeMinutes: 0, bufferAfterMinutes: 10 },
  ...{ noticeMinutes: 0, horizonDays: 60, dailyCap: null, weeklyCap: null },
};
/** Spread over the weeks, out of order, some of them over each other. */
const blocks = Array.from({ length: 500 }, (_, index) => {
  const start = from + ((index * 7_919) % 40_320) * minuteMs;
  return { from: start, to: start + (15 + (index % 6) * 15) * minuteMs };
});

function microseconds(rounds: number, run: () => unknown): number {
  const took = Array.from({ length: rounds }, () => {
    const startedMs = performance.now();
    run();
    return (performance.now() - startedMs) * 1_000;
  });
  return median(took.slice(rounds / 4));
}

const slotsOf = (busy: (typeof blocks)[number][]) =>
  findSlots(
    { rules, need: "all", booked: [], hosts: [{ userId: "a", busy, covered: window, hours: null }] },
    window,
    now,
  );
const ours = () => slotsOf([...fromSpans(blocks).busy]);
const naive = () =>
  slotsOf([]).filter(({ from: start, to }) => {
    const until = to + rules.bufferAfterMinutes * minuteMs;
    return !blocks.some((block) => block.from < until && start < block.to);
  });
if (JSON.stringify(ours().map((slot) => slot.from)) !== JSON.stringify(naive().map((slot) => slot.from)))
  throw new Error("The two do not agree on what is free.");

report(
  "merge_of_500_microseconds",
  microseconds(400, () => fromSpans(blocks)),
  { most: 100 },
);
report("four_weeks_microseconds", microseconds(200, ours), { most: 5_000 });
report("times_of_every_block", microseconds(20, naive) / microseconds(200, ours), { least: 2 });
