import type { Call } from "../kernel/call";
import { json, jsonText, type Reply } from "../kernel/reply";
import type { Caller } from "./caller";
import { refuse } from "./graph-errors";
import { linkOrigin, type Office } from "./office";

const mostRows = 1_000;
const defaultRows = 10;
const knownOptions = new Set([
  "$top",
  "$skip",
  "$select",
  "$filter",
  "$orderby",
  "$expand",
  "$count",
  "$skiptoken",
  "$deltatoken",
]);

/** Refuses query options the operation does not have. Names without $ pass: Graph ignores what it does not know. */
export function allowOptions(office: Office, call: Call, allowed: readonly string[]): void {
  for (const name of call.query.keys()) {
    if (!name.startsWith("$") || allowed.includes(name.toLowerCase())) continue;
    const known = knownOptions.has(name.toLowerCase()) || name.toLowerCase() === "$search";
    refuse(office.ground, known ? "ErrorInvalidUrlQuery" : "BadRequest", {
      message: known
        ? `The query parameter '${name.slice(0, 40)}' is not supported here.`
        : `Unknown query option '${name.slice(0, 40)}'.`,
    });
  }
}

function readCount(office: Office, call: Call, option: { name: string; low: number; high: number }): number | null {
  const text = call.query.get(option.name);
  if (text === null) return null;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= option.low && value <= option.high) return value;
  return refuse(office.ground, "ErrorInvalidUrlQuery", {
    message: `Invalid value '${text.slice(0, 20)}' for ${option.name}: it must be between ${option.low} and ${option.high}.`,
  });
}

export interface PageOfRows<T> {
  readonly rows: readonly T[];
  readonly nextLink: string | null;
  readonly total: number;
}

/** The part of a list that $top, $skip and odata.maxpagesize ask for, with a link to the next. */
export function cutPage<T>(office: Office, call: Call, all: { rows: readonly T[]; caller: Caller }): PageOfRows<T> {
  const top = readCount(office, call, { name: "$top", low: 1, high: mostRows });
  const skip = readCount(office, call, { name: "$skip", low: 0, high: 1_000_000 }) ?? 0;
  const wished = all.caller.preferences.pageSize;
  const size = Math.min(top ?? wished ?? defaultRows, mostRows);
  const rows = all.rows.slice(skip, skip + size);
  if (skip + size >= all.rows.length) return { rows, nextLink: null, total: all.rows.length };
  const query = new URLSearchParams(call.query);
  if (top !== null) query.set("$top", String(top));
  query.set("$skip", String(skip + size));
  return { rows, nextLink: linkTo(office, call, query), total: all.rows.length };
}

/** A link to the same path on the host the client sees. `$` stays readable, as Graph writes it. */
function linkTo(office: Office, call: Call, query: URLSearchParams): string {
  return `${linkOrigin(office, call.request.base)}${call.path}?${query.toString().replaceAll("%24", "$")}`;
}

export function contextOf(office: Office, call: Call, what: string): string {
  return `${linkOrigin(office, call.request.base)}/v1.0/$metadata#${what}`;
}

/** Names in $select, or null when everything is wanted. */
export function readSelect(office: Office, call: Call, known: ReadonlySet<string>): ReadonlySet<string> | null {
  const text = call.query.get("$select");
  if (text === null || text.trim() === "") return null;
  const names = text.split(",").map((name) => name.trim());
  const canonical = new Map([...known].map((name) => [name.toLowerCase(), name]));
  return new Set(
    names.map((name) => {
      if (name === "*") return name;
      const found = canonical.get((name.split("/")[0] ?? "").toLowerCase());
      return (
        found ??
        refuse(office.ground, "BadRequest", {
          message: `Could not find a property named '${name.slice(0, 60)}' on type 'microsoft.graph.event'.`,
        })
      );
    }),
  );
}

/** Keeps the selected properties; annotations and the id always stay. */
export function project(
  row: Readonly<Record<string, unknown>>,
  select: ReadonlySet<string> | null,
): Record<string, unknown> {
  if (select === null || select.has("*")) return { ...row };
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => name.startsWith("@") || name === "id" || select.has(name)),
  );
}

/** A list whose rows are JSON already: most of them were rendered before. */
export function listReply(call: Call, list: { context: string; page: PageOfRows<string>; caller: Caller }): Reply {
  call.notes.rows = list.page.rows.length;
  const counted = call.query.get("$count")?.toLowerCase() === "true";
  const counter = counted ? { "@odata.count": list.page.total } : {};
  const link = list.page.nextLink === null ? {} : { "@odata.nextLink": list.page.nextLink };
  return answerText(list.caller, joinRows({ "@odata.context": list.context, ...counter }, list.page.rows, link));
}

/** `before`, then the rows under "value", then `after`. */
export function joinRows(before: object, rows: readonly string[], after: object): string {
  const head = JSON.stringify(before).slice(0, -1);
  const tail = JSON.stringify(after).slice(1);
  return `${head},"value":[${rows.join(",")}]${tail === "}" ? "}" : `,${tail}`}`;
}

const contentType =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

function headersFor(caller: Caller): Record<string, string> {
  const { applied } = caller.preferences;
  return { "content-type": contentType, ...(applied.length > 0 ? { "preference-applied": applied.join(", ") } : {}) };
}

/** A JSON answer that says which wishes were granted. */
export function answer(caller: Caller, status: number, body: unknown): Reply {
  return json(status, body, headersFor(caller));
}

export function answerText(caller: Caller, body: string): Reply {
  return jsonText(body, headersFor(caller));
}
