import type { Socket } from "node:net";

/** Trouble on the TCP level, decided for each new connection of a provider. */
export interface ToxicSettings {
  /** Close new connections with a reset. */
  readonly refuse?: boolean;
  /** Accept new connections and neither read nor answer. */
  readonly blackHole?: boolean;
  /** Wait before anything is read from a new connection. */
  readonly connectDelayMs?: number;
  /** Reset a connection after it has been open this long. */
  readonly resetAfterMs?: number;
  /** Reset a connection after this many bytes were sent on it. */
  readonly resetAfterBytes?: number;
}

export class Toxics {
  /** Asked once per connection. */
  readonly strike: () => ToxicSettings;
  readonly #sockets = new Set<Socket>();

  constructor(strike: () => ToxicSettings) {
    this.strike = strike;
  }

  track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
  }

  /** Closes every idle or busy keep-alive connection at once, as a restarted load balancer does. */
  resetOpenConnections(): number {
    const open = this.#sockets.size;
    for (const socket of this.#sockets) socket.resetAndDestroy();
    return open;
  }
}

export function connectionToxic(socket: Socket, toxics: Toxics): void {
  toxics.track(socket);
  const { refuse, blackHole, connectDelayMs, resetAfterMs, resetAfterBytes } = toxics.strike();
  if (refuse) {
    socket.resetAndDestroy();
    return;
  }
  if (blackHole) hold(socket);
  else if (connectDelayMs) {
    hold(socket);
    setTimeout(() => release(socket), connectDelayMs).unref();
  }
  if (resetAfterMs) setTimeout(() => socket.resetAndDestroy(), resetAfterMs).unref();
  if (resetAfterBytes) resetWhenSent(socket, resetAfterBytes);
}

/** Keeps the HTTP parser from seeing what arrives: the bytes wait in the kernel's buffer. */
function hold(socket: Socket): void {
  setImmediate(() => socket.pause());
  const handle = (socket as unknown as { _handle?: { readStop(): void } })._handle;
  handle?.readStop();
}

function release(socket: Socket): void {
  const handle = (socket as unknown as { _handle?: { readStart(): void } })._handle;
  handle?.readStart();
  socket.resume();
}

function resetWhenSent(socket: Socket, limit: number): void {
  const timer = setInterval(() => {
    if (socket.bytesWritten >= limit) socket.resetAndDestroy();
  }, 5);
  timer.unref();
  socket.on("close", () => clearInterval(timer));
}
