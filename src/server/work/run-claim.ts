import { isProviderError } from "@/core/errors/provider-error";
import { workCatalog } from "@/core/work/catalog";
import type { Deps } from "@/server/deps";

import { isSync, type Claim, type HeldWork, type QueuedWorkName, type Work } from "./claim";
import { endInFailure, setAside, UnreadablePayload } from "./end-in-failure";
import type { Endings } from "./endings";
import type { WorkHandler, WorkHandlers } from "./handler";
import { stopReasonOf, WorkStopped } from "./stopped";
import type { Outcome } from "./tally";
import { pause, settledWithin } from "./wait";

/** Set aside after that many runs in a row that took their process with them. */
const mostCrashes = 3;
/** A handler that does not stop when told to is left behind: its fence keeps it from writing. */
const patienceMs = 5_000;

/** Crashed twice: it runs alone, so that a third time costs nobody else. */
export const mustRunAlone = ({ crashes }: Claim): boolean => crashes === mostCrashes - 1;

export type RunContext = {
  readonly deps: Deps;
  readonly handlers: WorkHandlers;
  readonly endings: Endings;
};

function runWork({ deps, handlers }: RunContext, { work }: HeldWork, signal: AbortSignal): Promise<void> {
  const payload = workCatalog[work.name].payload.safeParse(work.payload);
  if (!payload.success) throw new UnreadablePayload(`The payload of ${work.name} cannot be read.`);
  const handler = handlers[work.name] as WorkHandler<QueuedWorkName>;
  return handler(deps, { ...work, payload: payload.data } as Work<QueuedWorkName>, signal);
}

async function call(context: RunContext, claim: Claim, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (isSync(claim)) await context.handlers["calendar.sync"](context.deps, claim.sync, signal);
  else await runWork(context, claim, signal);
}

type Result = { readonly error: unknown } | null;

/** What the handler threw, null when it returned. One that does not return although it was stopped is not waited for. */
async function callPatiently(context: RunContext, claim: Claim, signal: AbortSignal): Promise<Result> {
  const { deps } = context;
  const stopped = Promise.withResolvers<"stopped">();
  const onAbort = () => {
    stopped.resolve("stopped");
  };
  signal.addEventListener("abort", onAbort, { once: true });
  const running: Promise<Result> = call(context, claim, signal).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const first = await Promise.race([running, stopped.promise]);
  signal.removeEventListener("abort", onAbort);
  if (first !== "stopped") return first;
  if (await settledWithin(deps, patienceMs, running)) return running;
  deps.log.warn("Work did not stop when it was told to, and was left behind", { kind: claim.name, id: claim.id });
  return { error: signal.reason };
}

async function end(context: RunContext, claim: Claim, ran: { result: Result; signal: AbortSignal }): Promise<Outcome> {
  const { result, signal } = ran;
  const { deps, endings } = context;
  const because = stopReasonOf(signal);
  if (result === null) {
    await endings.add(claim, true);
    return "done";
  }
  if (because === "lease_lost") return "lost";
  if (because === "leaving") {
    await endings.add(claim, false);
    return "released";
  }
  const { error } = result;
  if (!isProviderError(error))
    deps.log.error("Work failed", { kind: claim.name, id: claim.id, workspaceId: claim.workspaceId, err: error });
  return endInFailure(deps, claim, error);
}

/** Runs one claimed piece of work from beginning to end; never throws for what the work does. */
export async function runClaim(context: RunContext, claim: Claim, controller: AbortController): Promise<Outcome> {
  const { deps } = context;
  if (claim.crashes >= mostCrashes) return setAside(deps, claim);
  const over = new AbortController();
  const timeout = pause(
    deps,
    workCatalog[claim.name].timeoutMs,
    AbortSignal.any([over.signal, controller.signal]),
  ).then(() => {
    if (!over.signal.aborted) controller.abort(new WorkStopped("timeout"));
  });
  const result = await callPatiently(context, claim, controller.signal);
  over.abort();
  await timeout;
  return end(context, claim, { result, signal: controller.signal });
}
