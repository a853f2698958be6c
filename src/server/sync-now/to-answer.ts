import { explain, toTokenUnavailable } from "@/core/errors/explain";
import { namesOf } from "@/server/health/to-evidence";

import type { SyncAccepted, SyncDone, SyncRefused } from "./shapes";
import type { SyncResult } from "./to-results";

export type SyncAnswer = {
  readonly status: 200 | 202 | 401 | 403 | 409 | 429 | 502 | 503;
  readonly body: SyncDone | SyncAccepted | SyncRefused;
  readonly retryAfterSeconds: number | null;
};

type Asked = { readonly requestId: string; readonly now: Date; readonly hasConnections: boolean };

const plural = (count: number) => `${count} ${count === 1 ? "calendar" : "calendars"}`;

/** The whole answer from its parts: all well, some well, on its way, or none, and then why. */
export function toAnswer(results: readonly SyncResult[], asked: Asked): SyncAnswer {
  const counted = results.filter(({ shape }) => shape.status !== "skipped");
  const failures = counted.filter(({ failed }) => failed !== null);
  const running = counted.filter(({ shape }) => shape.status === "running");
  if (counted.length === 0) return nothingToRead(results, asked);
  if (failures.length === counted.length) return refused(failures, results, asked);
  if (failures.length === 0 && running.length > 0) return accepted(running, results, asked);
  const synced = counted.length - failures.length - running.length;
  const isWhole = failures.length === 0;
  return {
    status: 200,
    retryAfterSeconds: null,
    body: {
      status: isWhole ? "success" : "partial_success",
      code: isWhole ? "synced" : "partly_synced",
      message: isWhole
        ? `Up to date: ${plural(synced)}.`
        : `Up to date: ${plural(synced)}. Not read: ${plural(failures.length)}; each says why.`,
      requestId: asked.requestId,
      results: results.map(({ shape }) => shape),
      summary: { total: counted.length, synced, running: running.length, failed: failures.length },
    },
  };
}

function accepted(running: readonly SyncResult[], results: readonly SyncResult[], { requestId }: Asked): SyncAnswer {
  const runId = running.find(({ shape }) => shape.runId !== null)?.shape.runId ?? null;
  return {
    status: 202,
    retryAfterSeconds: null,
    body: {
      status: "accepted",
      code: "running",
      message: "A sync is on its way already. Changes show as they come in.",
      requestId,
      runId,
      results: results.map(({ shape }) => shape),
    },
  };
}

function nothingToRead(results: readonly SyncResult[], { requestId, hasConnections }: Asked): SyncAnswer {
  const isPaused = results.length > 0;
  const code = isPaused ? "paused" : hasConnections ? "nothing_chosen" : "nothing_connected";
  const messages = {
    paused: "Paused by a person: resume it first.",
    nothing_chosen: "No calendar is chosen to be read. Choose one first.",
    nothing_connected: "Nothing is connected yet. Connect a calendar first.",
  };
  return {
    status: 409,
    retryAfterSeconds: null,
    body: {
      ...{ status: code, error_type: code, code, requestId },
      message: messages[code],
      results: results.map(({ shape }) => shape),
    },
  };
}

/** The first of these that any of them has: what a person must do comes before what passes by itself. */
const worstFirst = [401, 403, 502, 503, 429] as const;
type RefusedStatus = (typeof worstFirst)[number];

function statusOf({ failed, calendar }: SyncResult): RefusedStatus {
  if (failed === null) return 502;
  const { httpStatus } = explain(failed.kind, namesOf(calendar.row.provider));
  return worstFirst.find((status) => status === httpStatus) ?? (httpStatus === 404 ? 403 : 502);
}

function refused(failures: readonly SyncResult[], results: readonly SyncResult[], asked: Asked): SyncAnswer {
  const status = worstFirst.find((one) => failures.some((failure) => statusOf(failure) === one)) ?? 502;
  const worst = failures.find((failure) => statusOf(failure) === status);
  const kind = worst?.failed?.kind ?? "unavailable";
  const names = namesOf(worst?.calendar.row.provider ?? "");
  const { errorType, person } = explain(kind, names);
  const words =
    status === 401
      ? toTokenUnavailable(names)
      : { status: status === 429 ? "rate_limited" : errorType, message: person, error_type: errorType };
  return {
    status,
    retryAfterSeconds: status === 429 || status === 503 ? waitOf(failures, asked.now) : null,
    body: { ...words, code: kind, requestId: asked.requestId, results: results.map(({ shape }) => shape) },
  };
}

/** Until the first of them is tried again. */
function waitOf(failures: readonly SyncResult[], now: Date): number {
  const times = failures.flatMap(({ failed }) => (failed?.retryAt ? [failed.retryAt.getTime()] : []));
  const waitMs = times.length === 0 ? 60_000 : Math.min(...times) - now.getTime();
  return Math.max(1, Math.ceil(waitMs / 1_000));
}
