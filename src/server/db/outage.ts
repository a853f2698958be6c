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
/** The driver's sentences, and the adapter's names for the same. */
const words =
  /timeout exceeded when trying to connect|Connection terminated|encountered a connection error|Can't reach database server|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections/;

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
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = behind(current), depth += 1) {
    const { code } = current as Error & { code?: unknown };
    if (typeof code === "string" && codes.has(code)) return true;
    if (words.test(current.message)) return true;
  }
  return false;
}

/** Prisma hangs what the driver said on `cause`, or into `meta`. */
function behind(error: Error): unknown {
  const { meta } = error as Error & { meta?: { driverAdapterError?: unknown } | undefined };
  return error.cause ?? meta?.driverAdapterError;
}
