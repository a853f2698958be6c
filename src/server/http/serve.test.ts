import { describe, expect, it } from "vitest";
import { z } from "zod";

import { sqlState } from "@/server/db/sql-state";
import { installDeps } from "@/server/deps";
import { deadDatabaseUrl, depsWithoutDatabase } from "@/testing/deps";
import { testEnv } from "@/testing/env";

import { contract } from "./contract";
import { Problem } from "./problem";
import { problemCodes, type ProblemCode } from "./problem-codes";
import { answerTo, Reply, serve } from "./serve";

const { deps, logged } = depsWithoutDatabase();
installDeps(deps);

/** A probe asks no database who is calling, so these tests need none. */
const probe = contract({
  id: "probe",
  method: "GET",
  path: "/api/probe",
  tag: "Test",
  summary: "Test",
  access: { to: "anybody" },
  rate: "probe",
  answer: { status: 200, body: z.object({ name: z.string() }) },
});
const change = contract({
  id: "change",
  method: "POST",
  path: "/api/change",
  tag: "Test",
  summary: "Test",
  access: { to: "anybody" },
  rate: "probe",
  body: z.strictObject({ name: z.string().max(5), count: z.int().optional() }),
  answer: { status: 200, body: z.object({ name: z.string() }) },
});

const context = (params: Record<string, string> = {}) => ({ params: Promise.resolve(params) });
const get = (headers: Record<string, string> = {}) =>
  new Request("https://calendar.test/api/probe?code=canary-code", { headers });
const ours = { origin: "https://calendar.test", "sec-fetch-site": "same-origin", "content-type": "application/json" };
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("https://calendar.test/api/change", { method: "POST", body, headers: { ...ours, ...headers } });

const echo = serve(change, ({ body }) => Promise.resolve({ name: body.name }));
const sendTo = async (request: Request) => {
  const response = await echo.handle(request, context());
  return { status: response.status, json: (await response.json()) as { code: ProblemCode; errors?: unknown } };
};

const canary = "canary-9d2f";
const throwable: Record<string, () => unknown> = {
  "an error": () => new Error(canary),
  "a type error": () => new TypeError(`cannot read ${canary}`),
  "a range error": () => new RangeError(canary),
  "a syntax error": () => new SyntaxError(`unexpected ${canary}`),
  "a reference error": () => new ReferenceError(canary),
  "a URI error": () => new URIError(canary),
  "an aggregate": () => new AggregateError([new Error(canary)], canary),
  "a DOM exception": () => new DOMException(canary, "AbortError"),
  "an abort": () => AbortSignal.abort(canary).reason as unknown,
  "a timeout": () => new DOMException(canary, "TimeoutError"),
  "a string": () => canary,
  "a number": () => 42,
  nothing: () => undefined,
  null: () => null,
  "an object": () => ({ password: canary }),
  "an object that looks like an answer": () => ({ status: 200, body: canary }),
  "a Response": () => new Response(canary, { status: 200 }),
  "an error with a status": () => Object.assign(new Error(canary), { status: 200, statusCode: 204 }),
  "an error with a body": () => Object.assign(new Error("x"), { body: canary, response: { data: canary } }),
  "an error with a stack of its own": () =>
    Object.assign(new Error("x"), { stack: `at ${canary} (/srv/app/secret.ts:1:1)` }),
  "an error with a cause": () => new Error("x", { cause: new Error(canary) }),
  "a loop of causes": () => {
    const error = new Error(canary);
    error.cause = error;
    return error;
  },
  "an error whose message throws": () =>
    Object.defineProperty(new Error(), "message", {
      get: () => {
        throw new Error(canary);
      },
    }),
  "a zod error": () => z.string().safeParse({ canary }).error,
  "a JSON error": () => {
    try {
      return JSON.parse(`{"${canary}`) as unknown;
    } catch (error) {
      return error;
    }
  },
  "a file that is missing": () =>
    Object.assign(new Error(`ENOENT: no such file, open '/srv/${canary}'`), { code: "ENOENT", path: `/srv/${canary}` }),
  "a permission denied": () => Object.assign(new Error(`EACCES: /srv/${canary}`), { code: "EACCES" }),
  "a host that is missing": () =>
    Object.assign(new Error(`getaddrinfo ENOTFOUND ${canary}`), { code: "ENOTFOUND", hostname: canary }),
  "a connection refused": () =>
    Object.assign(new Error(`connect ECONNREFUSED 10.0.0.1:5432 ${canary}`), { code: "ECONNREFUSED" }),
  "a connection reset": () => Object.assign(new Error(canary), { code: "ECONNRESET" }),
  "a broken pipe": () => Object.assign(new Error(canary), { code: "EPIPE" }),
  "a timeout of the network": () => Object.assign(new Error(canary), { code: "ETIMEDOUT" }),
  "a TLS failure": () => Object.assign(new Error(`certificate of ${canary}`), { code: "CERT_HAS_EXPIRED" }),
  "a fetch failure": () => new TypeError("fetch failed", { cause: new Error(canary) }),
  "a stream cut off": () =>
    Object.assign(new Error(`Premature close ${canary}`), { code: "ERR_STREAM_PREMATURE_CLOSE" }),
  "a crypto failure": () => Object.assign(new Error(`Unsupported state ${canary}`), { code: "ERR_CRYPTO" }),
  "an assertion": () => Object.assign(new Error(canary), { code: "ERR_ASSERTION", actual: canary }),
  "a stack overflow": () => new RangeError("Maximum call stack size exceeded"),
  ...Object.fromEntries(
    Object.entries({
      ...sqlState,
      syntax: "42601",
      undefinedTable: "42P01",
      numericRange: "22003",
      badEncoding: "22021",
      badZone: "22023",
      outOfMemory: "53200",
      diskFull: "53100",
      adminShutdown: "57P01",
      tooMany: "53300",
      canceled: "57014",
      readOnly: "25006",
    }).map(([name, code]) => [
      `SQL state ${name}`,
      () =>
        Object.assign(new Error(`select * from users where email = '${canary}'`), {
          code,
          severity: "ERROR",
          table: "users",
          detail: `Key (email)=(${canary})`,
          where: "PL/pgSQL function system.x()",
        }),
    ]),
  ),
  "a Prisma error": () =>
    Object.assign(new Error(`Invalid \`prisma.user.create()\` invocation: { email: "${canary}" }`), {
      name: "PrismaClientKnownRequestError",
      code: "P2002",
      meta: { target: [canary] },
    }),
  "a Prisma validation error": () =>
    Object.assign(new Error(`Argument \`where\`: ${canary}`), { name: "PrismaClientValidationError" }),
  "a Prisma pool timeout": () => Object.assign(new Error(canary), { code: "P2024" }),
};

