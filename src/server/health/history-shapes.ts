// The past of one calendar, and what waits in it, as it leaves the server.
import { z } from "zod";

import { runOutcome } from "./shapes";

const instant = z.iso.datetime();
const count = z.number().int();

export const runDetail = z.object({
  id: z.uuid(),
  at: instant,
  finishedAt: instant.nullable(),
  /** schedule, notification, manual, reconnect, probe */
  trigger: z.string(),
  /** incremental, full, reconcile */
  kind: z.string(),
  outcome: runOutcome,
  durationMs: count.nullable(),
  pages: count,
  added: count,
  changed: count,
  removed: count,
  unchanged: count,
  quarantined: count,
  /** What a comparison of everything found wrong, and repaired. */
  drift: count,
  /** The same by its cause: missing here, left over here, different here. */
  driftOf: z.object({ missing: count, extra: count, stale: count }),
  calls: count,
  retries: count,
  bytes: count,
  code: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type RunDetailShape = z.infer<typeof runDetail>;

export const runsQuery = z.strictObject({
  before: instant.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
});
export type RunsQuery = z.infer<typeof runsQuery>;

export const setAside = z.object({
  remoteId: z.string(),
  reason: z.string(),
  field: z.string().nullable(),
  attempts: count,
  firstSeen: instant,
  lastSeen: instant,
});
export type SetAsideShape = z.infer<typeof setAside>;

export const heldDecision = z.strictObject({ decision: z.enum(["approve", "reject"]) });
export type HeldDecision = z.infer<typeof heldDecision>;
