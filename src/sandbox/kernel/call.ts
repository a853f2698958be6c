import type { FaultHit } from "../faults/rules";
import type { Reply } from "./reply";

/** One request as it came in, body read. Batch parts are made by hand and go through the same door. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** `http://host:port` as the client addressed us, without a slash at the end. */
  readonly base: string;
  readonly inBatch?: boolean;
}

/** One request being answered. */
export interface Call {
  readonly request: RawRequest;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly operation: string;
  /** Who the credentials belong to, valid or not; null when nobody can be told. */
  readonly accountId: string | null;
  /** Faults that hit this call and that the handler itself has to play (stale reads and the like). */
  readonly faults: readonly FaultHit[];
  /** Facts the handler leaves for the ledger. */
  readonly notes: CallNotes;
}

export interface CallNotes {
  rows?: number;
  reason?: string;
  units?: number;
  detail?: string;
}

export interface Route {
  readonly operation: string;
  /** When one path does several things (a token endpoint), which one this request wants. */
  readonly refine?: (request: RawRequest) => string;
  readonly handle: (call: Call) => Reply | Promise<Reply>;
}

export function faultOf(call: Call, fault: string): FaultHit | undefined {
  return call.faults.find((hit) => hit.fault === fault);
}

export function formBody(call: Call): URLSearchParams {
  return new URLSearchParams(call.request.body.toString("utf8"));
}

const DEEPEST_JSON = 64;

/** The JSON body, or undefined when it is not JSON or nested beyond reason. An empty body is an empty object. */
export function jsonBody(call: Call): unknown {
  if (call.request.body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(call.request.body.toString("utf8"));
    return depthWithin(value, DEEPEST_JSON) ? value : undefined;
  } catch {
    return undefined;
  }
}

function depthWithin(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (left === 0) return false;
  return Object.values(value).every((inner) => depthWithin(inner, left - 1));
}
