// The least that could carry a change from a notice to a page: a server that writes one row and notifies in the same commit,
// a listener, a stream of events, and a look at what is there. Nobody is asked who they are, and no provider is called.
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import pg from "pg";

export type Reference = { readonly changeMs: () => Promise<number>; readonly close: () => Promise<void> };

export async function openReference(databaseUrl: string): Promise<Reference> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const listener = new pg.Client({ connectionString: databaseUrl });
  await listener.connect();
  await pool.query("create unlogged table if not exists bench_latency (number int primary key)");
  await listener.query("listen bench_latency");
  const server = http.createServer((request, response) => {
    if (request.method === "POST")
      return void pool
        .query("with kept as (insert into bench_latency select $1 returning 1) select pg_notify('bench_latency', '')", [
          Number(request.url?.slice(1)),
        ])
        .then(() => response.writeHead(202).end());
    if (request.url === "/news") {
      response.writeHead(200, { "content-type": "text/event-stream" }).write(": here\n\n");
      listener.on("notification", () => response.write("event: news\ndata: \n\n"));
      return undefined;
    }
    return void pool
      .query<{ most: number }>("select max(number) as most from bench_latency")
      .then(({ rows }) => response.end(String(rows[0]?.most)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const over = new AbortController();
  const stream = (await fetch(`${at}/news`, { signal: over.signal })).body?.getReader();
  await stream?.read();
  let number = 0;
  return {
    changeMs: async () => {
      number += 1;
      const startedMs = performance.now();
      const told = stream?.read();
      await fetch(`${at}/${number}`, { method: "POST" });
      await told;
      const seen = Number(await (await fetch(at)).text());
      if (seen < number) throw new Error("The reference told of a change that it cannot show.");
      return performance.now() - startedMs;
    },
    close: async () => {
      over.abort();
      server.closeAllConnections();
      server.close();
      await pool.query("drop table bench_latency");
      await Promise.all([pool.end(), listener.end()]);
    },
  };
}
