import type { ProviderErrorKind } from "@/core/errors/kinds";
import { ProviderError } from "@/core/errors/provider-error";
import type { CallRules } from "@/core/ports/provider-call";
import { TransportFailure, type Answer, type Outgoing, type Transport } from "./transport";

/** What every adapter is given: the clock and the connections. */
export type Surroundings = { readonly now: () => Date; readonly transport: Transport };

export type RequestFacts = {
  /** Method and path with names in place of ids. */
  readonly endpoint: string;
  /** A write of an event: when its answer is lost, it may have happened. */
  readonly isWrite?: boolean;
};
export type Reply = { readonly status: number; readonly headers: Headers; readonly json: Record<string, unknown> };

/** What went wrong with one request, before anybody has said what it means. */
export type Trouble = { readonly provider: string; readonly operation: string; readonly isWrite: boolean } & (
  | { readonly is: "failure"; readonly failure: TransportFailure }
  /** A status other than 2xx; `json` is null when the body is none. */
  | {
      readonly is: "refusal";
      readonly answer: Answer;
      readonly json: Record<string, unknown> | null;
      readonly now: Date;
    }
  /** 2xx, and no JSON object. */
  | { readonly is: "unreadable"; readonly answer: Answer; readonly because: "html" | "empty" | "not_json" }
);

export type AdapterFacts = Surroundings & {
  readonly provider: string;
  /** Where a request may go; everything else is refused before it is sent (S41). */
  readonly origins: readonly string[];
  readonly mapError: (trouble: Trouble) => ProviderError;
  readonly requestIdHeader: string | null;
};

type FetchLike = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** One call of the port: a deadline for all its requests together, and a fact for each of them. */
export type Exchange = {
  send(request: Outgoing, facts: RequestFacts): Promise<Reply>;
  /** Lets a client library build the request and make it through us. */
  through(facts: RequestFacts, run: (fetch: FetchLike) => Promise<unknown>): Promise<Reply>;
};

export function openExchange(adapter: AdapterFacts, call: CallRules, operation: string): Exchange {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs)]);
  const send = async (request: Outgoing, facts: RequestFacts): Promise<Reply> => {
    const startedAt = adapter.now();
    const begun = performance.now();
    const about = { provider: adapter.provider, operation, isWrite: facts.isWrite === true };
    const report = (answer: Answer | null, status: number | null, outcome: "ok" | ProviderErrorKind) =>
      call.onCall({
        ...{ provider: adapter.provider, operation, endpoint: facts.endpoint, startedAt },
        ...{ durationMs: performance.now() - begun, status, outcome, attempt: call.attempt },
        requestId: adapter.requestIdHeader === null ? null : (answer?.headers.get(adapter.requestIdHeader) ?? null),
        receivedBytes: answer?.bytes ?? null,
      });
    const outcome = await attempt(adapter, request, signal);
    if (outcome instanceof TransportFailure) {
      const error = adapter.mapError({ ...about, is: "failure", failure: outcome });
      report(null, outcome.status, error.kind);
      throw error;
    }
    const reading = readAnswer(outcome, adapter.now());
    if (reading.is === "reply") {
      report(outcome, outcome.status, "ok");
      return { status: outcome.status, headers: outcome.headers, json: reading.json };
    }
    const error = adapter.mapError({ ...about, ...reading } as Trouble);
    report(outcome, outcome.status, error.kind);
    throw error;
  };
  return { send, through: (facts, run) => runThrough({ send, adapter, operation }, facts, run) };
}

async function attempt({ transport, origins }: AdapterFacts, request: Outgoing, signal: AbortSignal) {
  if (!origins.includes(request.url.origin)) return new TransportFailure("off_host", { wasSent: false });
  try {
    signal.throwIfAborted();
    return await transport.send(request, signal);
  } catch (error) {
    if (error instanceof TransportFailure) return error;
    if (!signal.aborted) throw error;
    const isLate = signal.reason instanceof DOMException && signal.reason.name === "TimeoutError";
    return new TransportFailure(isLate ? "timeout" : "aborted", { wasSent: false });
  }
}

type Reading =
  | { readonly is: "reply"; readonly json: Record<string, unknown> }
  | {
      readonly is: "refusal";
      readonly answer: Answer;
      readonly json: Record<string, unknown> | null;
      readonly now: Date;
    }
  | { readonly is: "unreadable"; readonly answer: Answer; readonly because: "html" | "empty" | "not_json" };

function readAnswer(answer: Answer, now: Date): Reading {
  const isSuccess = answer.status >= 200 && answer.status < 300;
  const json = parseObject(answer.text);
  if (!isSuccess) return { is: "refusal", answer, json, now };
  if (json !== null) return { is: "reply", json };
  // 202 and 204 say by their number that nothing follows.
  if (answer.text === "" && (answer.status === 202 || answer.status === 204)) return { is: "reply", json: {} };
  if (isHtml(answer)) return { is: "unreadable", answer, because: "html" };
  return { is: "unreadable", answer, because: answer.text.trim() === "" ? "empty" : "not_json" };
}

export const isHtml = ({ headers, text }: Answer): boolean =>
  /\bhtml\b/i.test(headers.get("content-type") ?? "") || /^\s*<(!doctype|html|head|body)/i.test(text.slice(0, 200));

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * The library builds address and body; the answer is read here and goes past it. Its own errors are dropped, since they
 * carry the request with its token.
 */
async function runThrough(
  {
    send,
    adapter,
    operation,
  }: { readonly send: Exchange["send"]; readonly adapter: AdapterFacts; readonly operation: string },
  facts: RequestFacts,
  run: (fetch: FetchLike) => Promise<unknown>,
): Promise<Reply> {
  const heard: { reply: Reply | null; error: Error | null } = { reply: null, error: null };
  const fetch: FetchLike = async (address, init = {}) => {
    try {
      heard.reply = await send(toOutgoing(address, init), facts);
    } catch (error) {
      heard.error = error as Error;
      throw error;
    }
    return new Response(null, { status: 204 });
  };
  try {
    await run(fetch);
  } catch (error) {
    if (heard.error !== null) throw heard.error;
    const reason = error instanceof Error ? error.name : "unknown";
    throw new ProviderError("invalid_request", { provider: adapter.provider, operation, reason: `sdk:${reason}` });
  }
  if (heard.reply === null)
    throw new ProviderError("invalid_request", { provider: adapter.provider, operation, reason: "sdk:silent" });
  return heard.reply;
}

function toOutgoing(address: string | URL | Request, init: RequestInit): Outgoing {
  const url = new URL(address instanceof Request ? address.url : address);
  const headers = Object.fromEntries(new Headers(init.headers));
  const { body, method = "GET" } = init;
  if (body !== undefined && body !== null && typeof body !== "string") throw new TypeError("A body is text.");
  return { method: method.toUpperCase(), url, headers, body: body ?? null };
}
