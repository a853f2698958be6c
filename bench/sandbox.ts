// Is the sandbox ever the bottleneck? Small requests and a full page, next to a bare Node server in the same run,
// and the memory of 1,000 accounts with 1,000 events each. Run: node --import tsx bench/sandbox.ts
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PAIRS = 5;
const SECONDS = 2;
const CONNECTIONS = 16;
const SAMPLES = 30;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const children: ChildProcess[] = [];

interface Started {
  readonly control: string;
  readonly root: string;
}

async function startChild(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return String(line).trim();
}

async function startSandbox(): Promise<Started> {
  const line = await startChild(["--import", "tsx", "scripts/sandbox.ts", "--port", "0", "--world", "empty"]);
  const endpoints = JSON.parse(line) as { control: string; providers: { google: { rootUrl: string } } };
  return { control: endpoints.control, root: endpoints.providers.google.rootUrl };
}

/** The same bytes from a server that does nothing else: the floor for this machine at this moment. */
function startBare(body: Buffer): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), "bench-sandbox-")), "body.json");
  writeFileSync(file, body);
  const code = `const body=require("node:fs").readFileSync(${JSON.stringify(file)});
    require("node:http").createServer((q,r)=>{r.writeHead(200,{"content-type":"application/json","content-length":body.length});r.end(body)})
    .listen(0,"127.0.0.1",function(){console.log("http://127.0.0.1:"+this.address().port+"/")})`;
  return startChild(["-e", code]);
}

function get(url: string, headers: Record<string, string> = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        response.statusCode === 200
          ? resolve(Buffer.concat(chunks))
          : reject(new Error(`${url} answered ${response.statusCode}`)),
      );
    });
    call.on("error", reject);
    call.end();
  });
}

/** Requests a second over a fixed number of connections. */
async function rate(url: string, headers: Record<string, string> = {}): Promise<number> {
  const end = performance.now() + SECONDS * 1_000;
  let done = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() < end) {
      await get(url, headers);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  return done / SECONDS;
}

async function milliseconds(url: string, headers: Record<string, string> = {}): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const started = performance.now();
    await get(url, headers);
    times.push(performance.now() - started);
  }
  return median(times);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function control<T>(base: string, path: string, body?: unknown): Promise<T> {
  const post = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${base}_control/${path}`, post);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return (await answer.json()) as T;
}

interface Goal {
  readonly least?: number;
  readonly most?: number;
}

function report(figure: string, value: number, { least, most }: Goal): void {
  const ok = value >= (least ?? -Infinity) && value <= (most ?? Infinity);
  const goal = least ?? most ?? "none";
  process.stdout.write(
    `bench:sandbox ${figure}=${Math.round(value * 100) / 100} goal=${goal} ${ok ? "ok" : "short"}\n`,
  );
  if (!ok) process.exitCode = 1;
}

async function openAccount(base: string, email: string, events: number): Promise<string> {
  await control(base, "accounts", { provider: "google", email, zone: "Europe/Berlin" });
  await control(base, `accounts/${email}/calendars/primary/fill`, { count: events });
  const { access_token } = await control<{ access_token: string }>(base, `accounts/${email}/tokens`, {});
  return access_token;
}

async function speed(): Promise<void> {
  const sandbox = await startSandbox();
  const boundless = { perUserPerMinute: 1e12, perProjectPerMinute: 1e12, perProjectPerDay: 1e12 };
  await control(sandbox.control, "switches", { google: boundless });
  const headers = { authorization: `Bearer ${await openAccount(sandbox.control, "alice@meridian.example", 2_500)}` };
  const events = `${sandbox.root}calendar/v3/calendars/primary/events`;
  const first = JSON.parse(String(await get(`${events}?maxResults=2500`, headers))) as { nextSyncToken: string };
  const small = `${events}?syncToken=${encodeURIComponent(first.nextSyncToken)}`;
  const smallBare = await startBare(await get(small, headers));
  const pageBare = await startBare(await get(`${events}?maxResults=2500`, headers));
  const rates: [number, number][] = [];
  const perCore: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const bareFirst = pair % 2 === 0;
    const before = bareFirst ? await rate(smallBare) : 0;
    const cpu = await cpuSeconds(sandbox);
    const own = await rate(small, headers);
    perCore.push((own * SECONDS) / ((await cpuSeconds(sandbox)) - cpu));
    rates.push([own, bareFirst ? before : await rate(smallBare)]);
  }
  report("small_requests_per_core_second", median(perCore), { least: 3_000 });
  report("small_requests_per_second_here", median(rates.map(([own]) => own)), {});
  report("bare_node_per_second_here", median(rates.map(([, bare]) => bare)), {});
  report("ratio_to_bare_node", median(rates.map(([own, bare]) => own / bare)), { least: 0.1 });
  const window = "timeMin=2020-01-01T00:00:00Z&timeMax=2040-01-01T00:00:00Z&singleEvents=true";
  await page(sandbox, "page_2500_events", { url: `${events}?maxResults=2500`, headers });
  await page(sandbox, "page_2500_expanded", { url: `${events}?maxResults=2500&${window}`, headers });
  report("bare_page_wall_ms_here", await milliseconds(pageBare), {});
}

/** A page costs what it takes of a core; the time on the wall also has what else this machine is doing. */
async function page(
  sandbox: Started,
  name: string,
  target: { readonly url: string; readonly headers: Record<string, string> },
): Promise<void> {
  await get(target.url, target.headers);
  const cpu = await cpuSeconds(sandbox);
  const wall = await milliseconds(target.url, target.headers);
  report(`${name}_core_ms`, (((await cpuSeconds(sandbox)) - cpu) * 1_000) / SAMPLES, { most: 15 });
  report(`${name}_wall_ms_here`, wall, {});
}

async function cpuSeconds(sandbox: Started): Promise<number> {
  const { cpuMicroseconds } = await control<{ cpuMicroseconds: { user: number; system: number } }>(
    sandbox.control,
    "process",
  );
  return (cpuMicroseconds.user + cpuMicroseconds.system) / 1e6;
}

async function memory(): Promise<void> {
  const sandbox = await startSandbox();
  const empty = await residentMegabytes(sandbox);
  for (let account = 0; account < 1_000; account++)
    await openAccount(sandbox.control, `person${account}@meridian.example`, 1_000);
  report("empty_mb", empty, { most: 300 });
  report("thousand_accounts_thousand_events_mb", await residentMegabytes(sandbox), { most: 1_500 });
}

async function residentMegabytes(sandbox: Started): Promise<number> {
  return (await control<{ memory: { rss: number } }>(sandbox.control, "process")).memory.rss / 1e6;
}

try {
  await speed();
  await memory();
} finally {
  agent.destroy();
  for (const child of children) child.kill();
}