describe("an error reveals nothing (S22)", () => {
  it("is tried with at least 50 kinds", () => {
    expect(Object.keys(throwable).length).toBeGreaterThanOrEqual(50);
  });

  it.each(Object.entries(throwable))("%s", async (_kind, make) => {
    const failing = serve(probe, () => Promise.reject(make() as Error));
    const response = await failing.handle(get({ cookie: `session=${canary}` }), context());
    const text = await response.text();
    const body = JSON.parse(text) as { code: ProblemCode; requestId: string };

    expect([500, 503]).toContain(response.status);
    expect(["unexpected", "database_unavailable"]).toContain(body.code);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(`${text}${JSON.stringify([...response.headers])}`).not.toMatch(
      /canary|select |users|\/srv\/|\.ts:|\bat \S+:\d|prisma|PL\/pgSQL|ECONN|10\.0\.0\.1/i,
    );
    expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(logged()).toContain(body.requestId);
  });

  it("says what to do: every code has a status, a title, a sentence and its entry's address", () => {
    for (const [code, { status, title, detail }] of Object.entries(problemCodes)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status, code).toBeGreaterThanOrEqual(400);
      expect(title, code).toMatch(/^[A-Z].*[^.]$/);
      expect(detail, code).toMatch(/^[A-Z].*\.$/);
      expect(`${title} ${detail}`, code).not.toMatch(
        /\b(oops|please|success|something went wrong|invalid input|undefined)\b|!/i,
      );
    }
  });
});

