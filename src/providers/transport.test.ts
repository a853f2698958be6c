import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createTransport, TransportFailure, type Outgoing, type Transport } from "./transport";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<{ origin: string; server: Server; sockets: Set<Socket> }> {
  const server = createServer(listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, sockets };
}

function open(limits: Parameters<typeof createTransport>[0] = {}): Transport {
  const transport = createTransport(limits);
  closers.push(() => transport.close());
  return transport;
}

const get = (url: string, more: Partial<Outgoing> = {}): Outgoing => ({
  method: "GET",
  url: new URL(url),
  headers: {},
  body: null,
  ...more,
});
const never = new AbortController().signal;
const failureOf = (run: Promise<unknown>) =>
  run.then(
    () => {
      throw new Error("it succeeded");
    },
    (error: unknown) => {
      if (error instanceof TransportFailure) return error;
      throw error;
    },
  );

describe("transport", () => {
  it("F57 a redirect is refused, and the other host hears nothing", async () => {
    let heard = 0;
    const other = await serve((_request, response) => response.end(String((heard += 1))));
    const { origin } = await serve((_request, response) => response.writeHead(302, { location: other.origin }).end());
    const failure = await failureOf(open().send(get(origin, { headers: { authorization: "Bearer secret" } }), never));
    expect([failure.reason, failure.status, heard]).toEqual(["redirect", 302, 0]);
  });

  it("F55 S42 reading stops at the limit, whatever the length that was announced", async () => {
    let sent = 0;
    const { origin } = await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, "x"))) sent += 64 * 1024;
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    const failure = await failureOf(open({ maxBytes: 256 * 1024 }).send(get(origin), never));
    expect(failure.reason).toBe("too_large");
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });

  it("S42 what comes compressed all the same is refused unread", async () => {
    const { origin } = await serve((request, response) => {
      response
        .writeHead(200, { "content-encoding": "gzip", "x-asked": String(request.headers["accept-encoding"]) })
        .end("bomb");
    });
    expect((await failureOf(open().send(get(origin, { headers: { "accept-encoding": "gzip" } }), never))).reason).toBe(
      "compressed",
    );
  });

  it("RES-6 connections are kept, and never more than allowed to one host", async () => {
    let most = 0;
    const { origin, sockets } = await serve((_request, response) => {
      most = Math.max(most, sockets.size);
      setTimeout(() => response.end("{}"), 5);
    });
    const transport = open({ maxSockets: 3 });
    await Promise.all(Array.from({ length: 30 }, () => transport.send(get(origin), never)));
    expect([most, sockets.size]).toEqual([3, 3]);
  });

  it("F58 a kept connection that the other side closed is replaced for a read, unnoticed", async () => {
    let requests = 0;
    const { origin } = await serve((request, response) => {
      requests += 1;
      // Answers the first of a connection and drops it at the second, as a server does whose idle timer ran out.
      if (requests === 2) request.socket.destroy();
      else response.end("{}");
    });
    const transport = open({ maxSockets: 1 });
    await transport.send(get(origin), never);
    expect((await transport.send(get(origin), never)).status).toBe(200);
    expect(requests).toBe(3);
  });

  it("F58 F51 a write on such a connection is not tried again, and may have happened", async () => {
    let requests = 0;
    const { origin } = await serve((request, response) => {
      requests += 1;
      if (requests === 2) request.socket.destroy();
      else response.end("{}");
    });
    const transport = open({ maxSockets: 1 });
    await transport.send(get(origin), never);
    const failure = await failureOf(transport.send(get(origin, { method: "POST", body: "{}" }), never));
    expect([failure.reason, failure.wasSent, requests]).toEqual(["network", true, 2]);
  });

  it("a read is tried once on a new connection: a reset there is told", async () => {
    let requests = 0;
    const { origin } = await serve((request) => {
      requests += 1;
      request.socket.resetAndDestroy();
    });
    const failure = await failureOf(open().send(get(origin), never));
    expect([failure.reason, failure.wasSent, requests]).toEqual(["network", true, 1]);
  });

  it("F56 nobody listening and no such host are the network's, and nothing was sent", async () => {
    const { origin, server } = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const refused = await failureOf(open().send(get(origin, { method: "POST", body: "{}" }), never));
    expect([refused.reason, refused.code, refused.wasSent]).toEqual(["network", "ECONNREFUSED", false]);
    const lost = await failureOf(open().send(get("http://nowhere.invalid/"), never));
    expect([lost.reason, lost.wasSent]).toEqual(["network", false]);
  });

  it("F56 a connection that cannot be trusted is never made without encryption instead", async () => {
    let heard = 0;
    const { origin } = await serve((_request, response) => response.end(String((heard += 1))));
    const failure = await failureOf(open().send(get(origin.replace("http:", "https:")), never));
    expect([failure.reason, failure.wasSent, heard]).toEqual(["unsafe", false, 0]);
  });

  it("F54 the signal ends a body that drips, and says whether it was the deadline or we", async () => {
    const { origin } = await serve((_request, response) => {
      const timer = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(timer));
    });
    expect((await failureOf(open().send(get(origin), AbortSignal.timeout(60)))).reason).toBe("timeout");
    const ours = new AbortController();
    setTimeout(() => ours.abort(), 60);
    expect((await failureOf(open().send(get(origin), ours.signal))).reason).toBe("aborted");
  });

  it("F52 bytes that are not UTF-8 are no answer", async () => {
    const { origin } = await serve((_request, response) => response.end(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])));
    expect((await failureOf(open().send(get(origin), never))).reason).toBe("not_utf8");
  });
});
