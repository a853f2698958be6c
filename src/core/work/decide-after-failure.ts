import { decideRecovery, mostRetries } from "../errors/decide-recovery";
import { factsOf } from "../errors/kinds";
import type { ProviderError } from "../errors/provider-error";
import type { Random } from "../resilience/backoff";
import { nextAttempt } from "./next-attempt";

export type FailureHistory = {
  /** Runs that failed before this one. */
  readonly failed: number;
  /** Of those the last ones that ended in the very same kind of failure. */
  readonly toldBefore: number;
  readonly mostAttempts: number | null;
  /** The same where the failure passes by itself. */
  readonly outlasts?: number | undefined;
};

export type AfterFailure =
  /** `counts`: a wait the provider asked for is nobody's failure. */
  { readonly do: "again"; readonly at: Date; readonly counts: boolean } | { readonly do: "dead_letter" };

/**
 * When work that failed is tried again. `failure` is null where it was no provider: then the backoff alone decides. What
 * only a person can mend becomes a dead letter at once: trying again changes nothing, and it can be replayed afterwards.
 */
export function decideAfterFailure(
  failure: Pick<ProviderError, "kind" | "facts"> | null,
  history: FailureHistory,
  clock: { readonly now: Date; readonly random: Random },
): AfterFailure {
  const { failed, toldBefore } = history;
  const failures = failed + 1;
  const mostAttempts = limitOf(failure, history);
  const again = (notBefore: Date | null): AfterFailure => {
    const next = nextAttempt({ failed: failures, crashed: 0, mostAttempts }, { kind: "failed", notBefore }, clock);
    return next.do === "again" ? { ...next, counts: true } : { do: "dead_letter" };
  };
  if (failure === null) return again(null);
  const recovery = decideRecovery(failure, {
    ...clock,
    subject: "connection",
    attempt: mostRetries + 1,
    failures,
    mayRetry: false,
    isTokenFresh: true,
    // A token that is refused says nothing here: a calendar's sync asks about it.
    toldBefore: failure.kind === "unauthorized" ? 0 : toldBefore,
    fullReadsAt: [],
  });
  switch (recovery.do) {
    case "pause":
    case "alarm_operator":
      return { do: "again", at: recovery.until, counts: false };
    case "give_up":
    case "ask_to_reconnect":
    case "quarantine":
      return { do: "dead_letter" };
    case "retry":
    case "reschedule":
    case "check_outcome":
    case "resync_from_scratch":
      return again(recovery.at);
    default:
      return again(null);
  }
}

/** What passes by itself at a provider may be outlasted; a mistake of ours may not. */
function limitOf(
  failure: Pick<ProviderError, "kind"> | null,
  { mostAttempts, outlasts }: FailureHistory,
): number | null {
  const passes = failure !== null && factsOf(failure.kind).category === "transient";
  return passes && outlasts !== undefined ? outlasts : mostAttempts;
}
