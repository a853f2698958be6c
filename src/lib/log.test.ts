import { randomBytes } from "node:crypto";

import { trace, context, TraceFlags, ROOT_CONTEXT, type Context, type ContextManager } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import { createLog, type Log } from "./log";
import { inRequestScope } from "./request-scope";
import { Secret } from "./secret";

type Line = Record<string, unknown> & { facts: Record<string, unknown> };

function listen(known: readonly Secret[] = []): { log: Log; text: () => string; lines: () => Line[] } {
  const written: string[] = [];
  const log = createLog({
    level: "debug",
    service: "test",
    known,
    sink: {
      write: (line) => {
        written.push(line);
      },
    },
  });
  return { log, text: () => written.join(""), lines: () => written.map((line) => JSON.parse(line) as Line) };
}

const random = (bytes: number, encoding: BufferEncoding = "base64url") => randomBytes(bytes).toString(encoding);

/** Each canary is hidden in the way such a secret really turns up in a log call. */
const canaries: [string, (canary: string) => { message?: string; facts?: Record<string, unknown> }, string][] = [
  ["a Secret", (c) => ({ facts: { key: new Secret(c) } }), random(9)],
  ["a Secret deep in a list", (c) => ({ facts: { a: [{ b: [new Secret(c)] }] } }), random(9)],
  ["a Secret in a template", (c) => ({ message: `token ${String(new Secret(c))}` }), random(9)],
  ["a Secret in a Map", (c) => ({ facts: { map: new Map([["x", new Secret(c)]]) } }), random(9)],
  ["a top-level access_token", (c) => ({ facts: { access_token: c } }), random(9)],
  ["a nested accessToken", (c) => ({ facts: { body: { accessToken: c } } }), random(9)],
  ["refresh-token", (c) => ({ facts: { "refresh-token": c } }), random(9)],
  ["id_token in a list", (c) => ({ facts: { all: [{ id_token: c }] } }), random(9)],
  ["client_secret", (c) => ({ facts: { client_secret: c } }), random(9)],
  ["a password", (c) => ({ facts: { user: { password: c } } }), random(9)],
  ["an Authorization header", (c) => ({ facts: { headers: { Authorization: c } } }), random(9)],
  ["Headers", (c) => ({ facts: { headers: new Headers({ authorization: c, cookie: c }) } }), random(9)],
  ["a cookie header", (c) => ({ facts: { headers: { cookie: `a=1; s=${c}` } } }), random(9)],
  ["set-cookie", (c) => ({ facts: { "set-cookie": [`s=${c}`] } }), random(9)],
  ["an API key field", (c) => ({ facts: { api_key: c, apiKey: c, "x-api-key": c } }), random(9)],
  ["a PKCE verifier", (c) => ({ facts: { code_verifier: c } }), random(9)],
  ["an OAuth state", (c) => ({ facts: { state: c } }), random(9)],
  ["an authorization code field", (c) => ({ facts: { code: c } }), `4/${random(16)}`],
  ["a credentials object", (c) => ({ facts: { credentials: { kind: "x", value: c } } }), random(9)],
  ["a bearer token in a sentence", (c) => ({ message: `sent Bearer ${c}` }), random(20)],
  ["basic credentials in a sentence", (c) => ({ message: `sent basic ${c}` }), random(20, "base64")],
  [
    "a signed token in a sentence",
    (c) => ({ message: `got ${c}.` }),
    `eyJ${random(20)}.eyJ${random(30)}.${random(32)}`,
  ],
  [
    "an encrypted session in a sentence",
    (c) => ({ message: `got ${c}` }),
    `eyJ${random(20)}..${random(12)}.${random(40)}.${random(16)}`,
  ],
  ["our API key in a sentence", (c) => ({ message: `key ${c}` }), `dk_${random(6, "hex")}_${random(32)}`],
  ["a one-time token in a sentence", (c) => ({ message: `link ${c} used` }), random(32)],
  ["a one-time link", (c) => ({ message: `https://calendar.test/invite#${c}` }), random(32)],
  ["a hex secret in a sentence", (c) => ({ message: `secret ${c}` }), random(32, "hex")],
  ["a Google access token", (c) => ({ message: c }), `ya29.${random(40)}`],
  ["a Google refresh token", (c) => ({ message: `old ${c}` }), `1//${random(40)}`],
  ["a Google client secret", (c) => ({ message: c }), `GOCSPX-${random(20)}`],
  ["a Microsoft refresh token", (c) => ({ message: c }), `0.A${random(60)}`],
  ["a Microsoft consumer token", (c) => ({ message: c }), `M.C512_BAY.${random(40)}`],
  ["a Microsoft client secret", (c) => ({ message: `x ${c}` }), `abc8Q~${random(30)}`],
  ["a password in a database address", (c) => ({ message: `postgresql://app:${c}@db:5432/app` }), random(9)],
  ["a code in a query", (c) => ({ message: `GET /cb?code=${c}&x=1` }), random(9)],
  ["a token in a query", (c) => ({ facts: { url: new URL(`https://x.test/?a=1&access_token=${c}`) } }), random(9)],
  ["a token in a fragment", (c) => ({ message: `https://x.test/#id_token=${c}` }), random(9)],
  ["a client secret in a form body", (c) => ({ message: `grant_type=x&client_secret=${c}` }), random(9)],
  ["a refresh token in JSON text", (c) => ({ message: `{"refresh_token":"${c}"}` }), random(9)],
  ["a password in a sentence", (c) => ({ message: `password: ${c}` }), random(9)],
  ["a cookie in a sentence", (c) => ({ message: `cookie=${c}` }), random(9)],
  ["an error message", (c) => ({ facts: { err: new Error(`refused Bearer ${c}`) } }), random(20)],
  [
    "an error's stack",
    (c) => ({ facts: { err: Object.assign(new Error("x"), { stack: `Error: x\n at https://u:${c}@h/` }) } }),
    random(9),
  ],
  ["an error's cause", (c) => ({ facts: { err: new Error("x", { cause: { password: c } }) } }), random(9)],
  [
    "an aggregate error",
    (c) => ({ facts: { err: new AggregateError([new Error(`token=${c}&`), new Error(`?token=${c}`)].slice(1)) } }),
    random(9),
  ],
  [
    "an error's own fields",
    (c) => ({ facts: { err: Object.assign(new Error("x"), { config: { data: c }, response: { body: c } }) } }),
    random(9),
  ],
  [
    "a request",
    (c) => ({ facts: { request: new Request(`https://x.test/?code=${c}`, { headers: { authorization: c } }) } }),
    random(9),
  ],
  ["a response", (c) => ({ facts: { response: new Response(c, { headers: { "set-cookie": c } }) } }), random(9)],
  ["bytes", (c) => ({ facts: { body: Buffer.from(c), raw: new TextEncoder().encode(c) } }), random(9)],
  ["search parameters", (c) => ({ facts: { query: new URLSearchParams({ token: c }) } }), random(9)],
  ["a name of a field", (c) => ({ facts: { [c]: 1 } }), `ya29.${random(30)}`],
];

