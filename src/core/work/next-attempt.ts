import { backoffMs, type Random } from "../resilience/backoff";

export type Attempts = {
  /** Runs that failed and said so, this one included. */
  readonly failed: number;
  /** Runs whose process died or lost its lease, this one included. */
  readonly crashed: number;
  readonly mostAttempts: number | null;
};
export type AttemptEnd =
  /** `notBefore`: what the provider or a recovery asked for. */
  { readonly kind: "failed"; readonly notBefore: Date | null } | { readonly kind: "crashed" };
export type NextAttempt =
  { readonly do: "again"; readonly at: Date } | { readonly do: "dead_letter"; readonly because: "failed" | "crashed" };

/** F11: what kills its process three times is set aside, or it would kill the next one too. */
const mostCrashes = 3;

export function nextAttempt(
  attempts: Attempts,
  end: AttemptEnd,
  { now, random }: { readonly now: Date; readonly random: Random },
): NextAttempt {
  const { failed, crashed, mostAttempts } = attempts;
  if (crashed >= mostCrashes) return { do: "dead_letter", because: "crashed" };
  if (mostAttempts !== null && failed >= mostAttempts) return { do: "dead_letter", because: "failed" };
  const backedOff = new Date(now.getTime() + backoffMs(Math.max(1, failed + crashed), random));
  const notBefore = end.kind === "failed" ? end.notBefore : null;
  return { do: "again", at: notBefore !== null && notBefore > backedOff ? notBefore : backedOff };
}
