import http from "node:http";
import https from "node:https";
import { longestAnswerBytes } from "@/core/ports/provider-call";

export type Outgoing = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: number;
};

export type FailureReason =
  "aborted" | "timeout" | "network" | "unsafe" | "redirect" | "off_host" | "too_large" | "not_utf8" | "compressed";

/** No answer that could be read. Says why, and whether the request may have reached the other side. */
export class TransportFailure extends Error {
  override readonly name = "TransportFailure";
  readonly reason: FailureReason;
  readonly wasSent: boolean;
  /** The network's own word, such as ECONNRESET. */
  readonly code: string | undefined;
  readonly status: number | null;

  constructor(reason: FailureReason, facts: { wasSent: boolean; code?: string | undefined; status?: number }) {
    super(reason);
    this.reason = reason;
    this.wasSent = facts.wasSent;
    this.code = facts.code;
    this.status = facts.status ?? null;
  }
}

export type Transport = {
  /** One try. Refuses redirects, stops reading at the size limit, ends with the signal. */
  send(request: Outgoing, signal: AbortSignal): Promise<Answer>;
  /** Closes the idle connections; what is under way goes on. */
  close(): void;
};

export type TransportLimits = { readonly maxSockets?: number; readonly maxBytes?: number };

/** Connections kept open between calls, a bounded number to each host (RES-6). */
export function createTransport({ maxSockets = 32, maxBytes = longestAnswerBytes }: TransportLimits = {}): Transport {
  const options = { keepAlive: true, maxSockets, scheduling: "lifo" } as const;
  const agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) };
  return {
    send: async (request, signal) => {
      const pool = agents[request.url.protocol === "http:" ? "http:" : "https:"];
      try {
        return await tryOnce({ request, signal, maxBytes, pool });
      } catch (error) {
        // F58: the other side had closed the idle connection before it saw anything of this request.
        if (!(error instanceof StaleConnection)) throw error;
        if (request.method !== "GET" || signal.aborted) throw error.failure;
        return tryOnce({ request, signal, maxBytes, pool: false });
      }
    },
    close: () => {
      agents["http:"].destroy();
      agents["https:"].destroy();
    },
  };
}

class StaleConnection extends Error {
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

type Try = {
  readonly request: Outgoing;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly pool: http.Agent | false;
};

function tryOnce({ request, signal, maxBytes, pool }: Try): Promise<Answer> {
  const { method, url, headers, body } = request;
  const isTls = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    let wasSent = false;
    const fail = (reason: FailureReason, facts: { code?: string | undefined; status?: number } = {}) => {
      reject(new TransportFailure(reason, { wasSent, ...facts }));
      outgoing.destroy();
    };
    const outgoing = (isTls ? https : http).request(
      url,
      {
        method,
        agent: pool,
        signal,
        // What is not compressed needs no limit of its own for what it becomes (S42).
        headers: { ...headers, "accept-encoding": "identity", ...lengthOf(body) },
      },
      (incoming) => {
        const status = incoming.statusCode ?? 0;
        if (status >= 300 && status < 400) return fail("redirect", { status });
        if ((incoming.headers["content-encoding"] ?? "identity") !== "identity") return fail("compressed", { status });
        read(incoming, maxBytes).then(
          (answer) => (answer instanceof TransportFailure ? fail(answer.reason, { status }) : resolve(answer)),
          (error: unknown) => fail(reasonOf(error, signal), { code: codeOf(error), status }),
        );
      },
    );
    outgoing.on("socket", (socket) => {
      if (!socket.connecting) wasSent = true;
      else socket.once(isTls ? "secureConnect" : "connect", () => (wasSent = true));
    });
    outgoing.on("error", (error) => {
      const failure = new TransportFailure(reasonOf(error, signal), { wasSent, code: codeOf(error) });
      const isStale = outgoing.reusedSocket && failure.reason === "network";
      reject(isStale ? new StaleConnection(failure) : failure);
    });
    outgoing.end(body ?? undefined);
  });
}

const lengthOf = (body: string | null): Record<string, string> =>
  body === null ? {} : { "content-length": String(Buffer.byteLength(body)) };

async function read(incoming: http.IncomingMessage, maxBytes: number): Promise<Answer | TransportFailure> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return new TransportFailure("too_large", { wasSent: true });
    chunks.push(chunk);
  }
  const text = decode(Buffer.concat(chunks));
  if (text === null) return new TransportFailure("not_utf8", { wasSent: true });
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) headers.set(name, value?.join(", ") ?? "");
  return { status: incoming.statusCode ?? 0, headers, text, bytes };
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const codeOf = (error: unknown): string | undefined => {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : undefined;
};

const distrust = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

function reasonOf(error: unknown, signal: AbortSignal): FailureReason {
  if (signal.aborted)
    return signal.reason instanceof DOMException && signal.reason.name === "TimeoutError" ? "timeout" : "aborted";
  return distrust.test(codeOf(error) ?? "") ? "unsafe" : "network";
}