describe("canaries never reach the log (S57)", () => {
  it("has at least 50 of them", () => {
    expect(canaries.length).toBeGreaterThanOrEqual(50);
  });

  it.each(canaries)("%s", (_where, hide, canary) => {
    const { log, text } = listen();
    const { message = "something happened", facts } = hide(canary);
    log.error(message, facts);
    log.with(facts ?? {}).info(message);
    expect(text()).not.toContain(canary);
    expect(text()).not.toContain(JSON.stringify(canary).slice(1, -1));
    for (const encoding of ["base64", "hex"] as const)
      expect(text()).not.toContain(Buffer.from(canary).toString(encoding));
  });

  it("a secret of this process, whatever it looks like and wherever it stands", () => {
    const { log, text } = listen([new Secret("plain-looking words")]);
    log.warn("it said plain-looking words", {
      err: new Error("and plain-looking words"),
      list: ["plain-looking words"],
    });
    expect(text()).not.toContain("plain-looking");
    expect(text()).toContain("[secret]");
  });
});

it("keeps what helps: sentences, codes, ids, counts, addresses", () => {
  const { log, lines } = listen();
  const facts = {
    code: "rate_limited",
    id: "6f9619ff-8b86-4011-b42d-00c04fc964ff",
    count: 3,
    tokens: 7,
    none: null,
    url: "https://calendar.test/api/v1/me?limit=5",
    at: new Date("2026-11-21T10:00:00Z"),
  };
  log.info("answered", facts);
  expect(lines()[0]).toMatchObject({
    level: "info",
    service: "test",
    message: "answered",
    facts: { ...facts, at: "2026-11-21T10:00:00.000Z" },
  });
});

