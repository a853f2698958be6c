import { backoffMs, firstRetryMs, jitterMs, longestRetryMs, type Random } from "../resilience/backoff";
import { wasRefusedByUs } from "../resilience/refusals";
import { decideFullRead } from "../sync/decide-full-read";
import { hourMs, minuteMs } from "../time/wall-time";
import type { ProviderErrorKind } from "./kinds";
import type { HumanAction, ProviderError, ProviderErrorFacts } from "./provider-error";

export type Recovery =
  /** The same call again, waiting inside the run. */
  | { readonly do: "retry"; readonly at: Date }
  /** The run ends; its row is due again then. */
  | { readonly do: "reschedule"; readonly at: Date }
  /** The provider asked for rest: nobody calls it for this connection until then. Counts as no failure. */
  | { readonly do: "pause"; readonly until: Date }
  | { readonly do: "refresh_token" }
  | { readonly do: "resync_from_scratch"; readonly at: Date }
  /** Somebody was quicker: read, then decide anew. */
  | { readonly do: "refetch" }
  /** It is there already: read it; when it is ours, it is done. */
  | { readonly do: "compare" }
  /** What we wanted is so. */
  | { readonly do: "accept" }
  /** A write may have happened: repeat it with the same mark, which makes no second event. */
  | { readonly do: "check_outcome"; readonly at: Date }
  | { readonly do: "ask_to_reconnect"; readonly action: HumanAction }
  /** This event alone is set aside. */
  | { readonly do: "quarantine" }
  /** Disable and say so: trying again changes nothing. */
  | { readonly do: "give_up"; readonly because: ProviderErrorKind }
  | { readonly do: "alarm_operator"; readonly until: Date }
  /** We stopped it ourselves; the row is released as it was. */
  | { readonly do: "stop" };

export type Situation = {
  readonly now: Date;
  readonly random: Random;
  /** What it was about: one event, a calendar's reading, or the whole connection. */
  readonly subject: "event" | "calendar" | "connection";
  /** Tries of this operation so far; 1 after the first. */
  readonly attempt: number;
  /** Runs of this subject that failed in a row, this one included. */
  readonly failures: number;
  /** RES-2: whether the retry budget allows one more. */
  readonly mayRetry: boolean;
  /** TOK-9: whether the token was refreshed within this operation already. */
  readonly isTokenFresh: boolean;
  /** Runs right before this one that ended in the very same kind of failure. Whatever lies between starts the count afresh. */
  readonly toldBefore: number;
  readonly fullReadsAt: readonly Date[];
};

export const mostRetries = 3;
/** Longer waits are rescheduled instead of slept. */
export const longestInlineWaitMs = minuteMs;
const operatorPauseMs = 15 * minuteMs;

type Decide = (facts: ProviderErrorFacts, situation: Situation) => Recovery;

const giveUp = (because: ProviderErrorKind): Recovery => ({ do: "give_up", because });
const later = ({ now }: Situation, ms: number) => new Date(now.getTime() + ms);
const reschedule = (situation: Situation, ms = backoffMs(situation.failures, situation.random)): Recovery => ({
  do: "reschedule",
  at: later(situation, ms),
});

/** At least as long as the provider asked for, at least as long as our own backoff. */
function waitMs({ retryAfterMs = 0 }: ProviderErrorFacts, { attempt, random }: Situation): number {
  const asked = retryAfterMs + jitterMs(Math.min(retryAfterMs, minuteMs), random);
  return Math.max(asked, backoffMs(attempt, random));
}

const mayWaitInline = (ms: number, { attempt, mayRetry }: Situation) =>
  attempt <= mostRetries && mayRetry && ms <= longestInlineWaitMs;

const passing: Decide = (facts, situation) => {
  const ms = waitMs(facts, situation);
  if (mayWaitInline(ms, situation)) return { do: "retry", at: later(situation, ms) };
  return reschedule(situation, Math.max(ms, backoffMs(situation.failures, situation.random)));
};

/** Asked for again and again, the rest grows, also where nobody says how long it is to be. What our own limits refuse was never asked. */
const restAskedFor: Decide = (facts, situation) => {
  const ms = waitMs(facts, situation);
  if (mayWaitInline(ms, situation)) return { do: "retry", at: later(situation, ms) };
  const grownMs = wasRefusedByUs({ facts }) ? firstRetryMs : backoffMs(situation.toldBefore + 1, situation.random);
  return { do: "pause", until: later(situation, Math.max(ms, grownMs)) };
};

