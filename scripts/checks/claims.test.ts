import { describe, expect, it } from "vitest";
import { countStates, findTableProblems } from "./claims.ts";
import { faultRules } from "./faults.ts";
import { featureRules } from "./features.ts";
import { securityRules } from "./security.ts";

const files: Readonly<Record<string, string>> = {
  "src/server/tokens/refresh.ts": "",
  "src/server/tokens/refresh.test.ts": 'it("TOK-1 refreshes a token that expires within 5 min")',
  "src/server/tokens/other.test.ts": 'it("TOK-12 revokes")',
  "src/server/http/headers.test.ts": 'it("S17 allows no inline script")',
};
const read = (path: string) => files[path] ?? null;
const reference = "| id | feature |\n|---|---|\n| TOK-1 | refresh |\n| TOK-2 | sweep |";
const rules = featureRules(reference);
const table = (...rows: string[]) =>
  ["| id | feature | state | code | test |", "|---|---|---|---|---|", ...rows].join("\n");
const works = "| TOK-1 | refresh | works | `src/server/tokens/refresh.ts` | `src/server/tokens/refresh.test.ts` |";
const planned = "| TOK-2 | sweep | planned | | |";

const planted: Readonly<Record<string, readonly [rows: readonly string[], problem: RegExp]>> = {
  "an id that is missing": [[works], /TOK-2 is missing/],
  "an id nobody asked for": [[works, planned, "| TOK-3 | x | planned | | |"], /TOK-3 is not in the reference list/],
  "an id that is there twice": [[works, planned, planned], /TOK-2 is there twice/],
  "a state of its own": [[works, "| TOK-2 | sweep | done | | |"], /TOK-2 has the state "done"/],
  "a claim without a test": [
    [works, "| TOK-2 | sweep | works | `src/server/tokens/refresh.ts` | |"],
    /TOK-2 is called works and names no test/,
  ],
  "a claim without code": [[works, "| TOK-2 | sweep | partly | | |"], /TOK-2 is called partly and names no code/],
  "a test that does not exist": [
    [works, "| TOK-2 | sweep | works | `src/server/tokens/refresh.ts` | `src/gone.test.ts` |"],
    /src\/gone\.test\.ts, which does not exist/,
  ],
  "code that does not exist": [
    [works, "| TOK-2 | sweep | partly | `src/gone.ts` | |"],
    /src\/gone\.ts, which does not exist/,
  ],
  "a test that does not name the id": [
    [planned, works.replace("refresh.test", "other.test")],
    /TOK-1 names src\/server\/tokens\/other\.test\.ts, which does not name TOK-1/,
  ],
  "a plan that names code": [
    [works, "| TOK-2 | sweep | planned | `src/server/tokens/refresh.ts` | |"],
    /TOK-2 is planned and yet/,
  ],
};

describe("features", () => {
  it("lets pass a table that is true", () => expect(findTableProblems(table(works, planned), rules, read)).toEqual([]));
  it("counts the states", () => expect(countStates(table(works, planned), rules)).toBe("1 works, 0 partly, 1 planned"));

  for (const [on, [rows, problem]] of Object.entries(planted)) {
    it(`rule features fires on ${on}`, () => {
      expect(findTableProblems(table(...rows), rules, read).join("\n")).toMatch(problem);
    });
  }
});

describe("faults", () => {
  const ids = faultRules.wanted;
  const tableOf = (state: string, tests = "") =>
    table(
      ...ids.map((id) => (id === "6.1" ? `| 6.1 | weekly | ${state} | | ${tests} |` : `| ${id} | x | planned | | |`)),
    );
  it("rule faults fires on a trap that holds without a test, and lets pass one that needs no code", () => {
    expect(findTableProblems(tableOf("holds"), faultRules, read)).toEqual([
      "docs/reliability.md: 6.1 is called holds and names no test",
    ]);
    expect(findTableProblems(tableOf("partly"), faultRules, read)).toEqual([]);
  });
  it("rule faults fires on a test that does not name the id", () => {
    const problems = findTableProblems(tableOf("holds", "`src/server/http/headers.test.ts`"), faultRules, read);
    expect(problems.join("\n")).toContain("which does not name 6.1");
  });
});

describe("security (S68)", () => {
  const rows = Array.from({ length: 68 }, (_, index) => `| S${index + 1} | something | planned | | |`);
  const proof = (test: string) => `| S17 | content policy | holds | \`src/server/tokens/refresh.ts\` | \`${test}\` |`;
  const withS17 = (test: string) => table(...rows.map((row) => (row.startsWith("| S17 ") ? proof(test) : row)));

  it("lets pass a table that is true", () =>
    expect(findTableProblems(withS17("src/server/http/headers.test.ts"), securityRules, read)).toEqual([]));

  it("rule security fires on a requirement that is missing", () => {
    expect(findTableProblems(table(...rows.slice(1)), securityRules, read)).toEqual([
      "docs/security.md: S1 is missing",
    ]);
  });
  it("rule security fires on a proof that does not name its requirement", () => {
    expect(findTableProblems(withS17("src/server/tokens/other.test.ts"), securityRules, read).join()).toMatch(
      /does not name S17/,
    );
  });
});
