import { describe, expect, it } from "vitest";
import { findCoverageProblems } from "./coverage.ts";

const lines = (covered: number, total: number) => ({ lines: { covered, total } });

describe("coverage", () => {
  it("lets pass layers of which 85 % are covered, and layers without lines", () => {
    expect(
      findCoverageProblems(
        { total: lines(0, 9), "/a/src/server/x.ts": lines(17, 20), "/a/src/lib/y.ts": lines(0, 9) },
        ["src/server/x.ts"],
      ),
    ).toEqual([]);
  });

  it("rule coverage fires on a layer below 85 %, however good the others are", () => {
    const summary = {
      "/a/src/core/x.ts": lines(100, 100),
      "/a/src/server/x.ts": lines(84, 84),
      "/a/src/server/y.ts": lines(0, 16),
    };
    expect(findCoverageProblems(summary, [])).toEqual([
      "src/server: 84.0 % of 100 lines are covered, 85 % is the least",
    ]);
  });

  it("rule coverage fires on a layer that was not measured", () => {
    expect(
      findCoverageProblems({ "/a/src/core/x.ts": lines(9, 9) }, ["src/core/x.ts", "src/providers/a/b.ts"]),
    ).toEqual(["src/providers: was not measured"]);
  });
});