/** F76: the first time at once; told so again before anything came in, ever later: whoever refuses a reading from its beginning gets no storm of them. */
function readAnew({ toldBefore, fullReadsAt, now, random }: Situation, toldFirst = 0): Recovery {
  const at = decideFullRead(fullReadsAt, now, random);
  if (toldBefore <= toldFirst) return { do: "resync_from_scratch", at };
  const restedAt = now.getTime() + backoffMs(toldBefore - toldFirst, random);
  return { do: "resync_from_scratch", at: new Date(Math.max(at.getTime(), restedAt)) };
}

/** Sharing and consent take a while to reach every server of a provider: be told twice or thrice before giving up. */
const toldTimes =
  (times: number, because: ProviderErrorKind): Decide =>
  (_, situation) => {
    if (situation.subject === "event") return { do: "quarantine" };
    return situation.toldBefore + 1 < times ? reschedule(situation, longestRetryMs) : giveUp(because);
  };

const decisions: Readonly<Record<ProviderErrorKind, Decide>> = {
  network: passing,
  timeout: passing,
  unavailable: passing,
  malformed_answer: passing,
  not_the_api: passing,
  unsafe_connection: (_, situation) => reschedule(situation, longestRetryMs),
  outcome_unknown: (_, situation) => ({
    do: "check_outcome",
    at: later(situation, backoffMs(situation.attempt, situation.random)),
  }),
  aborted: () => ({ do: "stop" }),
  rate_limited: restAskedFor,
  quota_exhausted: ({ retryAfterMs = 0 }, situation) => ({
    do: "pause",
    until: later(situation, Math.max(retryAfterMs, hourMs) + jitterMs(hourMs, situation.random)),
  }),
  // F39: a token that is refused although it is fresh, twice in a row, is the person's to renew. Once may be the provider's trouble.
  unauthorized: (_, situation) => {
    if (!situation.isTokenFresh) return { do: "refresh_token" };
    const isFirst = situation.toldBefore === 0;
    return isFirst ? reschedule(situation, 20_000) : { do: "ask_to_reconnect", action: "reconnect" };
  },
  grant_lost: ({ action = "reconnect" }) => ({ do: "ask_to_reconnect", action }),
  client_rejected: (_, situation) => ({ do: "alarm_operator", until: later(situation, operatorPauseMs) }),
  project_misconfigured: (_, situation) => ({ do: "alarm_operator", until: later(situation, hourMs) }),
  scope_missing: ({ action = "consent" }) => ({ do: "ask_to_reconnect", action }),
  forbidden: toldTimes(2, "forbidden"),
  account_unusable: toldTimes(3, "account_unusable"),
  not_found: toldTimes(3, "not_found"),
  already_gone: () => ({ do: "accept" }),
  already_exists: () => ({ do: "compare" }),
  version_conflict: () => ({ do: "refetch" }),
  cursor_expired: (_, situation) => readAnew(situation),
  // The cursor stays where it was; a second time it is the cursor that leads in a circle.
  endless_pages: (_, situation) => (situation.toldBefore === 0 ? reschedule(situation) : readAnew(situation, 1)),
  // A cursor that nobody understands any more looks like a mistake of ours: begin anew once.
  invalid_request: (_, situation) => {
    if (situation.subject === "event") return { do: "quarantine" };
    if (situation.subject === "calendar" && situation.toldBefore === 0) return readAnew(situation);
    return giveUp("invalid_request");
  },
  too_large: toldTimes(2, "too_large"),
  unsupported: () => giveUp("unsupported"),
};

/** What is believed after it was told more than once: what is only remembered of an earlier answer tells nothing again. */
const believedLater: ReadonlySet<ProviderErrorKind> = new Set([
  ...(["forbidden", "account_unusable", "not_found", "too_large"] as const),
  ...(["unauthorized", "invalid_request", "endless_pages"] as const),
]);
export const mustBeToldAgain = (kind: ProviderErrorKind): boolean => believedLater.has(kind);

/** What to do about a failure. A value: whoever carries it out adds nothing of its own. */
export function decideRecovery({ kind, facts }: Pick<ProviderError, "kind" | "facts">, situation: Situation): Recovery {
  return decisions[kind](facts, situation);
}
