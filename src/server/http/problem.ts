import { problemCodes, type ProblemCode } from "./problem-codes";

export type FieldError = { readonly path: string; readonly message: string };

type Facts = {
  readonly errors?: readonly FieldError[];
  readonly retryAfterMs?: number;
  readonly allow?: readonly string[];
  /** For the log only. */
  readonly cause?: unknown;
};

/** Thrown wherever the doing finds a reason to say no; serve() turns it into an answer (RFC 9457). */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly facts: Facts;

  constructor(code: ProblemCode, facts: Facts = {}) {
    super(`${code}: ${problemCodes[code].detail}`, facts.cause === undefined ? {} : { cause: facts.cause });
    this.code = code;
    this.facts = facts;
  }

  get status(): number {
    return problemCodes[this.code].status;
  }
}

export function toProblemBody(problem: Problem, requestId: string): Record<string, unknown> {
  const { title, status, detail } = problemCodes[problem.code];
  return {
    type: `/docs/troubleshooting#${problem.code}`,
    title,
    status,
    code: problem.code,
    detail,
    requestId,
    ...(problem.facts.errors === undefined ? {} : { errors: problem.facts.errors }),
  };
}

export function toProblemResponse(problem: Problem, requestId: string): Response {
  const headers = new Headers({ "content-type": "application/problem+json" });
  const { retryAfterMs, allow } = problem.facts;
  if (retryAfterMs !== undefined) headers.set("retry-after", String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  if (allow !== undefined) headers.set("allow", allow.join(", "));
  if (problem.status === 401) headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify(toProblemBody(problem, requestId)), { status: problem.status, headers });
}
