/** SQLSTATEs the database raises on purpose; prisma/migrations says where. */
export const sqlState = {
  uniqueViolation: "23505",
  foreignKeyViolation: "23503",
  checkViolation: "23514",
  exclusionViolation: "23P01",
  insufficientPrivilege: "42501",
  serializationFailure: "40001",
  deadlockDetected: "40P01",
  /** A workspace keeps at least one admin. */
  lastAdmin: "DK001",
  /** The audit log is written once. */
  auditIsWrittenOnce: "DK002",
} as const;

type Cause = { originalCode?: unknown; code?: unknown };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function isCause(value: unknown): value is Cause {
  return isRecord(value) && (typeof value.originalCode === "string" || value.kind === "postgres");
}

/**
 * The SQLSTATE behind an error of Prisma or of the driver, null when PostgreSQL did not raise it. Prisma wraps it in
 * `meta.driverAdapterError.cause` or hangs it on `cause`, depending on the call that failed.
 */
export function sqlStateOf(error: unknown): string | null {
  for (let current = error, depth = 0; isRecord(current) && depth < 5; depth++) {
    if (isCause(current)) return String(current.originalCode ?? current.code);
    if (typeof current.code === "string" && typeof current.severity === "string") return current.code;
    const meta = isRecord(current.meta) ? current.meta : {};
    current = meta.driverAdapterError ?? current.cause;
  }
  return null;
}
