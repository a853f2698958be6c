import { factsOf, type ProviderErrorKind } from "./kinds";
import { hourMs } from "../time/wall-time";

/** RES-4. */
const failuresThatDisable = 5;
/** A disabled calendar is tried this often all the same, and comes back when that succeeds. */
export const probeIntervalMs = hourMs;

export type FailureCount = { readonly failures: number; readonly isDisabled: boolean };

/**
 * Counts the end of a run. Refused calls, rate limits and an outage of the whole provider are nobody's fault here and
 * never count; a success starts afresh.
 */
export function countRun(
  count: FailureCount,
  end: "success" | ProviderErrorKind,
  isProviderOutage: boolean,
): FailureCount {
  if (end === "success") return { failures: 0, isDisabled: false };
  if (isProviderOutage || !factsOf(end).countsAsFailure) return count;
  const failures = count.failures + 1;
  return { failures, isDisabled: count.isDisabled || failures >= failuresThatDisable };
}
