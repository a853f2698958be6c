/** What a handler answers. A string body is sent as it is: handlers that cached rendered JSON hand it over unchanged. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** How the bytes leave the machine when a fault bends the delivery. */
  readonly wire?: Wire;
}

export interface Wire {
  /** Close the socket with a reset before any byte. */
  readonly resetBefore?: boolean;
  /** Send this many bytes of the body, then reset (or end cleanly when `endsCleanly`). */
  readonly cutAfter?: number;
  readonly endsCleanly?: boolean;
  /** Bytes per second; absent = as fast as it goes. */
  readonly bytesPerSecond?: number;
  /** Accept the request and never answer. */
  readonly silent?: boolean;
}

export function json(status: number, value: unknown, headers?: Record<string, string>): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8", ...headers },
    body: JSON.stringify(value),
  };
}

export function jsonText(body: string, headers?: Record<string, string>): Reply {
  return { status: 200, headers: { "content-type": "application/json; charset=UTF-8", ...headers }, body };
}

export function html(status: number, body: string): Reply {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
    body,
  };
}

export function redirect(location: string): Reply {
  return { status: 302, headers: { location, "cache-control": "no-store" } };
}

export const noContent: Reply = { status: 204 };

/** Thrown by a handler to answer at once with the provider's own error. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}
