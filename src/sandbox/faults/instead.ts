import type { ErrorCatalog, Provider } from "../kernel/provider";
import { html, redirect, type Reply } from "../kernel/reply";
import type { FaultName } from "./catalog";
import { numberParam, textParam, type FaultHit } from "./rules";

type Play = (hit: FaultHit, provider: Provider, now: number) => Reply;

/** Faults that answer in place of the work. */
const PLAYS: Partial<Record<FaultName, Play>> = {
  status: (hit, provider, now) => withRetryAfter(errorReply(hit, provider, 500), hit, now),
  "rate-limited": (hit, provider, now) => retrying(provider.errors[provider.rateLimitError], hit, now),
  "quota-exceeded": (hit, provider, now) => {
    const name = textParam(hit, "error", provider.quotaError);
    return withRetryAfter(fromCatalog(provider.errors, name) ?? provider.errorOf(403), hit, now);
  },
  gone: (hit, provider) =>
    fromCatalog(provider.errors, textParam(hit, "error", provider.goneError)) ?? provider.errorOf(410),
  outage: (hit, provider) => outage(textParam(hit, "how", "503"), provider),
  "html-page": () => html(200, "<!doctype html><title>Sign in</title><h1>Sign in to the network</h1>"),
  "empty-answer": () => ({ status: 200, headers: { "content-type": "application/json; charset=UTF-8" }, body: "" }),
  redirect: (hit) => redirect(textParam(hit, "to", "http://127.0.0.1:9/")),
  oversized: (hit) => oversized(numberParam(hit, "bytes", 64_000_000)),
  "no-answer": () => ({ status: 200, wire: { silent: true } }),
  "reset-before": () => ({ status: 200, wire: { resetBefore: true } }),
};

export function playInstead(hits: readonly FaultHit[], provider: Provider, now: number): Reply | null {
  for (const hit of hits) {
    const play = PLAYS[hit.fault];
    if (play) return play(hit, provider, now);
  }
  return null;
}

export function errorReply(hit: FaultHit, provider: Provider, fallbackStatus: number): Reply {
  const named = fromCatalog(provider.errors, textParam(hit, "error", ""));
  return named ?? provider.errorOf(numberParam(hit, "status", fallbackStatus));
}

function fromCatalog(errors: ErrorCatalog, name: string): Reply | null {
  return Object.hasOwn(errors, name) ? (errors[name] as Reply) : null;
}

function retrying(reply: Reply | undefined, hit: FaultHit, now: number): Reply {
  const params = { retryAfter: "seconds", ...hit.params };
  return withRetryAfter(reply ?? { status: 429 }, { ...hit, params }, now);
}

function withRetryAfter(reply: Reply, hit: FaultHit, now: number): Reply {
  const value = retryAfter(textParam(hit, "retryAfter", "absent"), numberParam(hit, "seconds", 30), now);
  return value === null ? reply : { ...reply, headers: { ...reply.headers, "retry-after": value } };
}

function retryAfter(form: string, seconds: number, now: number): string | null {
  const forms: Record<string, string> = {
    seconds: String(seconds),
    date: new Date(now + seconds * 1_000).toUTCString(),
    "past-date": new Date(now - 3_600_000).toUTCString(),
    negative: "-30",
    zero: "0",
    day: "86400",
    garbage: "soon; maybe",
  };
  return forms[form] ?? null;
}

function outage(how: string, provider: Provider): Reply {
  if (how === "silent") return { status: 200, wire: { silent: true } };
  if (how === "reset") return { status: 200, wire: { resetBefore: true } };
  return provider.errorOf(503);
}

function oversized(bytes: number): Reply {
  const frame = '{"kind":"sandbox#oversized","filler":""}';
  const filler = "x".repeat(Math.max(0, Math.min(bytes, 512_000_000) - frame.length));
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: frame.replace('""', `"${filler}"`),
  };
}
