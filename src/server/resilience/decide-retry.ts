import { decideRecovery, mostRetries } from "@/core/errors/decide-recovery";
import type { ProviderError } from "@/core/errors/provider-error";

import type { Repeatable } from "./operation";

export type Try = {
  readonly now: Date;
  readonly chance: () => number;
  /** Tries so far, this one included. */
  readonly attempt: number;
  /** RES-2: whether the budget has one more retry. */
  readonly mayRetry: boolean;
  readonly repeatable: Repeatable;
};

const refusals: readonly ProviderError["kind"][] = ["rate_limited"];

/** RES-2. How long to wait before the same call is made again; null when it is the caller's turn to decide. */
export function decideRetry(error: ProviderError, { now, chance, attempt, mayRetry, repeatable }: Try): number | null {
  if (repeatable === "when_refused" && !refusals.includes(error.kind)) return null;
  const recovery = decideRecovery(error, {
    ...{ now, attempt, mayRetry, random: chance },
    // The rest is for whoever carries out what is more than a retry.
    ...{ subject: "connection", failures: 1, isTokenFresh: true, toldBefore: 0, fullReadsAt: [] },
  });
  if (recovery.do === "retry") return recovery.at.getTime() - now.getTime();
  const mayRepeatUnknown = repeatable === "yes" && mayRetry && attempt <= mostRetries;
  return recovery.do === "check_outcome" && mayRepeatUnknown ? recovery.at.getTime() - now.getTime() : null;
}
