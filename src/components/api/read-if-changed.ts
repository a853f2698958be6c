import { isProblemDetails, ProblemError } from "./problem";

type Changed<Body> = { body: Body; etag: string | null };

/** Reads one of our routes unless it still answers what is known under this mark. Every failure is a ProblemError. */
export async function readIfChanged<Body>(
  path: string,
  etag: string | null,
  signal?: AbortSignal,
): Promise<Changed<Body> | "unchanged"> {
  const response = await ask(path, etag, signal);
  if (response.status === 304) return "unchanged";
  const body = await readJson(response);
  if (!response.ok) throw new ProblemError(isProblemDetails(body) ? body : null);
  return { body: body as Body, etag: response.headers.get("etag") };
}

async function ask(path: string, etag: string | null, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(path, {
      credentials: "same-origin",
      // The mark is ours to send: the browser's own store would hide the 304 and keep what should not be kept.
      cache: "no-store",
      headers: { accept: "application/json", ...(etag !== null && { "if-none-match": etag }) },
      ...(signal && { signal }),
    });
  } catch (cause) {
    throw new ProblemError(null, { offline: true, cause });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch (cause) {
    throw new ProblemError(null, { cause });
  }
}
