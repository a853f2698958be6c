import { refuse } from "./graph-errors";
import type { Office } from "./office";
import { readBound } from "./wire-times";

type Row = Readonly<Record<string, unknown>>;
type Test = (row: Row) => boolean;

const texts = new Set([
  "subject",
  "iCalUId",
  "id",
  "type",
  "showAs",
  "importance",
  "sensitivity",
  "seriesMasterId",
  "transactionId",
]);
const flags = new Set(["isAllDay", "isCancelled", "isOrganizer", "isOnlineMeeting"]);
const instants = new Set(["start/dateTime", "end/dateTime", "createdDateTime", "lastModifiedDateTime"]);

const comparisons: Readonly<Record<string, (a: number | string | boolean, b: number | string | boolean) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

/** The part of $filter that Outlook understands on events: comparisons and text functions, joined by `and`. */
export function readFilter(office: Office, text: string): Test {
  const tests = splitByAnd(text).map((part) => readTerm(part.trim()));
  if (tests.length === 0 || tests.includes(null) || text.length > 2_000)
    return refuse(office.ground, "ErrorInvalidUrlQueryFilter");
  return (row) => tests.every((test) => test?.(row) === true);
}

/** Splits outside of quotes. */
function splitByAnd(text: string): string[] {
  const parts = [""];
  for (const piece of text.split(/('(?:[^']|'')*')/)) {
    if (piece.startsWith("'")) {
      parts[parts.length - 1] += piece;
      continue;
    }
    const [head = "", ...rest] = piece.split(/ and /i);
    parts[parts.length - 1] += head;
    parts.push(...rest);
  }
  return parts;
}

function readTerm(term: string): Test | null {
  const call = /^(startswith|contains)\((\w+), ?'((?:[^']|'')*)'\)$/i.exec(term);
  if (call) {
    const [, name = "", property = "", wanted = ""] = call;
    if (!texts.has(property)) return null;
    const needle = wanted.replaceAll("''", "'").toLowerCase();
    const has = (value: string): boolean =>
      name.toLowerCase() === "startswith" ? value.startsWith(needle) : value.includes(needle);
    return (row) => has(String(row[property] ?? "").toLowerCase());
  }
  const [property = "", operator = "", ...rest] = term.split(" ");
  const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  const wanted = readLiteral(property, rest.join(" "));
  if (!compare || wanted === null) return null;
  return (row) => {
    const value = valueOf(row, property);
    return value !== null && compare(value, wanted);
  };
}

function readLiteral(property: string, literal: string): number | string | boolean | null {
  const quoted = /^'((?:[^']|'')*)'$/.exec(literal)?.[1]?.replaceAll("''", "'");
  if (instants.has(property)) return readBound(quoted ?? literal);
  if (texts.has(property)) return quoted ?? null;
  if (flags.has(property)) return literal === "true" ? true : literal === "false" ? false : null;
  return null;
}

function valueOf(row: Row, property: string): number | string | boolean | null {
  if (!instants.has(property)) {
    const value = row[property];
    return typeof value === "string" || typeof value === "boolean" ? value : null;
  }
  const [name = "", inner] = property.split("/");
  const value = inner === undefined ? row[name] : (row[name] as Row | undefined)?.[inner];
  return typeof value === "string" ? readBound(value) : null;
}

const sortable = new Set([...instants, "subject", "start", "end"]);

/** $orderby with one property. */
export function readOrder(office: Office, text: string): (a: Row, b: Row) => number {
  const [property = "", direction = "asc", ...more] = text.trim().split(/\s+/);
  if (!sortable.has(property) || !["asc", "desc"].includes(direction.toLowerCase()) || more.length > 0) {
    return refuse(office.ground, "ErrorInvalidUrlQuery", {
      message: `The order '${text.slice(0, 60)}' is not supported.`,
    });
  }
  const name = property === "start" || property === "end" ? `${property}/dateTime` : property;
  const sign = direction.toLowerCase() === "desc" ? -1 : 1;
  return (a, b) => {
    const [left, right] = [valueOf(a, name) ?? "", valueOf(b, name) ?? ""];
    return left === right ? 0 : left < right ? -sign : sign;
  };
}
