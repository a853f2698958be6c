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

/** Asks one of our routes. Every way in which it can fail is a ProblemError. */
export async function send<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const response = await call(method, path, body);
  const answer = await readJson(response);
  if (!response.ok) throw new ProblemError(isProblemDetails(answer) ? answer : null);
  return answer as Answer;
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
