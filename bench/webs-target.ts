// Two web processes of one build and one worker over one PostgreSQL, behind one public address, as a machine in front of
// them would have it; and what a browser is to them.
import { connect, createServer } from "node:net";

import { buildWeb, nodeModule } from "../scripts/launch/build.ts";
import { answersOk, Family, waitUntilReady } from "../scripts/launch/children.ts";
import { environmentFor } from "../scripts/launch/environment.ts";
import { migrate } from "../scripts/launch/migrate.ts";
import { freePort } from "../scripts/launch/ports.ts";
import { dropDatabase, ensureDatabase, openCluster, type Cluster } from "../scripts/launch/postgres.ts";
import { runScript } from "../scripts/launch/run-script.ts";

export type Web = {
  readonly url: string;
  /** As the power cord would. */
  readonly kill: () => void;
};
export type Webs = {
  readonly one: Web;
  readonly two: Web;
  /** What people open: the one and the other in turn. */
  readonly origin: string;
  readonly sandbox: string;
  /** Of somebody who sees every row. */
  readonly databaseUrl: string;
  readonly stop: () => Promise<void>;
};

const name = "daykeeper_webs";
const hugeCalendar = "oskar.nyberg@halden.example";

/** Each is a machine of its own with the same port; of a demo the public address is the first with that port. */
const addresses = { gate: "127.0.0.1", one: "127.0.0.2", two: "127.0.0.3" } as const;

/** Passes each connection on to the next process in turn, and past one that does not answer. */
async function openGate(port: number): Promise<void> {
  const hosts = [addresses.one, addresses.two];
  let turn = 0;
  const gate = createServer((socket) => {
    const first = (turn += 1);
    const tryFrom = (tries: number) => {
      const inner = connect({ host: hosts[(first + tries) % hosts.length] ?? addresses.one, port });
      let isOpen = false;
      inner.once("connect", () => {
        isOpen = true;
        socket.pipe(inner).pipe(socket);
      });
      inner.on("error", () => {
        if (isOpen || tries + 1 >= hosts.length) socket.destroy();
        else tryFrom(tries + 1);
      });
      socket.on("error", () => inner.destroy());
    };
    tryFrom(0);
  });
  await new Promise<void>((resolve) => gate.unref().listen(port, addresses.gate, resolve));
}

export async function openWebs(): Promise<Webs> {
  await buildWeb(".next-test");
  const cluster = await openCluster({ name: "webs-postgres", settings: ["fsync=off"] });
  const families = [new Family(), new Family(), new Family()] as const;
  const stop = async () => {
    await Promise.all(families.map((each) => each.stop()));
    if (cluster.startedHere) cluster.stop();
  };
  try {
    return { ...(await startWebs(cluster, families)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Env = NonNullable<Parameters<typeof runScript>[0]["env"]>;
/** Those of the web processes are their own: one that is killed does not bring the others down. */
type Families = readonly [others: Family, one: Family, two: Family];

async function startWebs(cluster: Cluster, [others, ...own]: Families): Promise<Omit<Webs, "stop">> {
  await dropDatabase(cluster, name);
  const databaseUrl = await ensureDatabase(cluster, name);
  await migrate(databaseUrl);
  const [sandboxPort, port] = [await freePort(), await freePort()];
  await openGate(port);
  const sandbox = `http://127.0.0.1:${sandboxPort}`;
  const base = { ...environmentFor({ databaseUrl, port, demo: true, sandboxUrl: sandbox }), LOG_LEVEL: "warn" };
  const env = { ...base, NODE_ENV: "production", NEXT_DIST_DIR: ".next-test" };
  const start = (what: string, args: readonly string[]) =>
    others.start({ name: what, args: ["--import", "tsx", ...args], env });
  start("webs-sandbox", ["scripts/sandbox.ts", "--port", String(sandboxPort)]);
  const isReady = () => answersOk(`${sandbox}/_control/endpoints`);
  await waitUntilReady({ family: others, what: "the provider sandbox", isReady });
  await runScript({ script: "prisma/seed.ts", env, args: ["--leave-out", hugeCalendar] });
  start("webs-worker", ["scripts/worker.ts"]);
  const web = (family: Family, host: string) => startWeb({ family, host, port, env });
  const [one, two] = await Promise.all([web(own[0], addresses.one), web(own[1], addresses.two)]);
  return { one, two, origin: `http://${addresses.gate}:${port}`, sandbox, databaseUrl: cluster.superuserUrlOf(name) };
}

type Start = { readonly family: Family; readonly host: string; readonly port: number; readonly env: Env };

async function startWeb({ family, host, port, env }: Start): Promise<Web> {
  const args = [nodeModule("next/dist/bin/next"), "start", "-H", host, "-p", String(port)];
  const { process: child } = family.start({ name: `webs-${host}`, args, env });
  const url = `http://${host}:${port}`;
  await waitUntilReady({ family, what: "a web process", isReady: () => answersOk(`${url}/api/readyz`) });
  return { url, kill: () => child.kill("SIGKILL") };
}

export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string };
type Question = {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Keeps its cookies whichever process set them, as a browser does that knows one address. */
export class Browser {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  headers(): Record<string, string> {
    const cookie = [...this.#cookies].map(([key, value]) => `${key}=${value}`).join("; ");
    return { origin: this.#origin, "sec-fetch-site": "same-origin", ...(cookie === "" ? {} : { cookie }) };
  }

  async ask(web: Web, path: string, { method = "GET", body, headers = {} }: Question = {}): Promise<Answer> {
    const answer = await fetch(`${web.url}${path}`, {
      method,
      redirect: "manual",
      headers: { ...this.headers(), ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.#cookies.delete(key);
      else this.#cookies.set(key, value);
    }
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  /** Everything but the wished-for status is an error, with what was said. */
  async need<T>(web: Web, path: string, question: Question = {}): Promise<T> {
    const { status, text } = await this.ask(web, path, question);
    if (status < 200 || status > 299)
      throw new Error(`${question.method ?? "GET"} ${path} answered ${status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  async signIn(web: Web, userId: string): Promise<void> {
    await this.#enter(web, "callback/demo", { userId });
  }

  async signOut(web: Web): Promise<void> {
    await this.#enter(web, "signout", {});
  }

  /** What this browser shows, kept for somebody who took a copy of it. */
  copy(): Browser {
    const twin = new Browser(this.#origin);
    for (const [key, value] of this.#cookies) twin.#cookies.set(key, value);
    return twin;
  }

  async #enter(web: Web, action: string, more: object): Promise<void> {
    const { csrfToken } = await this.need<{ csrfToken: string }>(web, "/api/auth/csrf");
    await this.need(web, `/api/auth/${action}`, { method: "POST", body: { csrfToken, json: "true", ...more } });
  }
}
