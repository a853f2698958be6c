import type { Call } from "../kernel/call";
import { json, type Reply } from "../kernel/reply";
import { identifyCaller } from "./caller";
import { refuse } from "./graph-errors";
import type { MicrosoftRoutes, Office } from "./office";
import { isObject, needKind, readObject, readText, type Fields } from "./request-body";

const mostParts = 20;
/** Outlook runs no more than four parts of a batch side by side. */
const sideBySide = 4;
const methods = ["GET", "POST", "PATCH", "PUT", "DELETE"];

interface Part {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

interface PartAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export function batchRoutes(office: Office): MicrosoftRoutes {
  return { "POST /v1.0/$batch": ["batch.send", (call) => runBatch(office, call)] };
}

async function runBatch(office: Office, call: Call): Promise<Reply> {
  if (call.request.inBatch)
    return refuse(office.ground, "BadRequest", { message: "A batch inside a batch is not supported." });
  identifyCaller(office, call);
  const body = readObject(office, call);
  needKind(office, { name: "requests", value: body["requests"] }, "array");
  const values = body["requests"] as unknown[];
  if (values.length === 0 || values.length > mostParts) {
    return refuse(office.ground, "BadRequest", {
      message: `Number of batch request steps must be between 1 and ${mostParts}.`,
    });
  }
  const parts = values.map((value) => readPart(office, value));
  refuseBadIds(office, parts);
  const answers = new Map<string, PartAnswer>();
  let left = parts;
  while (left.length > 0) {
    const ready = left
      .filter((part) => part.dependsOn.every((id) => answers.has(id.toLowerCase())))
      .slice(0, sideBySide);
    // Ids were checked, so only a circle can leave nothing to do.
    if (ready.length === 0)
      return refuse(office.ground, "BadRequest", { message: "The dependencies of the requests go in a circle." });
    for (const found of await Promise.all(ready.map((part) => runPart(office, call, { part, answers }))))
      answers.set(found.id.toLowerCase(), found);
    left = left.filter((part) => !ready.includes(part));
  }
  call.notes.rows = parts.length;
  return json(200, { responses: shuffled(office, [...answers.values()]) });
}

/** The order of the answers says nothing; to show it, it is never the one of the requests on purpose. */
function shuffled(office: Office, answers: PartAnswer[]): PartAnswer[] {
  return answers
    .map((one) => ({ one, at: office.ground.random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

function readPart(office: Office, value: unknown): Part {
  if (!isObject(value))
    return refuse(office.ground, "BadRequest", { message: "A request of the batch is not an object." });
  const id = readText(office, value, "id");
  const method = readText(office, value, "method")?.toUpperCase();
  const url = readText(office, value, "url");
  if (!id || !method || !methods.includes(method) || !url) {
    return refuse(office.ground, "BadRequest", { message: "Each request of a batch needs an id, a method and a url." });
  }
  const dependsOn = value["dependsOn"] ?? [];
  needKind(office, { name: "dependsOn", value: dependsOn }, "array");
  return {
    id,
    method,
    url,
    headers: readHeaders(value),
    body: value["body"],
    dependsOn: (dependsOn as unknown[]).map(String),
  };
}

function readHeaders(value: Fields): Record<string, string> {
  const headers = isObject(value["headers"]) ? value["headers"] : {};
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), String(text)]));
}

function refuseBadIds(office: Office, parts: readonly Part[]): void {
  const ids = new Set(parts.map(({ id }) => id.toLowerCase()));
  if (ids.size !== parts.length) refuse(office.ground, "BadRequest", { message: "Request Ids must be unique." });
  const unknown = parts.flatMap(({ dependsOn }) => dependsOn).find((id) => !ids.has(id.toLowerCase()));
  if (unknown !== undefined)
    refuse(office.ground, "BadRequest", {
      message: `The request '${unknown.slice(0, 40)}' that another depends on does not exist.`,
    });
  const bodiless = parts.find((part) => part.body !== undefined && part.headers["content-type"] === undefined);
  if (bodiless)
    refuse(office.ground, "BadRequest", {
      message: `The request '${bodiless.id.slice(0, 40)}' has a body and needs a Content-Type header.`,
    });
}

async function runPart(
  office: Office,
  call: Call,
  run: { part: Part; answers: ReadonlyMap<string, PartAnswer> },
): Promise<PartAnswer> {
  const { part, answers } = run;
  const failed = part.dependsOn.find((id) => (answers.get(id.toLowerCase())?.status ?? 0) >= 400);
  if (failed !== undefined || !office.dispatch) {
    const error = { code: "FailedDependency", message: "The request depends on another that failed." };
    return { id: part.id, status: 424, headers: { "Content-Type": "application/json" }, body: { error } };
  }
  const path = part.url.replace(/^https:\/\/[^/]+/i, "").replace(/^\/?(v1\.0\/)?/i, "/v1.0/");
  const reply = await office.dispatch({
    method: part.method,
    target: path,
    headers: { ...part.headers, authorization: call.request.headers["authorization"] },
    body: part.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(part.body)),
    base: call.request.base,
    inBatch: true,
  });
  return { id: part.id, status: reply.status, headers: partHeaders(reply), ...partBody(reply) };
}

function partHeaders(reply: Reply): Record<string, string> {
  const names: Readonly<Record<string, string>> = {
    "content-type": "Content-Type",
    "retry-after": "Retry-After",
    location: "Location",
    etag: "ETag",
    "www-authenticate": "WWW-Authenticate",
    "preference-applied": "Preference-Applied",
  };
  return Object.fromEntries(
    Object.entries(reply.headers ?? {}).flatMap(([name, value]) =>
      names[name] === undefined ? [] : [[names[name], value]],
    ),
  );
}

/** JSON stands as JSON in the answer, anything else as base64. */
function partBody(reply: Reply): { body?: unknown } {
  if (reply.body === undefined || reply.body.length === 0) return {};
  const text = reply.body.toString();
  try {
    return { body: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return { body: Buffer.from(text).toString("base64") };
    throw error;
  }
}
