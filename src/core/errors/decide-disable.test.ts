import { describe, expect, it } from "vitest";
import { countRun, probeIntervalMs, type FailureCount } from "./decide-disable";
import type { ProviderErrorKind } from "./kinds";

const fine: FailureCount = { failures: 0, isDisabled: false };
const after = (...ends: readonly ("success" | ProviderErrorKind)[]) =>
  ends.reduce<FailureCount>((count, end) => countRun(count, end, false), fine);
const times = (count: number, end: ProviderErrorKind) => Array.from({ length: count }, () => end);

describe("countRun", () => {
  it("RES-4 disables after 5 failures in a row, not after 4", () => {
    expect(after(...times(4, "unavailable"))).toEqual({ failures: 4, isDisabled: false });
    expect(after(...times(5, "unavailable"))).toEqual({ failures: 5, isDisabled: true });
  });
  it("RES-4 starts afresh after a success", () =>
    expect(after(...times(4, "timeout"), "success", ...times(4, "timeout"))).toEqual({
      failures: 4,
      isDisabled: false,
    }));
  it("RES-4 comes back when a probe succeeds", () => expect(after(...times(9, "forbidden"), "success")).toEqual(fine));
  it("RES-4 never counts rate limits, lost grants or our own stop", () =>
    expect(after(...times(9, "rate_limited"), ...times(9, "grant_lost"), ...times(9, "aborted"))).toEqual(fine));
  it("RES-4 never counts an outage of the whole provider", () =>
    expect(countRun({ failures: 4, isDisabled: false }, "unavailable", true)).toEqual({
      failures: 4,
      isDisabled: false,
    }));
  it("RES-4 a disabled calendar is tried once an hour all the same", () => expect(probeIntervalMs).toBe(3_600_000));
});