describe("a line cannot be forged (S58)", () => {
  const attacks = [
    '\r\n{"level":"error","message":"forged"}',
    "\n\n",
    "\u001b[2K\u001b[1A",
    "\u001b]0;title\u0007",
    "\u009b31m",
    "\u2028forged",
    "\u2029forged",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\u0000",
    "\ufeff",
    "\u0085next",
    "\ud800 lone",
    '"},{"level":"error',
  ];

  it.each(attacks)("by %j", (attack) => {
    const { log, text, lines } = listen();
    log.info(`said ${attack}`, { [attack]: attack, err: new Error(attack) });
    expect(
      text()
        .trimEnd()
        .split(/[\n\r\u0085\u2028\u2029]/),
    ).toHaveLength(1);
    expect(text().slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/);
    expect(lines()).toHaveLength(1);
    expect(lines()[0]?.level).toBe("info");
  });

  it("nor can a fact pass itself off as the request id, the level or the service", () => {
    const { log, lines } = listen();
    inRequestScope({ requestId: "real" }, () => {
      log.info("x", { requestId: "forged", level: "fatal", service: "forged", message: "forged", time: 0 });
    });
    expect(lines()[0]).toMatchObject({ requestId: "real", level: "info", service: "test", message: "x" });
  });
});

it("carries the request id through everything that is awaited", async () => {
  const { log, lines } = listen();
  await Promise.all(
    ["one", "two"].map((requestId) =>
      inRequestScope({ requestId }, async () => {
        await new Promise((resolve) => {
          setTimeout(resolve, 3);
        });
        log.info(requestId);
      }),
    ),
  );
  expect(lines().map((line) => [line.message, line.requestId])).toEqual([
    ["one", "one"],
    ["two", "two"],
  ]);
});

it("carries the trace id of the active span", () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const active = trace.setSpan(
    ROOT_CONTEXT,
    trace.wrapSpanContext({ traceId, spanId: "b7ad6b7169203331", traceFlags: TraceFlags.SAMPLED }),
  );
  const fixed: ContextManager = {
    active: (): Context => active,
    with: (_context, run, self, ...args) => run.call(self as never, ...args),
    bind: (_context, target) => target,
    enable: () => fixed,
    disable: () => fixed,
  };
  context.setGlobalContextManager(fixed);
  const { log, lines } = listen();
  log.info("traced");
  context.disable();
  expect(lines()[0]).toMatchObject({ traceId, spanId: "b7ad6b7169203331" });
});

it("never throws and never grows without bound", () => {
  const { log, text, lines } = listen();
  const circular: Record<string, unknown> = { name: "loop" };
  circular.self = circular;
  const nested = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ inner }), "end");
  const hostile = {
    get trap(): string {
      throw new Error("no");
    },
  };
  log.info("odd", {
    circular,
    nested,
    long: "x".repeat(100_000),
    many: Array.from({ length: 5_000 }, (_item, index) => index),
    big: 10n,
    date: new Date("no"),
    fn: () => 1,
  });
  log.info("hostile", { hostile });
  expect(text().length).toBeLessThan(20_000);
  expect(lines().map((line) => line.message)).toEqual(["odd", "hostile"]);
});

it("writes nothing below its level", () => {
  const written: string[] = [];
  const log = createLog({
    level: "warn",
    service: "test",
    known: [],
    sink: {
      write: (line) => {
        written.push(line);
      },
    },
  });
  log.info("quiet");
  log.debug("quiet");
  log.warn("loud");
  expect(written).toHaveLength(1);
});
