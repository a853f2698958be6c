import { Problem } from "./problem";

/** Chosen by whoever calls; null when there is none. */
export function readIdempotencyKey(headers: Headers): string | null {
  const key = headers.get("idempotency-key");
  if (key === null) return null;
  if (!/^[\x21-\x7e]{8,200}$/.test(key))
    throw new Problem("invalid_request", {
      errors: [{ path: "Idempotency-Key", message: "Between 8 and 200 visible characters." }],
    });
  return key;
}
