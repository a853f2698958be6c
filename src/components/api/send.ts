import { isProblemDetails, ProblemError } from "./problem";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

async function call(method: Method, path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: "same-origin",
      headers: { accept: "application/json", ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new ProblemError(null, { offline: true, cause });
  }
}

/** Asks a route whose refusals are answers too: only a problem, or no answer of ours, is a ProblemError. */
export async function exchange<Answer>(
  method: Method,
  path: string,
  body?: unknown,
): Promise<{ status: number; answer: Answer }> {
  const response = await call(method, path, body);
  const answer = await readJson(response);
  if (!response.ok && isProblemDetails(answer)) throw new ProblemError(answer);
  return { status: response.status, answer: answer as Answer };
}

/** Asks one of our routes. Every way in which it can fail is a ProblemError. */
export async function send<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const { status, answer } = await exchange<Answer>(method, path, body);
  if (status >= 400) throw new ProblemError(null);
  return answer;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ProblemError(null, { cause });
  }
}
