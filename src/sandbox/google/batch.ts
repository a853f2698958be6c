import type { Call, RawRequest } from "../kernel/call";
import type { Dispatch } from "../kernel/dispatch";
import type { Ground } from "../kernel/ground";
import type { Reply } from "../kernel/reply";
import { fail, failInvalid } from "./errors";

interface Part {
  readonly contentId: string | null;
  readonly request: RawRequest;
}

/** POST /batch/calendar/v3: each part is a call of its own, with its own status; their order is not kept (fact sheet 2.9). */
export async function answerBatch(ground: Ground, dispatch: Dispatch, call: Call): Promise<Reply> {
  const parts = readParts(call);
  if (parts.length > ground.switches.google.batchLimit) {
    return failInvalid("body", `The batch may hold at most ${ground.switches.google.batchLimit} calls.`, "badRequest");
  }
  const answers = await Promise.all(parts.map(async (part) => ({ part, reply: await dispatch(part.request) })));
  const boundary = `batch_${ground.ids.base64url(24)}`;
  const shuffled = answers
    .map((answer) => ({ answer, place: ground.random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ answer }) => renderPart(answer.part, answer.reply));
  return {
    status: 200,
    headers: { "content-type": `multipart/mixed; boundary=${boundary}` },
    body: `${shuffled.map((text) => `--${boundary}\r\n${text}`).join("")}--${boundary}--\r\n`,
  };
}

function readParts(call: Call): Part[] {
  const type = call.request.headers["content-type"] ?? "";
  const found = /boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type);
  if (!type.toLowerCase().startsWith("multipart/mixed") || !found) return fail("badRequest");
  const text = call.request.body.toString("utf8");
  const chunks = text.split(`--${found[1] ?? found[2] ?? ""}`);
  // Before the first boundary is nothing, after the last one the closing dashes.
  const inner = chunks.slice(1).filter((chunk) => !chunk.startsWith("--"));
  return inner.length === 0 ? fail("badRequest") : inner.map((chunk) => readPart(call, chunk));
}

function readPart(call: Call, chunk: string): Part {
  const [partHeaders, request] = halves(chunk.replace(/^\r?\n/, ""));
  const [head, body] = halves(request);
  const [line = "", ...headerLines] = head.split(/\r?\n/);
  const [method = "", target = ""] = line.trim().split(" ");
  const path =
    target.startsWith("http") && URL.canParse(target) ? new URL(target).pathname + new URL(target).search : target;
  if (!path.startsWith("/calendar/v3/")) return fail("badRequest");
  const headers = readHeaders(headerLines);
  const { authorization } = call.request.headers;
  return {
    contentId: readHeaders(partHeaders.split(/\r?\n/))["content-id"] ?? null,
    request: {
      method,
      target: path,
      headers: { ...(authorization === undefined ? {} : { authorization }), ...headers },
      body: Buffer.from(body.replace(/\r?\n$/, "")),
      base: call.request.base,
      inBatch: true,
    },
  };
}

function halves(text: string): [string, string] {
  const windows = text.indexOf("\r\n\r\n");
  const unix = text.indexOf("\n\n");
  if (windows >= 0 && (unix < 0 || windows < unix)) return [text.slice(0, windows), text.slice(windows + 4)];
  return unix >= 0 ? [text.slice(0, unix), text.slice(unix + 2)] : [text.trimEnd(), ""];
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

function renderPart(part: Part, reply: Reply): string {
  const id = part.contentId === null ? "" : `Content-ID: ${responseId(part.contentId)}\r\n`;
  const body = reply.body === undefined ? "" : reply.body.toString();
  const headers = Object.entries(reply.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
  return (
    `Content-Type: application/http\r\n${id}\r\n` +
    `HTTP/1.1 ${reply.status} ${reply.status < 400 ? "OK" : "Error"}\r\n${headers.join("")}` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}\r\n`
  );
}

function responseId(contentId: string): string {
  return contentId.startsWith("<") ? `<response-${contentId.slice(1)}` : `response-${contentId}`;
}
