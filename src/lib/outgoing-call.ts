import { lookup as lookUp } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";

import { refuseUrl, type UrlRefusal } from "./outgoing-url";
import { isPublicAddress } from "./public-address";

/** Nothing was sent: the address is none that we call. */
export class CallRefused extends Error {
  override readonly name = "CallRefused";
  readonly reason: UrlRefusal;

  constructor(reason: UrlRefusal) {
    super(`The address was refused: ${reason}.`);
    this.reason = reason;
  }
}

export type OutgoingCall = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Origins of this machine that may be called; none in production. */
  readonly admitted: readonly string[];
  readonly resolve?: Resolve;
};
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;
export type OutgoingAnswer = { readonly status: number; readonly retryAfter: string | null };

const resolveAll: Resolve = (host) => lookUp(host, { all: true, verbatim: true });

/** Every address a name has must be public: one that also leads inside is refused as a whole. */
async function checkedAddress(url: URL, resolve: Resolve): Promise<{ address: string; family: number }> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
  const [first] = found;
  if (first === undefined || !found.every(({ address }) => isPublicAddress(address)))
    throw new CallRefused("not_public");
  return first;
}

/** The name is not asked for a second time: whoever answers differently then has nothing of it. */
const pinned =
  ({ address, family }: { address: string; family: number }): LookupFunction =>
  (_host, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

/**
 * S39, S40. Sends a body to an address somebody typed: resolves once, connects to the address that was checked, follows no
 * redirect, reads nothing of the answer but its status, and waits no longer than told.
 */
export async function callOut(call: OutgoingCall): Promise<OutgoingAnswer> {
  const refusal = refuseUrl(call.url, call.admitted);
  if (refusal !== null) throw new CallRefused(refusal);
  const url = new URL(call.url);
  const isAdmitted = call.admitted.includes(url.origin);
  const target = isAdmitted ? null : await checkedAddress(url, call.resolve ?? resolveAll);
  return send(url, call, target === null ? undefined : pinned(target));
}

function send(url: URL, call: OutgoingCall, lookup: LookupFunction | undefined): Promise<OutgoingAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<OutgoingAnswer>();
  const { request } = url.protocol === "http:" ? http : https;
  const outgoing = request(url, {
    method: "POST",
    agent: false,
    headers: { ...call.headers, "content-length": Buffer.byteLength(call.body) },
    signal: AbortSignal.timeout(call.timeoutMs),
    ...(lookup === undefined ? {} : { lookup }),
  });
  outgoing.on("response", (answer) => {
    resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"] ?? null });
    answer.destroy();
  });
  outgoing.on("error", reject);
  outgoing.end(call.body);
  return promise;
}
