import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Occurrence } from "./expand";
import { placeOverrides, type Override } from "./overrides";

const at = (text: string) => new Date(`${text}:00Z`);
const window = { from: at("2026-03-01T00:00"), to: at("2026-04-01T00:00") };
const regular: readonly Occurrence[] = ["2026-03-02", "2026-03-09", "2026-03-16"].map((day) => ({
  place: `${day}T09:00:00`,
  at: at(`${day}T08:00`),
}));
const override = (wall: string, from: string, changes: Partial<Override<string>> = {}): Override<string> => ({
  place: { wall },
  isCancelled: false,
  span: { from: at(from), to: new Date(at(from).getTime() + 3_600_000) },
  content: wall,
  ...changes,
});
const shown = (overrides: readonly Override<string>[]) =>
  placeOverrides(regular, overrides, window).map((placed) =>
    placed.kind === "regular" ? placed.occurrence.place.slice(0, 10) : `${placed.override.content.slice(0, 10)} moved`,
  );

describe("placeOverrides", () => {
  it.each<[string, Override<string>[], string[]]>([
    ["none", [], ["2026-03-02", "2026-03-09", "2026-03-16"]],
    [
      "6.28 a moved one leaves its place",
      [override("2026-03-09T09:00:00", "2026-03-10T08:00")],
      ["2026-03-02", "2026-03-16", "2026-03-09 moved"],
    ],
    [
      "6.28 one moved out of the window leaves its place all the same",
      [override("2026-03-09T09:00:00", "2026-05-10T08:00")],
      ["2026-03-02", "2026-03-16"],
    ],
    [
      "6.29 one moved into the window comes in",
      [override("2026-05-04T09:00:00", "2026-03-20T08:00")],
      ["2026-03-02", "2026-03-09", "2026-03-16", "2026-05-04 moved"],
    ],
    [
      "6.30 a cancelled one is gone",
      [override("2026-03-09T09:00:00", "2026-03-09T08:00", { isCancelled: true })],
      ["2026-03-02", "2026-03-16"],
    ],
    [
      "6.31 a restored one is back",
      [
        override("2026-03-09T09:00:00", "2026-03-09T08:00", { isCancelled: true }),
        override("2026-03-09T09:00:00", "2026-03-09T08:00"),
      ],
      ["2026-03-02", "2026-03-16", "2026-03-09 moved"],
    ],
    [
      "6.32 one whose place the rule no longer gives stays",
      [override("2026-03-12T09:00:00", "2026-03-12T08:00")],
      ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-12 moved"],
    ],
    [
      "written as an instant",
      [override("2026-03-09", "2026-03-10T08:00", { place: { at: at("2026-03-09T08:00") } })],
      ["2026-03-02", "2026-03-16", "2026-03-09 moved"],
    ],
    [
      "written as a day",
      [override("2026-03-09", "2026-03-10T08:00", { place: { day: "2026-03-09" } })],
      ["2026-03-02", "2026-03-16", "2026-03-09 moved"],
    ],
  ])("F74 %s", (_, overrides, expected) => expect(shown(overrides)).toEqual(expected));

  it("F74 does not depend on the order of changes to different places", () => {
    const overrides = [
      override("2026-03-02T09:00:00", "2026-03-03T08:00"),
      override("2026-03-09T09:00:00", "2026-03-09T08:00", { isCancelled: true }),
      override("2026-05-04T09:00:00", "2026-03-20T08:00"),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(overrides, { minLength: 3 }), (shuffled) => {
        expect(shown(shuffled).sort()).toEqual(shown(overrides).sort());
      }),
    );
  });
});
