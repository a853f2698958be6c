import { describe, expect, it } from "vitest";
import { findSuppressions } from "./suppressions.ts";

const lint = "eslint-" + "disable";
const types = "@ts-";
const planted: Readonly<Record<string, string>> = {
  "a lint comment without a reason": `// ${lint}-next-line no-alert`,
  "a lint comment with hardly a reason": `// ${lint}-next-line no-alert -- ok`,
  "a lint comment for every rule": `// ${lint}-line`,
  "a lint comment for the whole file": `/* ${lint} no-alert -- because it is a sample */`,
  "a design rule silenced, reason or not": `// ${lint}-next-line daykeeper/no-barrels -- because it is a sample`,
  "a size silenced, reason or not": `// ${lint}-next-line max-params -- because it is a sample`,
  "a type error ignored": `// ${types}ignore because it is a sample`,
  "a file without types": `// ${types}nocheck`,
  "a type error expected without a reason": `// ${types}expect-error`,
  "a line left out of the coverage": `/* v8 ${"ignore"} next */`,
};

describe("suppressions", () => {
  for (const [on, text] of Object.entries(planted)) {
    it(`rule suppressions fires on ${on}`, () => {
      expect(findSuppressions([{ path: "src/lib/a.ts", text }])).toEqual([
        expect.stringMatching(/^src\/lib\/a\.ts:1: /),
      ]);
    });
  }

  it("lets pass a reason, and documents that speak of it", () => {
    const text = `// ${lint}-next-line no-alert -- the sandbox page asks before a reset\n// ${types}expect-error the types lag behind the package`;
    expect(findSuppressions([{ path: "src/lib/a.ts", text }])).toEqual([]);
    expect(findSuppressions([{ path: "docs/a.md", text: `${lint}` }])).toEqual([]);
  });
});
