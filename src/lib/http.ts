// Reading a body that somebody else sent: never more than we asked for, never longer than we wait.

export class BodyRefused extends Error {
  override readonly name = "BodyRefused";
  readonly reason: "too large" | "too slow" | "not UTF-8";

  constructor(reason: BodyRefused["reason"]) {
    super(`The body was refused: ${reason}.`);
    this.reason = reason;
  }
}

export type BodyLimits = { readonly maxBytes: number; readonly deadlineMs: number };

/**
 * The limit counts what arrives, not what Content-Length claims, and stops at the first byte too many. The deadline is
 * for the whole body: a sender who drips a byte a second keeps every idle timer happy.
 */
export async function readText(message: Request | Response, { maxBytes, deadlineMs }: BodyLimits): Promise<string> {
  if (Number(message.headers.get("content-length") ?? 0) > maxBytes) throw new BodyRefused("too large");
  if (message.body === null) return "";
  const reader = (message.body as ReadableStream<Uint8Array>).getReader();
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort();
  }, deadlineMs);
  const late = new Promise<never>((_resolve, reject) => {
    deadline.signal.addEventListener("abort", () => {
      reject(new BodyRefused("too slow"));
    });
  });
  try {
    return decode(await collect(() => Promise.race([reader.read(), late]), maxBytes));
  } catch (error) {
    clearTimeout(timer); // First, or a sender who does not let go would make `late` reject with nobody waiting.
    await reader.cancel();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function collect(
  next: () => Promise<ReadableStreamReadResult<Uint8Array>>,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await next(); !part.done; part = await next()) {
    size += part.value.byteLength;
    if (size > maxBytes) throw new BodyRefused("too large");
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BodyRefused("not UTF-8"); // All the decoder says is that it cannot.
  }
}
