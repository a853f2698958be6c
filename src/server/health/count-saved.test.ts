import { describe, expect, it } from "vitest";

import type { RunRow } from "@/server/db/health/evidence";

import { countSaved } from "./count-saved";

const run = (facts: Partial<RunRow> = {}): RunRow => ({
  calendar_id: "c",
  started_at: new Date(0),
  kind: "incremental",
  pages: 1,
  outcome: "succeeded",
  duration_ms: 100,
  changes: 0,
  error_code: null,
  ...facts,
});

describe("what asking for changes only has spared", () => {
  it("SYN-10 is the pages of a read of everything, less those of each run", () => {
    const runs = [run({ kind: "full", pages: 8, changes: 800 }), run(), run({ pages: 2, changes: 120 })];
    expect(countSaved({ runs, fullPages: 8, events: 800 })).toEqual({ runs: 2, calls: 13, events: 1_480 });
  });

  it("is no call where one page holds everything, and never less than nothing", () => {
    expect(countSaved({ runs: [run(), run({ pages: 3 })], fullPages: 1, events: 40 })?.calls).toBe(0);
  });

  it("counts no run that failed or read everything, and claims nothing without a read to compare with", () => {
    expect(
      countSaved({ runs: [run({ outcome: "failed" }), run({ kind: "reconcile" })], fullPages: 9, events: 9 }),
    ).toBe(null);
    expect(countSaved({ runs: [run()], fullPages: null, events: 9 })).toBeNull();
  });
});
