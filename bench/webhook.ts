// P6. What it costs to acknowledge a notification, next to a bare server that keeps nothing: the worker's listener, with the
// rows committed before each answer. Run: npm run bench:webhook. WEBHOOK_SECONDS=3 for a shorter run.
import http, { type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { openBenchDatabase } from "./own-database";
import { reporter } from "./report";

const seconds = Number(process.env.WEBHOOK_SECONDS ?? 8);
const channels = 1_000;
const figure = reporter("webhook");
const database = await openBenchDatabase();
const { openDatabase } = await import("../src/server/db/open-database");
const { makeReception } = await import("../src/testing/reception");
const { startWebhookListener } = await import("../src/server/running/webhook-listener");

const db = openDatabase({ url: database.url, maxConnections: 10, longestWaitMs: 10_000 });
const { deps, letterOf, kept } = await makeReception(db, { channels });
const listener = await startWebhookListener(deps, { host: "127.0.0.1", port: 0 });
const bare = await startBare();
const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });
const acknowledged = new Set<string>();
let serial = 0;

function startBare(): Promise<Server> {
  const server = http.createServer((request, response) => {
    request.resume().once("end", () => response.writeHead(202).end());
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** How long it took until the answer, and only what was answered with 202 counts as acknowledged. */
function send(port: number): Promise<number> {
  const { body, key } = letterOf((serial += 1));
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
    const options = { port, host: "127.0.0.1", path: "/api/webhooks/google", method: "POST", agent, headers };
    const request = http.request(options, (response) => {
      response.resume().once("end", () => {
        if (port === listener.port && response.statusCode === 202) acknowledged.add(key);
        resolve(performance.now() - startedAt);
      });
    });
    request.once("error", reject);
    request.end(body);
  });
}

/** So many a second, whether the one before was answered or not. */
async function atRate(port: number, perSecond: number): Promise<number[]> {
  const all: Promise<number>[] = [];
  const startedAt = performance.now();
  while (all.length < perSecond * seconds) {
    const wanted = Math.min(perSecond * seconds, ((performance.now() - startedAt) / 1_000) * perSecond);
    while (all.length < wanted) all.push(send(port));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return (await Promise.all(all)).toSorted((one, other) => one - other);
}

const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
const { port: barePort } = bare.address() as AddressInfo;

await atRate(listener.port, 200);
for (const perSecond of [200, 1_000]) {
  const floor = await atRate(barePort, perSecond);
  const ours = await atRate(listener.port, perSecond);
  figure(`p99_next_to_bare_at_${perSecond}`, quantile(ours, 0.99) / quantile(floor, 0.99), { most: 2 });
  figure(`p999_ms_at_${perSecond}`, quantile(ours, 0.999), { most: 50 });
}

let answered = 0;
const startedAt = performance.now();
const lanes = Array.from({ length: 256 }, async () => {
  while (performance.now() - startedAt < seconds * 1_000) {
    await send(listener.port);
    answered += 1;
  }
});
await Promise.all(lanes);
figure("acknowledged_per_second", answered / ((performance.now() - startedAt) / 1_000), { least: 5_000 });

const rows = await kept();
figure("acknowledged_without_a_row", [...acknowledged].filter((key) => !rows.has(key)).length, { most: 0 });
agent.destroy();
bare.close();
await listener.close();
await db.close();
await database.close();
process.exit();
