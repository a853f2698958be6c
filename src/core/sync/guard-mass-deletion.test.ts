import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainHeld, judgeDeletion, type DeletionCount, type HeldDeletion } from "./guard-mass-deletion";

const now = new Date("2026-01-26T10:00:00Z");
const count = (
  deletedEvents: number,
  liveEvents: number,
  deletedThings = deletedEvents,
  liveThings = liveEvents,
): DeletionCount => ({ deletedEvents, liveEvents, deletedThings, liveThings });
const held: HeldDeletion = { heldSince: now, reads: 1, approvedAt: null };

describe("judgeDeletion", () => {
  it.each<[string, DeletionCount, HeldDeletion | null, string]>([
    ["F78 everything of 5,000 is gone", count(5_000, 5_000), null, "read_again"],
    ["F78 a second read agrees that everything is gone", count(5_000, 5_000), held, "ask"],
    ["F78 a second read agrees on two thirds", count(200, 300), held, "apply"],
    ["F78 a person said yes", count(5_000, 5_000), { ...held, approvedAt: now }, "apply"],
    ["F78 the second read finds everything there", count(0, 5_000), held, "apply"],
    ["more than half is gone", count(151, 300), null, "read_again"],
    ["half is gone", count(150, 300), null, "apply"],
    ["nine of nine are gone", count(9, 9), null, "apply"],
    ["ten of ten are gone", count(10, 10), null, "read_again"],
    ["a daily meeting was ended", count(180, 200, 1, 21), null, "apply"],
    ["nothing is gone", count(0, 0), null, "apply"],
  ])("when %s", (_, counted, before, verdict) => expect(judgeDeletion(counted, before, now).do).toBe(verdict));

  it("reads again a minute later, and remembers since when", () => {
    expect(judgeDeletion(count(100, 100), null, now)).toEqual({
      do: "read_again",
      at: new Date("2026-01-26T10:01:00Z"),
      held,
    });
  });

  it("F78 more than four fifths are never deleted without two reads and a person", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 10_000 }),
        fc.double({ min: 0.801, max: 1, noNaN: true }),
        fc.nat(20),
        (live, share, reads) => {
          const deleted = Math.ceil(live * share);
          const before = reads === 0 ? null : { ...held, reads };
          expect(judgeDeletion(count(deleted, live), before, now).do).not.toBe("apply");
        },
      ),
    );
  });

  it("says what is at stake", () => {
    expect(explainHeld(count(4_812, 5_000), "Google")).toBe(
      "Google says that 4,812 of 5,000 events are gone. We kept them; say whether that is right.",
    );
  });
});
