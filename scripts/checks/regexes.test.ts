import { describe, expect, it } from "vitest";
import { findRegexes, findSlowRegex } from "./regexes.ts";

const regex = (source: string) => ({ place: "src/core/a.ts:1", source, flags: "" });
const planted: Readonly<Record<string, string>> = {
  "a repeated repetition": "^(a+)+$",
  "overlapping ways": "^(\\d|\\d\\d)+x$",
  "three greedy neighbours": "^\\s*a*\\s*a*\\s*a*\\s*$",
  "a repetition behind a word": "begin(\\w+\\s?)+end",
};

describe("regexes (S48)", () => {
  for (const [on, source] of Object.entries(planted)) {
    it(`rule regexes fires on ${on}`, () => expect(findSlowRegex(regex(source))).toMatch(/brought to a halt/), 10_000);
  }

  it("lets pass expressions with one way to match", () => {
    expect(
      ["^[a-z0-9]+(-[a-z0-9]+)*$", "^\\d{4}-\\d{2}-\\d{2}$", "\\s+$", "<[^>]*>"].map((source) =>
        findSlowRegex(regex(source)),
      ),
    ).toEqual([null, null, null, null]);
  }, 10_000);

  it("finds the expressions of a file with their lines", () => {
    const text = "const a = 1;\nexport const b = /x+/giu;\nexport const c = a / 2 / 3;";
    expect(findRegexes({ path: "src/core/a.ts", text })).toEqual([
      { place: "src/core/a.ts:2", source: "x+", flags: "giu" },
    ]);
  });
});
