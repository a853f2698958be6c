import { randomUUID } from "node:crypto";

import { inRequestScope } from "@/lib/request-scope";
import { isOutage } from "@/server/db/outage";
import { getDeps, type Deps } from "@/server/deps";
import { getMetrics } from "@/server/metrics";
import { actorOf, recordAudit, workspaceOf } from "@/server/people/audit-log";
import type { Caller } from "@/server/people/person";

import { clientAddress, trustOnly, type IsTrusted } from "./client-address";
import { Problem, toProblemResponse } from "./problem";
import { refusals } from "./problem-codes";

export type Route = { readonly method: string; readonly path: string };

/** What is known of a request before anybody looks into it; the caller is filled in once it is known. */
export type Visit = {
  readonly deps: Deps;
  readonly requestId: string;
  readonly address: string;
  caller: Caller | null;
};

/** The proxy gives every request an id. Without it (a test, a platform that goes around it) we make one. */
function readRequestId(headers: Headers): string {
  const given = headers.get("x-request-id") ?? "";
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given) ? given : randomUUID();
}

const trusts = new WeakMap<Deps, IsTrusted>();

function isTrustedBy(deps: Deps): IsTrusted {
  const known = trusts.get(deps) ?? trustOnly(deps.env.trustedProxies);
  trusts.set(deps, known);
  return known;
}

/** Whatever was thrown, in the words of the catalog. What it was exactly stands in the log, under the request id. */
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isOutage(error)) return new Problem("database_unavailable", { retryAfterMs: 5_000, cause: error });
  return new Problem("unexpected", { cause: error });
}

async function recordRefusal({ deps, caller }: Visit, problem: Problem, route: Route): Promise<void> {
  getMetrics().refusals.inc({ code: problem.code });
  if (caller === null) return;
  await deps.db.outsideWorkspace((tx) =>
    recordAudit(tx, {
      workspaceId: workspaceOf(caller),
      actor: actorOf(caller),
      action: "access.refused",
      subject: { kind: "route", id: `${route.method} ${route.path}` },
      detail: { code: problem.code },
    }),
  );
}

async function answerProblem(error: unknown, visit: Visit, route: Route): Promise<Response> {
  const problem = toProblem(error);
  const { log } = visit.deps;
  if (problem.code === "unexpected") log.error("A request failed in a way nobody foresaw", { err: error, ...route });
  if (problem.code === "database_unavailable") log.error("The database does not answer", { err: error, ...route });
  if (refusals.has(problem.code)) {
    try {
      await recordRefusal(visit, problem, route);
    } catch (auditError) {
      log.error("A refusal could not be recorded", { err: auditError, ...route, code: problem.code });
    }
  }
  return toProblemResponse(problem, visit.requestId);
}

/**
 * Around every answer of the API: one request id, one log line, one measurement, and no error that is not a problem
 * with a code. Private data is never kept by a browser or proxy.
 */
export function answering(request: Request, route: Route, run: (visit: Visit) => Promise<Response>): Promise<Response> {
  const deps = getDeps();
  const requestId = readRequestId(request.headers);
  const visit: Visit = { deps, requestId, address: clientAddress(request.headers, isTrustedBy(deps)), caller: null };
  return inRequestScope({ requestId }, async () => {
    const startedMs = performance.now();
    const response = await run(visit).catch((error: unknown) => answerProblem(error, visit, route));
    const durationMs = performance.now() - startedMs;
    const { requests, durations } = getMetrics();
    const by = { method: route.method, route: route.path };
    requests.inc({ ...by, status: String(response.status) });
    durations.observe(by, durationMs / 1000);
    deps.log.info("Answered", {
      method: route.method,
      route: route.path,
      status: response.status,
      durationMs: Math.round(durationMs),
      caller: visit.caller && actorOf(visit.caller),
    });
    response.headers.set("x-request-id", requestId);
    response.headers.set("x-content-type-options", "nosniff");
    if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
    return response;
  });
}
