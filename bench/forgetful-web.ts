// What must lose in bench/webs.ts: a web process that keeps its limit in its own memory. Takes what the real one takes at
// POST, with the same capacity and refill, which it is told as arguments. Says its port when it listens.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const [capacity = 0, perSecond = 0] = process.argv.slice(2).map(Number);
const bucket = { tokens: capacity, at: performance.now() };

function take(): boolean {
  const now = performance.now();
  bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(take() ? 410 : 429, { "content-length": "0" }).end();
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
