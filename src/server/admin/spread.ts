import { quantileOf } from "@/core/health/spread";

const finite = (value: number | null): number | null => (value === null || !Number.isFinite(value) ? null : value);

/** Null also for what lies beyond the last slot: nobody knows how far. */
export function quantilesOf(slots: readonly number[], boundsMs: readonly number[]) {
  const at = (share: number) => finite(quantileOf(slots, boundsMs, share));
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}
