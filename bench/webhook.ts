// P6. What it costs to acknowledge a notification: the worker's listener, with the rows committed before each answer, next
// to a bare server that keeps nothing, to one that appends to a file and waits for the disk, and to one commit for each.
// The sender is a process of its own. Run: npm run bench:webhook. WEBHOOK_SECONDS=3 for a shorter run.
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import http, { type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

import { inRoot } from "../scripts/launch/paths.ts";

import { openBenchDatabase } from "./own-database";
import { reporter } from "./report";
import type { Order, Told } from "./webhook-sender";

const seconds = Number(process.env.WEBHOOK_SECONDS ?? 8);
const figure = reporter("webhook");
const database = await openBenchDatabase();
const { openDatabase } = await import("../src/server/db/open-database");
const { makeReception } = await import("../src/testing/reception");
const { startWebhookListener } = await import("../src/server/running/webhook-listener");

const db = openDatabase({ url: database.url, maxConnections: 10, longestWaitMs: 10_000 });
const { deps, ids, secret, keepAlone, kept } = await makeReception(db, { channels: 1_000 });
const folder = mkdtempSync(path.join(inRoot(".data"), "bench-webhook-"));
const file = await open(path.join(folder, "journal"), "a");

type Keep = (body: string) => Promise<void>;

function listen(keep: Keep): Promise<Server> {
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.once("end", () => void keep(body).then(() => response.writeHead(202).end()));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** The least that something durable costs here: what arrives while the disk is waited for goes with the next wait. */
function journal(): Keep {
  let waiting: { readonly line: string; readonly done: () => void }[] = [];
  let isWriting = false;
  const writeAll = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await file.write(batch.map(({ line }) => line).join("\n"));
      await file.datasync();
      for (const { done } of batch) done();
    }
    isWriting = false;
  };
  return (line) =>
    new Promise((done) => {
      waiting.push({ line, done });
      if (!isWriting) void writeAll();
    });
}

const sender = fork(inRoot("bench/webhook-sender.ts"), [JSON.stringify(ids), secret], {
  execArgv: ["--import", "tsx"],
});
const acknowledged = new Set<string>();
const listener = await startWebhookListener(deps, { host: "127.0.0.1", port: 0 });
const bare = await listen(() => Promise.resolve());
const durable = await listen(journal());
const oneByOne = await listen((body) => keepAlone(body));
const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function send(port: number, perSecond: number | null, during = seconds): Promise<Told> {
  sender.send({ port, perSecond, seconds: during } satisfies Order);
  const [told] = (await once(sender, "message")) as [Told];
  if (port === listener.port) for (const key of told.acknowledged) acknowledged.add(key);
  return told;
}

const quantile = ({ sorted }: Told, share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
const rateOf = (told: Told) => told.acknowledged.length / told.seconds;

await send(listener.port, 200, 2);
for (const perSecond of [200, 1_000]) {
  const floor = await send(portOf(bare), perSecond);
  const disk = await send(portOf(durable), perSecond);
  const ours = await send(listener.port, perSecond);
  figure(`p99_next_to_bare_at_${perSecond}`, quantile(ours, 0.99) / quantile(floor, 0.99), { most: 2 });
  figure(`p99_next_to_disk_at_${perSecond}`, quantile(ours, 0.99) / quantile(disk, 0.99), { most: 2 });
  figure(`p50_ms_at_${perSecond}`, quantile(ours, 0.5), {});
  figure(`p50_ms_of_disk_at_${perSecond}`, quantile(disk, 0.5), {});
  figure(`p999_ms_at_${perSecond}`, quantile(ours, 0.999), { most: 50 });
}
const most = rateOf(await send(listener.port, null));
figure("acknowledged_per_second", most, { least: 5_000 });
figure("times_the_bad_one_with_a_commit_each", most / rateOf(await send(portOf(oneByOne), null)), { least: 3 });

/** S38. Whoever guesses learns nothing from how long it takes: a channel that is there and one that is not, in turns. */
function refuse(channel: string, number: number): Promise<number> {
  const body = JSON.stringify({ value: [{ channel, secret: "guessed", number }] });
  // Who guesses often is asked to slow down: here many guess seldom.
  const localAddress = `127.0.${1 + Math.floor((number % 1_000) / 250)}.${1 + (number % 250)}`;
  const headers = { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
  const options = { host: "127.0.0.1", port: listener.port, path: "/api/webhooks/google", method: "POST", headers };
  return new Promise((resolve, reject) => {
    let startedAt = 0;
    const request = http.request({ ...options, localAddress, agent: false }, (response) => {
      response.resume().once("end", () => {
        if (response.statusCode === 202) resolve(performance.now() - startedAt);
        else reject(new Error(`A refusal was answered by ${response.statusCode}.`));
      });
    });
    request.once("error", reject);
    request.once("socket", (socket) =>
      socket.once("connect", () => {
        startedAt = performance.now();
        request.end(body);
      }),
    );
  });
}
const refused: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
for (let sample = 0; sample < 5_000; sample += 1) {
  refused.known.push(await refuse(ids[sample % ids.length] ?? "", sample));
  refused.unknown.push(await refuse(randomUUID(), sample));
}
const median = (times: readonly number[]) =>
  times.toSorted((one, other) => one - other)[times.length / 2] ?? Number.NaN;
figure("refused_ms", median(refused.unknown), {});
figure("refused_apart_ms", Math.abs(median(refused.known) - median(refused.unknown)), { most: 1 });

const rows = await kept();
figure("acknowledged_without_a_row", [...acknowledged].filter((key) => !rows.has(key)).length, { most: 0 });
sender.kill();
for (const server of [bare, durable, oneByOne]) server.close();
await listener.close();
await file.close();
rmSync(folder, { recursive: true });
await db.close();
await database.close();
process.exit();
