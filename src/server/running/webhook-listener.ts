import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { BodyRefused } from "@/lib/http";
import type { Deps } from "@/server/deps";
import { clientAddress, trustOnly } from "@/server/http/client-address";
import { stampPeer } from "@/server/http/peer";
import { bodyLimits, receiveDelivery, toHeaders } from "@/server/push/receive-delivery";

export type WebhookListener = { readonly port: number; readonly close: () => Promise<void> };

const path = /^\/api\/webhooks\/([a-z][a-z0-9-]{0,31})\/?$/;

/**
 * The same receiver as the route of the web application, without everything a web application does around a request: for
 * instances where much arrives. Behind a proxy that speaks TLS, like the application.
 */
export async function startWebhookListener(
  deps: Deps,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<WebhookListener> {
  const isTrusted = trustOnly(deps.env.trustedProxies);
  const server = http.createServer({ maxHeaderSize: 16_384 }, (request, response) => {
    answer(deps, { request, response, isTrusted }).catch((error: unknown) => {
      deps.log.error("A delivery failed in a way nobody foresaw", { err: error });
      response.writeHead(500, { "cache-control": "no-store" }).end();
    });
  });
  // A sender that drips is cut off by the deadline of the body; these are for one that sends no head.
  server.headersTimeout = 5_000;
  server.requestTimeout = bodyLimits.deadlineMs + 2_000;
  server.keepAliveTimeout = 65_000;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once("error", reject);
  server.listen(port, host, () => {
    resolve(undefined);
  });
  await promise;
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        server.closeIdleConnections();
      }),
  };
}

type Answering = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly isTrusted: (address: string) => boolean;
};

async function answer(deps: Deps, { request, response, isTrusted }: Answering): Promise<void> {
  const url = new URL(request.url ?? "/", "http://listener");
  const provider = path.exec(url.pathname)?.[1];
  if (provider === undefined || request.method !== "POST") {
    response.writeHead(provider === undefined ? 404 : 405, { "cache-control": "no-store", connection: "close" }).end();
    return;
  }
  const headers = toHeaderList(request);
  const receipt = await receiveDelivery(deps, {
    ...{ provider, headers, query: url.searchParams, address: clientAddress(headers, isTrusted) },
    readBody: () => readBody(request),
  });
  // What was not read to its end is not read any further.
  const end = request.complete ? {} : { connection: "close" };
  response.writeHead(receipt.status, { ...toHeaders(receipt), ...end }).end(receipt.text);
  if (!request.complete) response.once("finish", () => request.destroy());
}

function toHeaderList(request: IncomingMessage): Headers {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  stampPeer(headers, request.socket.remoteAddress ?? "");
  return new Headers(headers);
}

/** Never more than is allowed, and never longer, whatever the sender says or does. */
function readBody(request: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const parts: Buffer[] = [];
  let size = 0;
  const refuse = (reason: BodyRefused["reason"]) => {
    request.pause();
    reject(new BodyRefused(reason));
  };
  if (Number(request.headers["content-length"] ?? 0) > bodyLimits.maxBytes) refuse("too large");
  const timer = setTimeout(() => {
    refuse("too slow");
  }, bodyLimits.deadlineMs);
  request.on("data", (part: Buffer) => {
    size += part.length;
    if (size > bodyLimits.maxBytes) refuse("too large");
    else parts.push(part);
  });
  request.once("end", () => {
    resolve(Buffer.concat(parts).toString("utf8"));
  });
  request.once("error", reject);
  request.once("close", () => {
    refuse("too slow");
  });
  return promise.finally(() => {
    clearTimeout(timer);
  });
}
