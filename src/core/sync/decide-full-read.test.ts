import fc from "fast-check";
import { expect, it } from "vitest";
import { decideFullRead } from "./decide-full-read";

const now = new Date("2026-01-26T10:00:00Z");

it("F76 reads anew at once when it has not done so lately", () => {
  expect(decideFullRead([], now, () => 0)).toEqual(now);
  expect(
    decideFullRead(
      [new Date("2026-01-26T08:00:00Z"), new Date("2026-01-26T08:30:00Z"), new Date("2026-01-26T09:30:00Z")],
      now,
      () => 0,
    ),
  ).toEqual(now);
});

it("F76 there are never more than two full reads in any hour", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3_000_000 }), { maxLength: 20 });
  fc.assert(
    fc.property(gaps, (waits) => {
      const reads: Date[] = [];
      let clock = now;
      for (const wait of waits) {
        clock = decideFullRead(reads, new Date(clock.getTime() + wait), () => 0);
        reads.push(clock);
      }
      for (const read of reads) {
        const within = reads.filter((other) => other >= read && other.getTime() - read.getTime() < 3_600_000);
        expect(within.length).toBeLessThanOrEqual(2);
      }
    }),
  );
});
