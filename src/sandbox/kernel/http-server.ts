import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { RawRequest } from "./call";
import type { Reply, Wire } from "./reply";
import { connectionToxic, type Toxics } from "./toxics";

export interface HttpDoor {
  readonly port: number;
  close(): Promise<void>;
}

export interface DoorOptions {
  readonly host: string;
  readonly port: number;
  readonly bodyLimit: number;
  readonly toxics: Toxics | null;
  readonly answer: (request: RawRequest) => Promise<Reply>;
  readonly tooLarge: () => Reply;
  /** Takes over the connection (the control page's live view); true when it did. */
  readonly stream?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Opens one HTTP server: reads bodies within a limit, answers, and lets nothing thrown reach the client. */
export async function openDoor(options: DoorOptions): Promise<HttpDoor> {
  const server = createServer({ keepAliveTimeout: 30_000, maxHeaderSize: 64 * 1024 }, (request, response) => {
    if (options.stream?.(request, response)) return;
    void answerOne(request, response, options);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that goes away is its own business, never ours to crash over.
    socket.on("error", () => socket.destroy());
    if (options.toxics) connectionToxic(socket, options.toxics);
  });
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    else socket.destroy();
  });
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closeServer(server, sockets),
  };
}

function listen(server: Server, options: DoorOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
}

function closeServer(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

async function answerOne(request: IncomingMessage, response: ServerResponse, options: DoorOptions): Promise<void> {
  response.on("error", () => response.destroy());
  const body = await readBody(request, options.bodyLimit);
  if (body === "gone") return;
  if (body === "too-large") {
    send(response, { ...options.tooLarge(), headers: { ...options.tooLarge().headers, connection: "close" } });
    return;
  }
  const reply = await options.answer({
    method: request.method ?? "GET",
    target: originForm(request.url ?? "/"),
    headers: request.headers as Record<string, string | undefined>,
    body,
    base: `http://${hostOf(request, options)}`,
  });
  if (reply.wire) await sendBent(response, reply, reply.wire);
  else send(response, reply);
}

function originForm(url: string): string {
  if (url.startsWith("/")) return url;
  // Absolute form, as proxies send it.
  const path = url.indexOf("/", url.indexOf("://") + 3);
  return path < 0 ? "/" : url.slice(path);
}

function hostOf(request: IncomingMessage, options: DoorOptions): string {
  const host = request.headers.host ?? "";
  return host !== "" && host.length < 256 && /^[\w.:[\]-]+$/.test(host) ? host : `${options.host}:${options.port}`;
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer | "too-large" | "gone"> {
  if (
    request.method === "GET" &&
    request.headers["content-length"] === undefined &&
    !request.headers["transfer-encoding"]
  ) {
    return Promise.resolve(EMPTY);
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else resolve("too-large");
    });
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on("error", () => resolve("gone"));
    request.on("aborted", () => resolve("gone"));
  });
}

const EMPTY = Buffer.alloc(0);

function send(response: ServerResponse, reply: Reply): void {
  const body = reply.body ?? "";
  const bare = reply.status === 204 || reply.status === 304;
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(bare ? {} : { "content-length": String(typeof body === "string" ? Buffer.byteLength(body) : body.length) }),
  });
  response.end(bare ? undefined : body);
}

/** Sends an answer whose delivery a fault bends: cut, dripped, reset or never sent. */
async function sendBent(response: ServerResponse, reply: Reply, wire: Wire): Promise<void> {
  if (wire.silent) return;
  if (wire.resetBefore) {
    response.socket?.resetAndDestroy();
    return;
  }
  const whole = Buffer.from(reply.body ?? "");
  const part = wire.cutAfter === undefined ? whole : whole.subarray(0, wire.cutAfter);
  const announced = wire.endsCleanly ? part.length : whole.length;
  response.writeHead(reply.status, { ...reply.headers, "content-length": String(announced) });
  response.flushHeaders();
  if (wire.bytesPerSecond) await drip(response, part, wire.bytesPerSecond);
  else if (part.length > 0) await new Promise<void>((resolve) => response.write(part, () => resolve()));
  if (part.length < announced) response.socket?.resetAndDestroy();
  else response.end();
}

async function drip(response: ServerResponse, body: Buffer, bytesPerSecond: number): Promise<void> {
  const step = Math.max(1, Math.floor(bytesPerSecond / 20));
  const pause = Math.max(1, (1_000 * step) / bytesPerSecond);
  for (let at = 0; at < body.length && !response.destroyed; at += step) {
    response.write(body.subarray(at, at + step));
    await new Promise((resolve) => setTimeout(resolve, pause).unref());
  }
}
