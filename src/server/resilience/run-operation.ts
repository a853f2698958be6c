import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import { callTimeouts, type CallRules } from "@/core/ports/provider-call";
import { countCall, spendRetry } from "@/core/resilience/retry-budget";

import type { BreakerRow } from "../db/resilience/admit-calls";
import { admitCall, oweCalls } from "./admit-call";
import { passBreaker } from "./breakers";
import { countFact } from "./call-tally";
import { decideRetry } from "./decide-retry";
import { finishOperation, obeyRest } from "./finish-operation";
import { logCall } from "./log-call";
import { noteFact } from "./notes";
import type { Setting } from "./operation";
import { recall } from "./process-state";
import { learnLimit, slotsOf, takeSlot } from "./slots";

type Run<Call extends CallRules, Result> = (call: Call) => Promise<Result>;
type Tried<Result> =
  | { readonly is: "done"; readonly result: Result }
  | { readonly is: "failed"; readonly failure: ProviderError }
  /** Nobody was called: by our own limits, an open breaker, or because we stop. */
  | { readonly is: "refused"; readonly refusal: ProviderError };

/** Where an operation stands. */
type Course = { attempt: number; breaker: BreakerRow | null; isProbe: boolean; failure: ProviderError | null };

/** RES-2, RES-6. One operation with all its tries. This is the only layer that tries again. */
export async function runOperation<Call extends CallRules, Result>(
  setting: Setting,
  call: Call,
  run: Run<Call, Result>,
): Promise<Result> {
  const course: Course = { attempt: 1, breaker: null, isProbe: false, failure: null };
  for (; ; course.attempt += 1) {
    const tried = await takeTurn(setting, { call, course }, run);
    if (tried.is === "done") {
      await finishOperation(setting, course.breaker, null);
      return tried.result;
    }
    if (tried.is === "refused") throw await giveUp(setting, course, tried.refusal);
    course.failure = tried.failure;
    const waitMs = call.signal.aborted ? null : decideWait(setting, course, tried.failure);
    if (waitMs === null) throw await giveUp(setting, course, tried.failure);
    const interruption = await wait(setting, call, waitMs);
    if (interruption !== null) throw await giveUp(setting, course, interruption);
  }
}

type Turn<Call> = { readonly call: Call; readonly course: Course };

/** Waits for its turn, then makes one try. */
async function takeTurn<Call extends CallRules, Result>(
  setting: Setting,
  turn: Turn<Call>,
  run: Run<Call, Result>,
): Promise<Tried<Result>> {
  let release = (): void => undefined;
  try {
    try {
      const slots = slotsOf(setting);
      if (slots !== null) release = await takeSlot(slots, turn.call.signal);
      await enter(setting, turn);
    } catch (error) {
      return { is: "refused", refusal: toProviderError(setting, turn.call, error) };
    }
    return await tryOnce(setting, turn, run);
  } finally {
    release();
  }
}

async function enter(setting: Setting, { call, course }: Turn<CallRules>): Promise<void> {
  const grant = await admitCall(setting, call);
  if (grant === null || course.attempt > 1) return;
  course.breaker = grant;
  course.isProbe = await passBreaker(setting, grant);
}

async function tryOnce<Call extends CallRules, Result>(
  setting: Setting,
  { call, course }: Turn<Call>,
  run: Run<Call, Result>,
): Promise<Tried<Result>> {
  const { deps, provider, place } = setting;
  const memory = recall(deps.db, provider.id);
  if (course.attempt === 1) memory.retryBudget = countCall(memory.retryBudget);
  else if (place.tally !== undefined) place.tally.retries += 1;
  const rules = rulesOf(setting, call, course.attempt);
  try {
    const result = await run({ ...call, ...rules.rules });
    learnLimit(setting, false);
    return { is: "done", result };
  } catch (error) {
    const failure = toProviderError(setting, call, error);
    if (failure.kind === "rate_limited") learnLimit(setting, true);
    await obeyRest(setting, failure);
    return { is: "failed", failure };
  } finally {
    oweCalls(setting, rules.requests() - 1);
  }
}

/** A caller's timeout and attempt are replaced by ours; what it wants to hear it still hears. */
function rulesOf({ deps, provider, place, operation }: Setting, call: CallRules, attempt: number) {
  const { notes } = recall(deps.db, provider.id);
  const at = { workspaceId: place.workspaceId, endpointClass: operation.endpointClass };
  let requests = 0;
  const rules: CallRules = {
    signal: call.signal,
    timeoutMs: attempt === 1 ? callTimeouts.firstMs : callTimeouts.retryMs,
    attempt,
    onCall: (fact) => {
      requests += 1;
      logCall(deps.log, place, fact);
      noteFact(notes, at, fact);
      if (place.tally !== undefined) countFact(place.tally, fact);
      call.onCall(fact);
    },
  };
  return { rules, requests: () => requests };
}

/** Also pays for the retry, when there is one. A probe is one try: it asks whether the other side works again. */
function decideWait(setting: Setting, { attempt, isProbe }: Course, error: ProviderError): number | null {
  const { deps, provider, operation } = setting;
  const memory = recall(deps.db, provider.id);
  const rest = isProbe ? null : spendRetry(memory.retryBudget);
  const { repeatable } = operation;
  const waitMs = decideRetry(error, {
    ...{ now: deps.now(), chance: deps.chance, attempt, repeatable, mayRetry: rest !== null },
  });
  if (waitMs !== null && rest !== null) memory.retryBudget = rest;
  return waitMs;
}

/** What to throw. A retry that was not let through leaves the failure that made it necessary. */
async function giveUp(setting: Setting, course: Course, error: ProviderError): Promise<ProviderError> {
  const isOurs = error.kind === "aborted";
  const failure = isOurs ? error : (course.failure ?? error);
  const wasCalled = course.failure !== null;
  if (wasCalled) await finishOperation(setting, course.breaker, failure);
  return failure;
}

/** A mistake of ours stays what it is; what was stopped says so. */
function toProviderError({ provider, operation }: Setting, call: CallRules, error: unknown): ProviderError {
  if (isProviderError(error)) return error;
  if (!call.signal.aborted) throw error;
  return new ProviderError("aborted", { provider: provider.id, operation: operation.name }, { cause: error });
}

async function wait(setting: Setting, call: CallRules, waitMs: number): Promise<ProviderError | null> {
  try {
    await setting.deps.sleep(waitMs, call.signal);
    return null;
  } catch (error) {
    return toProviderError(setting, call, error);
  }
}
