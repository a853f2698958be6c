import { randomBytes } from "node:crypto";

import { encode } from "next-auth/jwt";
import { beforeAll, beforeEach } from "vitest";

import { createSeal } from "@/lib/crypto";
import type { Env } from "@/lib/env";
import { systemRandom } from "@/lib/ids";
import { createLog } from "@/lib/log";
import { sleepFor } from "@/lib/sleep";
import { beginSession } from "@/server/auth/begin-session";
import { sessionCookieName } from "@/server/auth/cookies";
import { installDeps, secretsOf, type Deps } from "@/server/deps";
import { stampPeer } from "@/server/http/peer";
import { createKey } from "@/server/people/api-keys";
import type { Person } from "@/server/people/person";
import type { Role, Scope } from "@/server/people/roles";

import { addMember, ask, createCast, createPerson, type Cast } from "./cast";
import { useTestDatabase, type TestDatabase } from "./database";
import { testEnv } from "./env";
import { handlerOf } from "./routes";

/** Alice owns `home`, Grace manages there, Bob is a member; Mallory owns `elsewhere`; Ivo looks after the instance. */
export type ApiCast = Cast & { readonly grace: string; readonly ivo: string };

/** How a call says who it is: somebody's cookie, a key, or nothing. */
export type As = { readonly cookie?: string; readonly key?: string };

export type Ask = {
  readonly as?: As;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string | string[]>>;
  /** Undefined removes one that a browser would send. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly address?: string;
};

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
};

export type Api = {
  readonly database: TestDatabase;
  readonly deps: Deps;
  readonly cast: ApiCast;
  readonly logged: () => string;
  readonly pass: (minutes: number) => void;
  readonly use: (change: Partial<Deps>) => void;
  readonly signIn: (userId: string, method?: string) => Promise<As & { readonly cookie: string }>;
  readonly keyFor: (
    workspaceId: string,
    userId: string,
    scopes: readonly Scope[],
  ) => Promise<As & { readonly key: string; readonly id: string }>;
  readonly call: (route: string, ask?: Ask) => Promise<Answer>;
};

async function createApiCast(deps: Deps): Promise<ApiCast> {
  const cast = await createCast(deps.db);
  const grace = await createPerson(deps.db, "Grace");
  await addMember(deps.db, { workspaceId: cast.home, userId: grace, role: "manager" });
  const [ivo] = await ask(
    deps.db,
    (tx) =>
      tx.$queryRaw<
        { id: string }[]
      >`select system.create_instance_admin(${`ivo.${randomBytes(4).toString("hex")}@example.test`}, 'Ivo', ${deps.now()}) as id`,
  );
  if (ivo === undefined) throw new Error("Ivo was not created.");
  return { ...cast, grace, ivo: ivo.id };
}

function requestFor(
  env: Env,
  route: string,
  { as = {}, body, query = {}, params = {}, headers = {}, address }: Ask,
): Request {
  const [method = "GET", pattern = "/"] = route.split(" ");
  const pathname = pattern.replaceAll(/\{(?:\.\.\.)?(\w+)\}/g, (_whole, name: string) =>
    [params[name] ?? ""].flat().join("/"),
  );
  const isChange = method !== "GET";
  const sent: Record<string, string | undefined> = {
    ...(isChange ? { origin: env.origin, "sec-fetch-site": "same-origin" } : {}),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(as.cookie === undefined ? {} : { cookie: as.cookie }),
    ...(as.key === undefined
      ? {}
      : { authorization: `Bearer ${as.key}`, origin: undefined, "sec-fetch-site": undefined }),
    "user-agent": "Test browser",
    ...headers,
  };
  // A fresh address for every call, so that only a test about limits meets them.
  stampPeer(sent, address ?? `203.0.${randomBytes(1).readUInt8()}.${randomBytes(1).readUInt8()}`);
  const given = Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const url = new URL(`${pathname}?${new URLSearchParams(query)}`, env.origin);
  return new Request(url, {
    method,
    headers: given,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").includes("json") && text !== "";
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

/** The API against a real database, its handlers called directly: no server, no proxy in front. */
export function useApi(environment: (databaseUrl: string) => Env = testEnv): Api {
  const database = useTestDatabase();
  const lines: string[] = [];
  const state: { deps?: Deps; cast?: ApiCast; aheadMs: number } = { aheadMs: 0 };
  const current = () => {
    if (state.deps === undefined || state.cast === undefined)
      throw new Error("The API is ready inside tests and hooks, not while the file is read.");
    return { deps: state.deps, cast: state.cast };
  };
  const install = (deps: Deps) => {
    state.deps = deps;
    installDeps(deps);
  };

  beforeAll(async () => {
    const env = environment(database.url);
    const log = createLog({
      level: "debug",
      service: "test",
      known: secretsOf(env),
      sink: {
        write: (line) => {
          lines.push(line);
        },
      },
    });
    const seal = createSeal({
      ring: env.encryption,
      random: systemRandom,
      onAlarm: () => {
        throw new Error("too many seals");
      },
    });
    const deps: Deps = {
      env,
      db: database.db,
      now: () => new Date(Date.now() + state.aheadMs),
      random: systemRandom,
      chance: Math.random,
      sleep: sleepFor,
      providers: () => Promise.resolve(new Map()),
      log,
      seal,
    };
    install(deps);
    state.cast = await createApiCast(deps);
  });
  beforeEach(() => {
    lines.length = 0;
  });

  const signIn: Api["signIn"] = async (userId, method = "test") => {
    const { deps } = current();
    const token = await beginSession(deps, {
      userId,
      method,
      userAgent: "Test browser",
      address: "203.0.113.7",
      previous: null,
    });
    if (token === null) throw new Error("There is no such person.");
    const value = await encode({ token: { sid: token.reveal() }, secret: deps.env.sessions.secret.reveal() });
    return { cookie: `${sessionCookieName(deps.env.origin.startsWith("https://"))}=${value}` };
  };

  return {
    database,
    get deps() {
      return current().deps;
    },
    get cast() {
      return current().cast;
    },
    logged: () => lines.join(""),
    pass: (minutes) => {
      state.aheadMs += minutes * 60_000;
    },
    use: (change) => {
      install({ ...current().deps, ...change });
    },
    signIn,
    keyFor: async (workspaceId, userId, scopes) => {
      const admin = {
        kind: "person",
        user: { id: userId },
        workspace: { id: workspaceId },
        role: "admin" satisfies Role,
      } as Person;
      const { key, secret } = await createKey(admin, { name: "Machine", scopes: [...scopes] });
      return { key: secret, id: key.id };
    },
    call: async (route, asked = {}) => {
      const [method = "GET", pattern = "/"] = route.split(" ");
      state.aheadMs += 2_000; // Buckets refill between calls.
      const handler = await handlerOf(method, pattern);
      return toAnswer(
        await handler(requestFor(current().deps.env, route, asked), { params: Promise.resolve({ ...asked.params }) }),
      );
    },
  };
}
