import { sqlStateOf } from "./sql-state";

const states = /^(08|57P0|53300|53400|58)/;
const codes = new Set([
  "DATABASE_BUSY",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
]);
const words =
  /timeout exceeded when trying to connect|Connection terminated|Can't reach database server|DatabaseNotReachable/;

/** The database is away or full, as opposed to having been asked something wrong. */
export function isOutage(error: unknown): boolean {
  try {
    return readsAsOutage(error);
  } catch {
    return false; // An error that throws when it is looked at is not one of the database's.
  }
}

function readsAsOutage(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return states.test(state);
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
    const { code } = current as Error & { code?: unknown };
    if (typeof code === "string" && codes.has(code)) return true;
    if (words.test(current.message)) return true;
  }
  return false;
}
