import type { ProviderErrorKind } from "@/core/errors/kinds";
import { ProviderError, type ProviderErrorFacts } from "@/core/errors/provider-error";
import { readRetryAfter } from "@/core/resilience/retry-after";
import type { Trouble } from "./exchange";
import { isHtml } from "./exchange";
import type { Answer, FailureReason, TransportFailure } from "./transport";

type Facts = Pick<ProviderErrorFacts, "provider" | "operation">;

const kindOfFailure: Readonly<Record<FailureReason, ProviderErrorKind>> = {
  aborted: "aborted",
  timeout: "timeout",
  network: "network",
  unsafe: "unsafe_connection",
  redirect: "unsafe_connection",
  off_host: "unsafe_connection",
  too_large: "too_large",
  not_utf8: "malformed_answer",
  compressed: "malformed_answer",
};
const leavesOpen = new Set<ProviderErrorKind>(["timeout", "network", "unavailable", "malformed_answer", "not_the_api"]);

/** F51: a write whose answer is lost may have happened. */
export const orUnknown = (kind: ProviderErrorKind, mayHaveHappened: boolean): ProviderErrorKind =>
  mayHaveHappened && leavesOpen.has(kind) ? "outcome_unknown" : kind;

/** What is the same for every provider: no answer, an answer that is none, and whatever a server in between says. */
export function mapCommonTrouble(trouble: Exclude<Trouble, { is: "refusal" }>): ProviderError {
  const { provider, operation, isWrite } = trouble;
  if (trouble.is === "failure") return mapFailure({ provider, operation }, trouble.failure, isWrite);
  const { answer, because } = trouble;
  const kind = because === "html" ? "not_the_api" : "malformed_answer";
  return new ProviderError(orUnknown(kind, isWrite), { provider, operation, status: answer.status, reason: because });
}

function mapFailure(facts: Facts, failure: TransportFailure, isWrite: boolean): ProviderError {
  const kind = orUnknown(kindOfFailure[failure.reason], isWrite && failure.wasSent);
  return new ProviderError(kind, {
    ...facts,
    status: failure.status ?? undefined,
    reason: failure.code ?? failure.reason,
  });
}

/** What a status alone says. Null when the provider's reason has to decide. */
export function kindOfStatus(answer: Answer): ProviderErrorKind | null {
  const { status } = answer;
  if (status >= 500 && status !== 511) return "unavailable";
  if (status === 407 || status === 511 || isHtml(answer)) return "not_the_api";
  if (status === 408) return "timeout";
  if (status === 413) return "too_large";
  return status === 429 ? "rate_limited" : null;
}

/** How long the answer asks us to wait. */
export function retryAfterOf({ headers }: Answer, now: Date): number | undefined {
  return readRetryAfter({ retryAfter: headers.get("retry-after"), date: headers.get("date") }, now) ?? undefined;
}

/** The provider's word for it, when it is a word: a sentence may quote what an event says. */
export function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,64}$/.test(value) ? value : undefined;
}
