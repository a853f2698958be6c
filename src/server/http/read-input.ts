import type { z } from "zod";

import { BodyRefused, readText } from "@/lib/http";

import { Problem, type FieldError } from "./problem";

const limits = { maxBytes: 64 * 1024, deadlineMs: 10_000 };
const mostErrors = 20;

const cut = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** The schema's own sentence where it has one; zod's standard phrases speak to programmers. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return "This field is not known.";
  if (/received undefined$/.test(issue.message)) return "This is missing.";
  if (issue.code === "invalid_type")
    return `This must be ${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}.`;
  if (issue.code === "invalid_value") return `Choose one of: ${issue.values.map(String).join(", ")}.`;
  return issue.message;
}

function toFieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  const all = issues.flatMap((issue) => {
    const path = issue.path.map(String).join(".");
    const message = sentenceOf(issue);
    if (issue.code !== "unrecognized_keys") return [{ path: cut(path), message }];
    return issue.keys.map((key) => ({ path: cut(path === "" ? key : `${path}.${key}`), message }));
  });
  return all.slice(0, mostErrors);
}

export function parseInput(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Problem("invalid_request", { errors: toFieldErrors(parsed.error.issues) });
  return parsed.data;
}

/** An id that cannot be one is an id of nothing. */
export function parseParams(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Problem("not_found");
  return parsed.data;
}

/** A form sends fields nobody filled in as empty: they count as absent. */
export function readQuery(request: Request): Record<string, string> {
  return Object.fromEntries([...new URL(request.url).searchParams].filter(([, value]) => value !== ""));
}

const reasons = { "too large": "body_too_large", "too slow": "body_too_slow", "not UTF-8": "malformed_body" } as const;

export async function readBodyText(request: Request): Promise<string> {
  try {
    return await readText(request, limits);
  } catch (error) {
    if (error instanceof BodyRefused) throw new Problem(reasons[error.reason], { cause: error });
    throw error;
  }
}

/** Only JSON under its own name: a form of another site can send text, but not this type without asking first. */
export async function readJson(request: Request, types: readonly string[] = ["application/json"]): Promise<unknown> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!types.includes(type)) throw new Problem("json_required");
  const text = await readBodyText(request);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Problem("malformed_body", { cause: error });
  }
}

/** No body at all is an empty object; whatever is there must be JSON under its own name. */
export async function readOptionalJson(request: Request): Promise<unknown> {
  if (request.headers.has("content-type")) return readJson(request);
  if ((await readBodyText(request)) !== "") throw new Problem("json_required");
  return {};
}
