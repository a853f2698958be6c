import type { z } from "zod";

import type { Role, Scope } from "@/server/people/roles";

import type { ProblemCode } from "./problem-codes";
import type { RateClass } from "./rates";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Who gets an answer. It is what the documentation promises and what the authorisation matrix expects; it is not what
 * enforces it: serve() asks for somebody signed in, and the function behind the route refuses by itself.
 */
export type Access =
  | { readonly to: "anybody" }
  | { readonly to: "person" }
  | { readonly to: "workspace"; readonly role: Role; readonly scope?: Scope }
  | { readonly to: "instance" }
  | { readonly to: "metrics" }
  | { readonly to: "cron" };

type Answer = {
  readonly status: 200 | 201 | 202 | 204 | 303;
  /** Fields that are not named here never leave the server. Null: no body. */
  readonly body: z.ZodType | null;
  readonly contentType?: string;
  readonly example?: unknown;
};

/** Another answer that is no problem: accepted, not modified, or a refusal in the customer's own words. */
type FurtherAnswer = {
  readonly status: 200 | 201 | 202 | 304 | 401 | 403 | 409 | 429 | 502 | 503;
  readonly body: z.ZodType | null;
  /** When it is given. */
  readonly description: string;
  readonly example?: unknown;
};

export type Contract = {
  readonly id: string;
  readonly method: Method;
  /** As OpenAPI writes it: /api/v1/members/{id}. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly rate: RateClass;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly bodyExample?: unknown;
  /** No body at all means the same as an empty object. */
  readonly isBodyOptional?: boolean;
  /** Bodies that are not application/json: browsers name their reports differently. */
  readonly bodyTypes?: readonly string[];
  readonly answer: Answer;
  /** Given with a Reply that names the status. */
  readonly furtherAnswers?: readonly FurtherAnswer[];
  /** The problems that only this route has. Those that follow from access, body and rate are added. */
  readonly problems?: readonly ProblemCode[];
};

/** Keeps the exact type, so that serve() knows what params, query and body hold. */
export function contract<const C extends Contract>(definition: C): C {
  return definition;
}

export const isMutation = (method: string): boolean => !["GET", "HEAD", "OPTIONS"].includes(method);

/** Every problem a route may answer with, for the documentation and for the test that compares. */
export function problemsOf({ access, method, rate, body, params, query, problems = [] }: Contract): ProblemCode[] {
  const of = (condition: boolean, ...codes: ProblemCode[]) => (condition ? codes : []);
  const isKeyed = access.to === "workspace" && access.scope !== undefined;
  return [
    ...new Set<ProblemCode>([
      ...of(access.to === "metrics", "metrics_token_required"),
      ...of(access.to === "cron", "cron_secret_required"),
      ...of(["person", "workspace", "instance"].includes(access.to), "sign_in_required", "key_not_valid"),
      ...of(access.to === "anybody" && rate !== "probe", "key_not_valid"), // A key that is shown must be good, also where none is needed.
      ...of(access.to === "workspace", "no_workspace", "not_allowed"),
      ...of(access.to === "instance", "not_allowed"),
      ...of(isKeyed, "scope_missing"),
      ...of(["person", "workspace", "instance"].includes(access.to) && !isKeyed, "key_not_accepted"),
      ...of(params !== undefined, "not_found"),
      ...of(isMutation(method) && access.to !== "cron", "origin_refused"),
      ...of(body !== undefined, "malformed_body", "body_too_slow", "body_too_large", "json_required"),
      ...of(body !== undefined || query !== undefined, "invalid_request"),
      ...problems,
      ...of(rate !== "probe", "rate_limited"),
      "unexpected",
      "database_unavailable",
    ]),
  ];
}
