import type { CallRules } from "@/core/ports/provider-call";
import { longestInlineWaitMs } from "@/core/errors/decide-recovery";
import { ProviderError } from "@/core/errors/provider-error";
import { jitterMs } from "@/core/resilience/backoff";
import { refusals } from "@/core/resilience/refusals";

import { admitCalls, type Ask, type Grant } from "../db/resilience/admit-calls";
import { projectBudget, shapeOf } from "./call-budget";
import type { Setting } from "./operation";
import { recall, type ProviderMemory } from "./process-state";
import { orderFairly, type Waiter } from "./waiting";

/** One statement decides for so many at once; the others go with the next. */
const mostAtOnce = 500;
/** Where the project's budget is short it is asked this often at most, whoever waits. */
const shortestRestMs = 50;
const never = new AbortController().signal;

/**
 * RES-5. Waits for a place in the connection's and the project's budget, a minute at most: a burst queues instead of
 * failing. Throws what a provider would have answered when the wait is longer, and when the breaker is open.
 */
export async function admitCall(setting: Setting, call: CallRules): Promise<Grant | null> {
  const { deps } = setting;
  const sinceMs = deps.now().getTime();
  const untilMs = sinceMs + longestInlineWaitMs;
  const patience = () => untilMs - deps.now().getTime();
  let hasPlace = false;
  for (;;) {
    const ask = toAsk(setting, hasPlace, patience());
    if (ask === null) return null;
    const grant = await askFor(setting, { ask, sinceMs, untilMs }, call.signal);
    call.signal.throwIfAborted();
    if (grant.granted) return grant;
    if (grant.because !== "queued" && grant.because !== "connection") oweCalls(setting, ask.owed);
    const waitMs = Number(grant.wait_ms);
    if (waitMs > patience() || grant.because === refusals.breakerOpen) throw refuse(setting, grant);
    // A place in the queue is a time of its own. Who was told to rest comes back at a time of chance.
    hasPlace = grant.because === "queued";
    const restMs = grant.because === "queued" ? waitMs : waitMs + jitterMs(Math.min(waitMs, 1_000), deps.chance);
    await deps.sleep(Math.ceil(restMs), call.signal);
  }
}

/** What a call took beyond the one request it was admitted for: several pages, several ranges. */
export function oweCalls({ deps, provider, place, operation }: Setting, calls: number): void {
  const { owed } = recall(deps.db, provider.id);
  const bucket = `${operation.endpointClass}:${place.connectionId}`;
  if (calls > 0) owed.set(bucket, (owed.get(bucket) ?? 0) + calls);
}

/** What the provider's wish for rest is kept under: a token endpoint is another service. */
export const pauseKeyOf = ({ place, operation }: Setting): string =>
  `${operation.endpointClass === "token" ? "token" : "connection"}:${place.connectionId}`;

function toAsk(setting: Setting, hasPlace: boolean, patienceMs: number): Ask | null {
  const { deps, provider, place, operation } = setting;
  const { workspaceId, connectionId, priority = 0 } = place;
  if (connectionId === null) return null;
  const { owed } = recall(deps.db, provider.id);
  const bucket = `${operation.endpointClass}:${connectionId}`;
  const ask: Ask = {
    ...{ workspaceId, connectionId, endpointClass: operation.endpointClass, pauseKey: pauseKeyOf(setting) },
    ...shapeOf(provider.limits, operation.endpointClass),
    owed: owed.get(bucket) ?? 0,
    isShared: operation.endpointClass !== "token",
    isAwaited: priority > 0,
    ...{ hasPlace, patienceMs },
  };
  owed.delete(bucket);
  return ask;
}

function askFor(setting: Setting, wish: Omit<Waiter, "resolve" | "reject">, signal: AbortSignal): Promise<Grant> {
  const memory = recall(setting.deps.db, setting.provider.id);
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      memory.waiting = memory.waiting.filter((each) => each !== waiter);
      reject(signal.reason as Error);
    };
    const hear = (grant: Grant) => {
      signal.removeEventListener("abort", stop);
      resolve(grant);
    };
    const waiter: Waiter = { ...wish, resolve: hear, reject };
    signal.addEventListener("abort", stop, { once: true });
    memory.waiting.push(waiter);
    void decideForAll(setting, memory);
  });
}

/** While one statement is under way the next waiters gather: the more there are, the less each costs. */
async function decideForAll({ deps, provider }: Setting, memory: ProviderMemory): Promise<void> {
  if (memory.isAsking) return;
  memory.isAsking = true;
  const project = projectBudget(provider.limits, deps.env.providerBudgetShare);
  while (memory.waiting.length > 0) {
    const ordered = orderFairly(memory.waiting);
    const batch = ordered.slice(0, mostAtOnce);
    memory.waiting = ordered.slice(mostAtOnce);
    try {
      const asks = batch.map(({ ask }) => ask);
      const grants = await deps.db.outsideWorkspace((tx) =>
        admitCalls(tx, { provider: provider.id, project, asks }, deps.now()),
      );
      const restMs = tell(memory, { batch, grants, nowMs: deps.now().getTime() });
      if (restMs !== null) await deps.sleep(restMs, never);
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    }
  }
  memory.isAsking = false;
}

type Answered = { readonly batch: readonly Waiter[]; readonly grants: readonly Grant[]; readonly nowMs: number };

/**
 * Hands out the answers. Who waits for the project stays in line, so that the next look is one statement for all of them
 * and its order fair again; says how long until then.
 */
function tell(memory: ProviderMemory, { batch, grants, nowMs }: Answered): number | null {
  let restMs: number | null = null;
  batch.forEach((waiter, index) => {
    const grant = grants[index];
    if (grant === undefined) return waiter.reject(new Error("Every ask has an answer."));
    const waitMs = Number(grant.wait_ms);
    const isInLine = grant.because === "project" || grant.because === "day";
    if (!isInLine || nowMs + waitMs > waiter.untilMs) return waiter.resolve(grant);
    waiter.ask = { ...waiter.ask, patienceMs: waiter.untilMs - nowMs };
    memory.waiting.push(waiter);
    restMs = Math.min(restMs ?? Infinity, Math.max(waitMs, shortestRestMs));
  });
  return restMs;
}

function refuse({ provider, operation }: Setting, { because, wait_ms: waitMs }: Grant): ProviderError {
  const kind = because === refusals.breakerOpen ? "unavailable" : "rate_limited";
  const reason = because === refusals.breakerOpen || because === refusals.paused ? because : refusals.ourLimit;
  return new ProviderError(kind, {
    ...{ provider: provider.id, operation: operation.name, reason, retryAfterMs: Number(waitMs) },
  });
}
