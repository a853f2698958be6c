// Sends notices at a rate, in a process of its own: what receives is not slowed down by what sends.
import http from "node:http";

export type Order = {
  readonly port: number;
  /** Null: as many as it can, 256 at a time. */
  readonly perSecond: number | null;
  readonly seconds: number;
};
export type Told = { readonly sorted: number[]; readonly seconds: number; readonly acknowledged: string[] };

type Letter = { readonly body: string; readonly key: string };

const [idsInJson = "[]", secret = ""] = process.argv.slice(2);
const ids = JSON.parse(idsInJson) as string[];
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
let serial = 0;

function nextLetter(): Letter {
  serial += 1;
  const channel = ids[serial % ids.length] ?? "";
  return { body: JSON.stringify({ value: [{ channel, secret, number: serial }] }), key: `${channel}:${serial}` };
}

function send(port: number, acknowledged: string[]): Promise<number> {
  const { body, key } = nextLetter();
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
    const options = { port, host: "127.0.0.1", path: "/api/webhooks/google", method: "POST", agent, headers };
    const request = http.request(options, (response) => {
      response.resume().once("end", () => {
        if (response.statusCode === 202) acknowledged.push(key);
        resolve(performance.now() - startedAt);
      });
    });
    request.once("error", reject);
    request.end(body);
  });
}

/** So many a second, whether the one before was answered or not. */
async function atRate(perSecond: number, { port, seconds }: Order, acknowledged: string[]): Promise<number[]> {
  const all: Promise<number>[] = [];
  const startedAt = performance.now();
  while (all.length < perSecond * seconds) {
    const wanted = Math.min(perSecond * seconds, ((performance.now() - startedAt) / 1_000) * perSecond);
    while (all.length < wanted) all.push(send(port, acknowledged));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return Promise.all(all);
}

async function asFastAsItGoes({ port, seconds }: Order, acknowledged: string[]): Promise<number[]> {
  const all: number[] = [];
  const startedAt = performance.now();
  const lanes = Array.from({ length: 256 }, async () => {
    while (performance.now() - startedAt < seconds * 1_000) all.push(await send(port, acknowledged));
  });
  await Promise.all(lanes);
  return all;
}

process.on("message", (order: Order) => {
  const acknowledged: string[] = [];
  const startedAt = performance.now();
  const run =
    order.perSecond === null ? asFastAsItGoes(order, acknowledged) : atRate(order.perSecond, order, acknowledged);
  void run.then((times) =>
    process.send?.({
      sorted: times.toSorted((one, other) => one - other),
      seconds: (performance.now() - startedAt) / 1_000,
      acknowledged,
    } satisfies Told),
  );
});
