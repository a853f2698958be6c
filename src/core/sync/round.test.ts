import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChangePage } from "../ports/calendar-provider";
import { advance, isEndless, mostPages, startRound, type Round } from "./round";

const window = { from: new Date("2026-01-01"), to: new Date("2026-06-01") };
const fresh = startRound({ id: "r1", kind: "delta", window, startedAt: new Date("2026-01-26") });
const pageTo = (mark: string): ChangePage => ({ changes: [], next: { kind: "page", mark } });
const last: ChangePage = { changes: [], next: { kind: "end", cursor: "c" } };

/** Follows marks until the round is called endless; null when it never is. */
function follow(marks: readonly string[]): number | null {
  let round: Round = fresh;
  for (const [index, mark] of marks.entries()) {
    if (isEndless(round, pageTo(mark))) return index;
    round = advance(round, pageTo(mark), round);
  }
  return null;
}

describe("a round", () => {
  it("F75 notices a page that leads to itself at the first repetition", () => expect(follow(["a", "a"])).toBe(1));
  it("F75 notices a longer circle when it is closed", () => expect(follow(["a", "b", "c", "a"])).toBe(3));
  it("F75 notices pages without end", () =>
    expect(follow(Array.from({ length: mostPages + 1 }, (_, index) => `p${index}`))).toBe(mostPages - 1));
  it("may always end", () => expect(isEndless({ ...fresh, pages: mostPages }, last)).toBe(false));

  it("F75 a circle is noticed when it closes, and different marks are no circle", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 50 }),
        fc.nat(),
        (marks, pick) => {
          expect(follow(marks)).toBeNull();
          expect(follow([...marks, marks[pick % marks.length] ?? ""])).toBe(marks.length);
        },
      ),
    );
  });

  it("remembers which series were replaced, each once, and can be stored between pages", () => {
    const page: ChangePage = {
      changes: [
        { kind: "series", seriesId: "s1" },
        { kind: "series", seriesId: "s1" },
      ],
      next: { kind: "page", mark: "a" },
    };
    const first = advance(fresh, page, fresh);
    const round = advance(
      first,
      { ...page, changes: [{ kind: "series", seriesId: "s2" }] },
      { unresolved: [{ remoteId: "x", seriesId: null }], staged: [] },
    );
    expect(round).toMatchObject({ pages: 2, replacedSeries: ["s1", "s2"], unresolved: [{ remoteId: "x" }] });
    expect(JSON.stringify(JSON.parse(JSON.stringify(round)))).toBe(JSON.stringify(round));
  });
});
