import { describe, expect, it } from "vitest";
import { contrast, over, toRgb, type Rgb } from "./contrast";
import { colours, themes, type Colour, type Theme } from "./tokens";

const tones = ["ok", "busy", "late", "away", "bad", "idle"] as const;
const sheets = ["surface", "page", "sunken"] as const satisfies readonly Colour[];

type Pair = { what: string; fore: Colour; grounds: readonly Colour[]; need: number; opacity?: number };

const pairs: readonly Pair[] = [
  ...(["ink", "ink-2", "ink-3"] as const).map((fore) => ({
    what: `${fore} as text`,
    fore,
    grounds: [...sheets, "raised"] as const,
    need: 4.5,
  })),
  { what: "accent as link", fore: "accent", grounds: [...sheets, "raised", "accent-soft"], need: 4.5 },
  { what: "text on accent", fore: "on-accent", grounds: ["accent", "accent-hover"], need: 4.5 },
  ...tones.map((tone) => ({
    what: `${tone} text`,
    fore: `${tone}-text` as const,
    grounds: [`${tone}-soft`, ...sheets, "raised"] as const,
    need: 4.5,
  })),
  { what: "ink-2 on a state", fore: "ink-2", grounds: tones.map((tone) => `${tone}-soft` as const), need: 4.5 },
  { what: "ink on a state", fore: "ink", grounds: tones.map((tone) => `${tone}-soft` as const), need: 4.5 },
  ...tones.map((tone) => ({
    what: `${tone} mark`,
    fore: tone,
    grounds: [...sheets, `${tone}-soft`] as const,
    need: 3,
  })),
  { what: "border of an input", fore: "line-strong", grounds: sheets, need: 3 },
  {
    what: "focus outline",
    fore: "accent",
    grounds: [...sheets, "raised", ...tones.map((tone) => `${tone}-soft` as const)],
    need: 3,
  },
  { what: "proven bar at 85 %", fore: "ok", grounds: ["surface"], need: 3, opacity: 0.85 },
];

const rgb = (name: Colour, theme: Theme): Rgb => toRgb(colours[name][theme]);

function lowest(pair: Pair, theme: Theme): number {
  return Math.min(
    ...pair.grounds.map((ground) => {
      const behind = rgb(ground, theme);
      return contrast(over(rgb(pair.fore, theme), behind, pair.opacity ?? 1), behind);
    }),
  );
}

describe.each(themes)("colours in the %s theme", (theme) => {
  it.each(pairs)("keep $what above $need to 1 on every ground it stands on", (pair) => {
    expect(lowest(pair, theme)).toBeGreaterThanOrEqual(pair.need);
  });

  it("keep text readable on the ground of the current place in the navigation", () => {
    const ground = over(rgb("ink", theme), rgb("page", theme), 0.06);
    expect(contrast(rgb("ink", theme), ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgb("ink-2", theme), ground)).toBeGreaterThanOrEqual(4.5);
  });
});

describe("the measure of contrast", () => {
  it("agrees with the published extremes and with a known grey", () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
    expect(toRgb([1, 0, 0])).toEqual([255, 255, 255]);
  });

  it("finds a token that is too pale", () => {
    const pale: Pair = { what: "a hairline as text", fore: "line", grounds: ["surface"], need: 4.5 };
    expect(lowest(pale, "light")).toBeLessThan(pale.need);
  });
});
