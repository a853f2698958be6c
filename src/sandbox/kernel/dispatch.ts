import { bendAnswer } from "../faults/after";
import { playInstead } from "../faults/instead";
import { numberParam, textParam, type FaultHit, type FaultRules } from "../faults/rules";
import type { Call, CallNotes, RawRequest, Route } from "./call";
import type { VirtualClock } from "./clock";
import type { Ledger } from "./ledger";
import type { Provider } from "./provider";
import { Refusal, type Reply } from "./reply";
import type { Witness } from "./witness";

export interface DispatchParts {
  readonly clock: VirtualClock;
  readonly faults: FaultRules;
  readonly ledger: Ledger;
  readonly witness: Witness | null;
}

export type Dispatch = (request: RawRequest) => Promise<Reply>;

interface Answered {
  readonly call: Call;
  readonly reply: Reply;
  readonly hits: readonly FaultHit[];
}

/** One door for every request of a provider: route, faults, quota, work, faults on the answer, ledger. */
export function createDispatch(provider: Provider, parts: DispatchParts): Dispatch {
  return async (request) => {
    const started = performance.now();
    const { call, reply, hits } = await answer(provider, parts, request);
    parts.ledger.call({
      provider: provider.id,
      operation: call.operation,
      account: call.accountId,
      method: request.method,
      path: call.path,
      query: call.query,
      status: reply.wire?.silent || reply.wire?.resetBefore ? 0 : reply.status,
      durationMs: performance.now() - started,
      bytesIn: request.body.length,
      bytesOut: reply.body === undefined ? 0 : Buffer.byteLength(reply.body),
      faults: hits.map((hit) => hit.fault),
      notes: call.notes,
      inBatch: request.inBatch === true,
    });
    return request.inBatch === true ? reply : dated(reply, parts.clock);
  };
}

/** By the virtual clock, like every time in the answer: whoever is told to wait until a date counts from this one. */
const dated = (reply: Reply, clock: VirtualClock): Reply => ({
  ...reply,
  headers: { date: new Date(clock.now()).toUTCString(), ...reply.headers },
});

async function answer(provider: Provider, parts: DispatchParts, request: RawRequest): Promise<Answered> {
  const cut = request.target.indexOf("?");
  const path = cut < 0 ? request.target : request.target.slice(0, cut);
  const found = provider.router.find(request.method, path);
  const route = found.kind === "found" ? found.match.value : null;
  const operation = route ? (route.refine?.(request) ?? route.operation) : "unknown";
  const accountId = provider.identify(request, operation);
  const target = { provider: provider.id, operation, accountId };
  const hits = parts.faults.strike(target, ["instead", "answer", "handler"]);
  const call: Call = {
    request,
    path,
    params: found.kind === "found" ? found.match.params : {},
    query: new URLSearchParams(cut < 0 ? "" : request.target.slice(cut + 1)),
    operation,
    accountId,
    faults: hits,
    notes: {} satisfies CallNotes,
  };
  await waitIfSlow(hits, parts.clock);
  const instead = playInstead(hits, provider, parts.clock.now());
  if (instead) return { call, reply: instead, hits };
  if (found.kind !== "found") return { call, reply: seen(provider.wordProblem(found.kind, request)), hits };
  const reply = seen(await admitAndWork(parts, { provider, call, route: found.match.value }));
  return { call, reply: hits.length > 0 ? bendAnswer(reply, hits, provider) : reply, hits };

  function seen(reply: Reply): Reply {
    parts.witness?.answered({ provider: provider.id, method: request.method, target: request.target, reply });
    return reply;
  }
}

async function waitIfSlow(hits: readonly FaultHit[], clock: VirtualClock): Promise<void> {
  for (const hit of hits) {
    if (hit.fault !== "slow-answer") continue;
    const ms = numberParam(hit, "ms", 30_000);
    if (textParam(hit, "clock", "real") === "virtual") await clock.sleep(ms);
    else await new Promise((resolve) => setTimeout(resolve, ms).unref());
  }
}

type Step = { readonly provider: Provider; readonly call: Call; readonly route: Route };

async function admitAndWork(parts: DispatchParts, { provider, call, route }: Step): Promise<Reply> {
  const admission = provider.admit(call);
  if (admission && "refused" in admission) return admission.refused;
  try {
    return await route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    parts.ledger.crash(provider.id, call.operation, error);
    return provider.wordProblem("internal", call.request);
  } finally {
    admission?.release();
  }
}