describe("what comes in", () => {
  it.each<[string, Request, number, ProblemCode]>([
    ["text that is no JSON", post("{"), 400, "malformed_body"],
    ["nothing", post(""), 400, "malformed_body"],
    ["bytes that are no text", post(new Uint8Array([0x22, 0xff, 0x22])), 400, "malformed_body"],
    ["a form", post("name=x", { "content-type": "application/x-www-form-urlencoded" }), 415, "json_required"],
    [
      "plain text, as a foreign form can send it",
      post('{"name":"x"}', { "content-type": "text/plain" }),
      415,
      "json_required",
    ],
    ["JSON without its type", post('{"name":"x"}', { "content-type": "" }), 415, "json_required"],
    ["more than we read", post(JSON.stringify({ name: "x".repeat(70_000) })), 413, "body_too_large"],
    ["a list", post("[]"), 422, "invalid_request"],
    ["a field too many", post('{"name":"x","role":"admin"}'), 422, "invalid_request"],
    ["a prototype", post('{"name":"x","__proto__":{"role":"admin"}}'), 422, "invalid_request"],
    ["a constructor", post('{"name":"x","constructor":{"prototype":{"role":"admin"}}}'), 422, "invalid_request"],
    ["a field too few", post("{}"), 422, "invalid_request"],
    ["a field of another kind", post('{"name":1}'), 422, "invalid_request"],
    ["10,000 levels", post(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`), 422, "invalid_request"],
  ])("refuses %s", async (_what, request, status, code) => {
    expect(await sendTo(request)).toMatchObject({ status, json: { code } });
    expect(Object.prototype).not.toHaveProperty("role");
  });

  it("names each field that does not fit, in a sentence", async () => {
    const { json } = await sendTo(post('{"name":"much too long","count":1.5,"extra":1}'));
    expect(json.errors).toEqual(
      expect.arrayContaining([
        { path: "name", message: expect.stringMatching(/^[A-Z].*5/) as string },
        { path: "count", message: "This must be an int." },
        { path: "extra", message: "This field is not known." },
      ]),
    );
    expect((await sendTo(post("{}"))).json.errors).toEqual([{ path: "name", message: "This is missing." }]);
  });

  it("lists at most 20 of them, however many there are", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_item, index) => [`field${index}${"x".repeat(200)}`, 1]),
    );
    const { errors } = (await sendTo(post(JSON.stringify({ name: "x", ...many })))).json;
    expect(errors).toHaveLength(20);
    expect(JSON.stringify(errors).length).toBeLessThan(4_000);
  });

  it("takes what fits", async () => {
    expect(
      await sendTo(post('{"name":"x","count":2}', { "content-type": "application/json; charset=utf-8" })),
    ).toMatchObject({ status: 200, json: { name: "x" } });
  });
});

describe("what goes out", () => {
  it("is only what the contract names; a field too many is an error where it can be noticed (S27)", async () => {
    const leaky = serve(probe, () => Promise.resolve({ name: "x", passwordHash: canary }));
    expect((await leaky.handle(get(), context())).status).toBe(500);

    const production = depsWithoutDatabase({ ...testEnv(deadDatabaseUrl), nodeEnv: "production" });
    installDeps(production.deps);
    const response = await leaky.handle(get(), context());
    installDeps(deps);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ name: "x" });
  });

  it("is nothing at all when a field is missing or of another kind", async () => {
    const wrong = serve(probe, () => Promise.resolve({ name: 5 } as never));
    expect((await wrong.handle(get(), context())).status).toBe(500);
  });

  it("is kept by nobody, and is what its type says", async () => {
    for (const response of [
      await serve(probe, () => Promise.resolve({ name: "x" })).handle(get(), context()),
      await echo.handle(post("{"), context()),
    ]) {
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("can set a cookie", async () => {
    const withCookie = serve(probe, () => Promise.resolve(new Reply({ name: "x" }, { "set-cookie": "a=b" })));
    expect((await withCookie.handle(get(), context())).headers.getSetCookie()).toEqual(["a=b"]);
  });

  it("carries what a refusal needs: Retry-After, Allow, WWW-Authenticate", async () => {
    const answerOf = (problem: Problem) => serve(probe, () => Promise.reject(problem)).handle(get(), context());
    expect((await answerOf(new Problem("rate_limited", { retryAfterMs: 1_200 }))).headers.get("retry-after")).toBe("2");
    expect((await answerOf(new Problem("rate_limited", { retryAfterMs: 1 }))).headers.get("retry-after")).toBe("1");
    expect((await answerOf(new Problem("sign_in_required"))).headers.get("www-authenticate")).toBe("Bearer");
    const routes = answerTo(echo);
    const refused = await routes.GET(new Request("https://calendar.test/api/change"), context());
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    const options = await routes.OPTIONS(
      new Request("https://calendar.test/api/change", { method: "OPTIONS" }),
      context(),
    );
    expect([options.status, options.headers.get("allow")]).toEqual([204, "POST, OPTIONS"]);
  });
});

describe("the request id", () => {
  const idFor = async (headers: Record<string, string>) =>
    (await serve(probe, () => Promise.resolve({ name: "x" })).handle(get(headers), context())).headers.get(
      "x-request-id",
    );

  it("is the proxy's, and anew when what is given is none", async () => {
    const given = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    expect(await idFor({ "x-request-id": given })).toBe(given);
    for (const bad of ["x", "1".repeat(36), "<script>", `${given} ${given}`])
      expect(await idFor({ "x-request-id": bad })).not.toBe(bad);
  });

  it("stands in the log with the route, never with the query", async () => {
    const id = await idFor({});
    const line = logged()
      .split("\n")
      .find((text) => text.includes(id ?? "?"));
    expect(JSON.parse(line ?? "{}")).toMatchObject({
      requestId: id,
      message: "Answered",
      facts: { method: "GET", route: "/api/probe", status: 200 },
    });
    expect(logged()).not.toContain("canary-code");
  });
});

describe("a database that is away", () => {
  it("is told as such, with the time to wait, and not as our fault", async () => {
    const asking = serve({ ...probe, rate: "read" }, () => Promise.resolve({ name: "x" }));
    const response = await asking.handle(get(), context());
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await response.json()).toMatchObject({ code: "database_unavailable" });
  });
});
