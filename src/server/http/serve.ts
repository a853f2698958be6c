import { isDeepStrictEqual } from "node:util";

import type { z } from "zod";

import type { Deps } from "@/server/deps";
import type { Caller } from "@/server/people/person";

import { admit } from "./admit";
import { answering, type Visit } from "./answering";
import { isMutation, type Contract, type Method } from "./contract";
import { carriesKey, comesFromUs, ownOrigins, withoutOrigin } from "./origin";
import { Problem } from "./problem";
import { parseInput, parseParams, readJson, readOptionalJson, readQuery } from "./read-input";

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type CallerOf<C extends Contract> = C["access"]["to"] extends "anybody" | "metrics" | "cron" ? Caller | null : Caller;
type Further = NonNullable<Contract["furtherAnswers"]>[number];
type Sent<S> = S extends z.ZodType ? z.input<S> : void;
type FurtherOf<C extends Contract> = C["furtherAnswers"] extends readonly { readonly body: infer S }[]
  ? Sent<S>
  : never;
type BodyOf<C extends Contract> = Sent<C["answer"]["body"]>;
type ResultOf<C extends Contract> = BodyOf<C> | Reply<BodyOf<C> | FurtherOf<C>>;

export type Call<C extends Contract> = {
  readonly caller: CallerOf<C>;
  readonly params: Parsed<C["params"]>;
  readonly query: Parsed<C["query"]>;
  readonly body: Parsed<C["body"]>;
  /** The query as it came, for a route that somebody else's protocol leads to. */
  readonly search: URLSearchParams;
  readonly headers: Headers;
  readonly deps: Deps;
};

/** An answer that also sets headers, such as a cookie, or has another status that its contract names. */
export class Reply<T> {
  readonly body: T;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number | null;

  constructor(body: T, headers: Readonly<Record<string, string>>, status: number | null = null) {
    this.body = body;
    this.headers = headers;
    this.status = status;
  }
}

type Context = { readonly params: Promise<Record<string, string | string[] | undefined>> };
export type Handler = (request: Request, context: Context) => Promise<Response>;
export type Served = { readonly contract: Contract; readonly handle: Handler };

function requireOwnOrigin(contract: Contract, headers: Headers, deps: Deps): void {
  if (
    !isMutation(contract.method) ||
    withoutOrigin[`${contract.method} ${contract.path}`] !== undefined ||
    carriesKey(headers)
  )
    return;
  if (!comesFromUs(headers, ownOrigins(deps.env))) throw new Problem("origin_refused");
}

async function identify({ access, rate }: Contract, request: Request, visit: Visit): Promise<void> {
  // What machines watch must answer while the database is away.
  if (access.to === "metrics" || access.to === "cron" || (access.to === "anybody" && rate === "probe")) return;
  visit.caller = await admit(visit.deps, { headers: request.headers, address: visit.address, rate });
}

function findAnswer(
  { id, answer, furtherAnswers = [] }: Contract,
  status: number | null,
): Contract["answer"] | Further {
  if (status === null || status === answer.status) return answer;
  const further = furtherAnswers.find((one) => one.status === status);
  if (further === undefined) throw new Error(`${id} answers ${status}, which its contract does not name.`);
  return further;
}

/** Only named fields leave, by construction. Outside production a field too many is an error, so that it is noticed. */
function toAnswer(contract: Contract, result: unknown, { env }: Deps): Response {
  const reply = result instanceof Reply ? (result as Reply<unknown>) : new Reply(result, {});
  const { body, headers } = reply;
  const { id } = contract;
  const answer = findAnswer(contract, reply.status);
  if (answer.body === null) return new Response(null, { status: answer.status, headers });
  const shown = answer.body.parse(body);
  if (env.nodeEnv !== "production" && !isDeepStrictEqual(shown, body))
    throw new Error(`${id} answers with fields its contract does not name.`);
  const contentType = ("contentType" in answer ? answer.contentType : undefined) ?? "application/json";
  return new Response(contentType === "application/json" ? JSON.stringify(shown) : String(shown), {
    status: answer.status,
    headers: { "content-type": contentType, ...headers },
  });
}

const readBody = ({ isBodyOptional, bodyTypes }: Contract, request: Request): Promise<unknown> =>
  isBodyOptional === true ? readOptionalJson(request) : readJson(request, bodyTypes);

/**
 * The one way to write a route: the contract says what comes in and goes out, `run` calls one function and returns
 * what it answers. Whether the caller may is decided by that function, not here.
 */
export function serve<const C extends Contract>(contract: C, run: (call: Call<C>) => Promise<ResultOf<C>>): Served {
  const handle: Handler = (request, context) =>
    answering(request, contract, async (visit) => {
      const { deps } = visit;
      await identify(contract, request, visit);
      requireOwnOrigin(contract, request.headers, deps);
      if (visit.caller === null && !["anybody", "metrics", "cron"].includes(contract.access.to))
        throw new Problem("sign_in_required");
      const params = contract.params && parseParams(contract.params, await context.params);
      const query = contract.query && parseInput(contract.query, readQuery(request));
      const body = contract.body && parseInput(contract.body, await readBody(contract, request));
      const search = new URL(request.url).searchParams;
      const call = { caller: visit.caller, params, query, body, search, headers: request.headers, deps } as Call<C>;
      return toAnswer(contract, await run(call), deps);
    });
  return { contract, handle };
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const satisfies readonly Method[];

/** What a test finds on a handler: the contract it answers to, or null where it only says that there is none. */
export type RouteHandler = Handler & { readonly contract: Contract | null };

function refuseMethod(allow: readonly string[]): Handler {
  return (request) =>
    answering(request, { method: request.method, path: "other method" }, () =>
      Promise.reject(new Problem("method_not_allowed", { allow })),
    );
}

function listMethods(allow: readonly string[]): Handler {
  return () => Promise.resolve(new Response(null, { status: 204, headers: { allow: allow.join(", ") } }));
}

type RouteFile = Readonly<Record<(typeof methods)[number] | "OPTIONS", RouteHandler>>;

/** What a route file exports: the methods it serves, and for every other one a problem instead of an empty 405. */
export function answerTo(...served: readonly Served[]): RouteFile {
  const allow = [
    ...served.map(({ contract }) => contract.method),
    ...(served.some(({ contract }) => contract.method === "GET") ? ["HEAD"] : []),
    "OPTIONS",
  ];
  const find = (method: Method): RouteHandler => {
    const one = served.find(({ contract }) => contract.method === method);
    return Object.assign(one?.handle.bind(null) ?? refuseMethod(allow), { contract: one?.contract ?? null });
  };
  const { GET, POST, PUT, PATCH, DELETE } = Object.fromEntries(
    methods.map((method) => [method, find(method)]),
  ) as Record<(typeof methods)[number], RouteHandler>;
  return { GET, POST, PUT, PATCH, DELETE, OPTIONS: Object.assign(listMethods(allow), { contract: null }) };
}
