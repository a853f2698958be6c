import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findTrouble, troubleWindowMs } from "./provider-trouble";

const now = new Date("2026-01-26T10:00:00Z");
const before = new Date("2026-01-26T09:50:00Z");

describe("findTrouble", () => {
  it.each<[string, number, number, Date | null, Date | null]>([
    ["the only connection fails", 1, 1, null, now],
    ["one of two fails", 2, 1, null, null],
    ["both of two fail", 2, 2, null, now],
    ["one of a thousand fails", 1_000, 1, null, null],
    ["F34 a third of all fail", 300, 100, null, now],
    ["F60 one region of a large provider fails", 1_000, 150, null, null],
    ["three of ten fail", 10, 3, null, now],
    ["nothing was tried", 0, 0, null, null],
    ["nothing was tried during trouble", 0, 0, before, before],
    ["it gets better", 100, 15, before, before],
    ["it is over but for a few", 100, 9, before, null],
    ["the only connection works again", 1, 0, before, null],
  ])("RES-3 when %s", (_, tried, failing, since, trouble) =>
    expect(findTrouble({ tried, failing }, since, now)).toEqual(trouble),
  );

  it("F98 looks at five minutes", () => expect(troubleWindowMs).toBe(300_000));

  it("R6 one failing connection among several never makes an outage", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 10_000 }),
        (tried) => findTrouble({ tried, failing: 1 }, null, now) === null,
      ),
    );
  });
  it("remembers since when as long as it lasts", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), (tried, failing) => {
        const trouble = findTrouble({ tried, failing: Math.min(tried, failing) }, before, now);
        expect(trouble === null || trouble === before).toBe(true);
      }),
    );
  });
});
