import { describe, expect, it } from "vitest";
import { aCalendar } from "@/testing/a-health";
import { countBars, gatherBars, toBar } from "./gather-bars";

const run = (
  minute: number,
  outcome: "succeeded" | "failed" | "running" = "succeeded",
  code: string | null = null,
) => ({
  at: `2026-11-21T09:${String(minute).padStart(2, "0")}:00.000Z`,
  outcome,
  durationMs: 120,
  changes: 0,
  code,
});

describe("the strip of the last runs", () => {
  it("SYN-10 merges the runs of all calendars of an account in the order of time", () => {
    const bars = gatherBars([
      aCalendar({ name: "One", runs: [run(1), run(4)] }),
      aCalendar({ name: "Two", runs: [run(2), run(3)] }),
    ]);
    expect(bars).toHaveLength(60);
    expect(bars.slice(-4).map((bar) => bar.run?.calendar)).toEqual(["One", "Two", "Two", "One"]);
    expect(bars.slice(0, 56).every((bar) => bar.run === null && bar.state === "none")).toBe(true);
  });

  it("keeps the newest 60", () => {
    const bars = gatherBars([aCalendar({ runs: Array.from({ length: 80 }, (_, index) => run(index % 60)) })]);
    expect(bars).toHaveLength(60);
    expect(bars.every((bar) => bar.run !== null)).toBe(true);
  });

  it("draws the provider's trouble apart from a failure of the account", () => {
    expect(toBar(run(1, "failed", "unavailable"))).toBe("outage");
    expect(toBar(run(1, "failed", "grant_lost"))).toBe("failed");
    expect(toBar(run(1, "failed", "of_tomorrow"))).toBe("failed");
    expect(toBar(run(1, "running"))).toBe("working");
  });

  it("counts what it shows, and not the empty places", () => {
    const bars = gatherBars([
      aCalendar({ runs: [run(1), run(2, "failed", "forbidden"), run(3, "failed", "timeout")] }),
    ]);
    expect(countBars(bars)).toEqual({ proven: 1, late: 0, failed: 1, outage: 1, working: 0 });
  });
});
