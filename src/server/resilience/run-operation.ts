import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import { callTimeouts, type CallRules } from "@/core/ports/provider-call";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { countCall, spendRetry } from "@/core/resilience/retry-budget";

import type { Deps } from "../deps";
import { countFact } from "./call-tally";
import { decideRetry } from "./decide-retry";
import { logCall } from "./log-call";
import type { Operation, Place } from "./operation";
import { recall } from "./process-state";

export type Setting = { readonly deps: Deps; readonly provider: CalendarProvider; readonly place: Place };
type Run<Call extends CallRules, Result> = (call: Call) => Promise<Result>;

/** RES-2, RES-6. One operation with all its tries. This is the only layer that tries again. */
export async function runOperation<Call extends CallRules, Result>(
  setting: Setting & { readonly operation: Operation },
  call: Call,
  run: Run<Call, Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryOnce(setting, { ...call, ...rulesOf(setting, call, attempt) }, run);
    } catch (error) {
      const failure = toProviderError(setting, call, error);
      const waitMs = decideWait(setting, failure, attempt);
      if (waitMs === null || call.signal.aborted) throw failure;
      await pause(setting, call, waitMs);
    }
  }
}

async function tryOnce<Call extends CallRules, Result>(
  { deps, provider, place }: Setting,
  call: Call,
  run: Run<Call, Result>,
) {
  const memory = recall(deps.db, provider.id);
  if (call.attempt === 1) memory.retryBudget = countCall(memory.retryBudget);
  else if (place.tally !== undefined) place.tally.retries += 1;
  return run(call);
}

function rulesOf({ deps, place }: Setting, call: CallRules, attempt: number): CallRules {
  return {
    signal: call.signal,
    timeoutMs: attempt === 1 ? callTimeouts.firstMs : callTimeouts.retryMs,
    attempt,
    onCall: (fact) => {
      logCall(deps.log, place, fact);
      if (place.tally !== undefined) countFact(place.tally, fact);
      call.onCall(fact);
    },
  };
}

/** Also pays for the retry, when there is one. */
function decideWait(
  { deps, provider, operation }: Setting & { operation: Operation },
  error: ProviderError,
  attempt: number,
) {
  const memory = recall(deps.db, provider.id);
  const rest = spendRetry(memory.retryBudget);
  const { repeatable } = operation;
  const waitMs = decideRetry(error, {
    now: deps.now(),
    chance: deps.chance,
    attempt,
    repeatable,
    mayRetry: rest !== null,
  });
  if (waitMs !== null && rest !== null) memory.retryBudget = rest;
  return waitMs;
}

/** Nothing but a ProviderError leaves an operation that was stopped; a mistake of ours stays what it is. */
function toProviderError({ provider, operation }: Setting & { operation: Operation }, call: CallRules, error: unknown) {
  if (isProviderError(error)) return error;
  if (!call.signal.aborted) throw error;
  return new ProviderError("aborted", { provider: provider.id, operation: operation.name }, { cause: error });
}

async function pause(setting: Setting & { operation: Operation }, call: CallRules, waitMs: number): Promise<void> {
  try {
    await setting.deps.sleep(waitMs, call.signal);
  } catch (error) {
    throw toProviderError(setting, call, error);
  }
}
