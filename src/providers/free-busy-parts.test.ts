import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunksOf, joinAnswers, piecesOf } from "./free-busy-parts";

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
const busy = (...hours: readonly [number, number][]) => ({
  kind: "busy" as const,
  periods: hours.map(([from, to]) => ({ from: at(from), to: at(to) })),
  unreadable: 0,
});

describe("busy times in parts", () => {
  it("pieces cover a window without a gap, none longer than allowed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 3_000 }), (lengthMs, longestMs) => {
        const window = { from: new Date(0), to: new Date(lengthMs) };
        const pieces = piecesOf(window, longestMs);
        expect([pieces[0]?.from, pieces.at(-1)?.to]).toEqual([window.from, window.to]);
        pieces.forEach((piece, index) => {
          expect(piece.to.getTime() - piece.from.getTime()).toBeLessThanOrEqual(longestMs);
          expect(index === 0 || pieces[index - 1]?.to.getTime() === piece.from.getTime()).toBe(true);
        });
      }),
    );
  });

  it("chunks hold every item once, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 7 }), (items, size) => {
        expect(chunksOf(items, size).flat()).toEqual(items);
      }),
    );
  });

  it("a meeting over the cut between two pieces is one", () => {
    const answers = joinAnswers(
      ["a"],
      [
        ["a", busy([22, 24])],
        ["a", busy([24, 26], [30, 31])],
      ],
    );
    expect(answers.get("a")).toEqual(busy([22, 26], [30, 31]));
  });

  it("F94 one piece that failed makes the whole unknown, in either order", () => {
    const failed = { kind: "failed", because: "not_found" } as const;
    expect(
      joinAnswers(
        ["a"],
        [
          ["a", failed],
          ["a", busy([1, 2])],
        ],
      ).get("a"),
    ).toEqual(failed);
    expect(
      joinAnswers(
        ["a"],
        [
          ["a", busy([1, 2])],
          ["a", failed],
        ],
      ).get("a"),
    ).toEqual(failed);
  });
});
