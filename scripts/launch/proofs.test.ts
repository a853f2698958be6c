import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { fingerprint, inRoot } from "./paths.ts";
import { proofs } from "./proof-catalog.ts";
import {
  nextSlice,
  noProgress,
  progressFor,
  readTally,
  renderProofs,
  tellFound,
  tellOperations,
  type Progress,
  type Proof,
} from "./proofs.ts";

const proof: Proof = {
  id: "one",
  claim: "Two readers see the same",
  goal: 1_000,
  slice: 400,
  tests: [],
  sources: [],
  env: () => ({}),
};
const shown: Progress = { done: 800, failed: 0, seconds: 61.4, date: "2026-06-01", source: "0123456789abcdef" };

describe("proofs", () => {
  it("go on where they stopped, in slices, until the goal", () => {
    expect(nextSlice(proof, noProgress)).toEqual({ first: 1, count: 400 });
    expect(nextSlice(proof, shown)).toEqual({ first: 801, count: 200 });
    expect(nextSlice(proof, { ...shown, done: 1_000 })).toBeNull();
  });

  it("start over when the sources they are about changed, and only then", () => {
    expect(progressFor(shown, shown.source)).toBe(shown);
    expect(progressFor(shown, "other")).toEqual({ ...noProgress, source: "other" });
    expect(progressFor(undefined, "other").done).toBe(0);
  });

  it("are written down with seeds, differences, date and sources", () => {
    expect(renderProofs([{ proof, progress: shown }])).toContain(
      "| Two readers see the same | 800 of 1,000 | 1 to 800 |  | 0 | 61 s | 2026-06-01 | 0123456789ab |",
    );
    expect(renderProofs([{ proof, progress: noProgress }])).toContain("| none yet |  | 0 | 0 s | not yet | none |");
  });

  it("say how much was done in them, where they count it", () => {
    const counted = readTally("122000\n800\n\n");
    expect(renderProofs([{ proof: { ...proof, tells: tellOperations }, progress: { ...shown, counted } }])).toContain(
      "| 122,800 operations, 2,000 a second | 0 |",
    );
    expect(
      renderProofs([{ proof: { ...proof, tells: tellFound }, progress: { ...shown, counted: [3, 90, 1, 2] } }]),
    ).toContain("| 4 mistakes, half of them found within 2 seeds, all within 90 | 0 |");
  });

  it("are written out as they are kept", () => {
    const kept = JSON.parse(readFileSync(inRoot("docs/proof.json"), "utf8")) as { progress: Record<string, Progress> };
    const rows = proofs.map((each) => ({ proof: each, progress: kept.progress[each.id] ?? noProgress }));
    expect(readFileSync(inRoot("docs/proof.md"), "utf8")).toBe(renderProofs(rows));
  });

  it.each(proofs.map((each) => [each.id, each] as const))("%s names tests and sources that are there", (_id, each) => {
    expect([...each.tests, ...each.sources].filter((path) => !existsSync(inRoot(path)))).toEqual([]);
    expect(each.env(1, 5)).not.toEqual(each.env(1, 6));
    expect(fingerprint(...each.sources)).toMatch(/^[0-9a-f]{24}$/);
  });

  it("of the sandbox have the counts that are promised", () => {
    expect(Object.fromEntries(proofs.map(({ id, goal }) => [id, goal]))).toMatchObject({
      "sandbox-recurrence": 10_000,
      "sandbox-sync-tokens": 2_000,
      "sandbox-delta-links": 2_000,
    });
  });
});
