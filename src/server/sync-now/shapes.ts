// What a request for a sync is answered with. The customer's words are status, message and error_type.
import { z } from "zod";

import { providerFacts } from "@/providers/catalog";

const count = z.number().int();

/** Everything one has, or a part of it. */
export const syncTarget = z.strictObject({
  provider: z.enum(providerFacts.map(({ id }) => id) as [string, ...string[]]).optional(),
  connectionId: z.uuid().optional(),
  calendarId: z.uuid().optional(),
});
export type SyncTarget = z.infer<typeof syncTarget>;

export const oneTarget = syncTarget.refine((target) => Object.values(target).filter(Boolean).length === 1, {
  message: "Name one of provider, connectionId and calendarId.",
});

const result = z.object({
  calendarId: z.uuid(),
  connectionId: z.uuid(),
  provider: z.string(),
  /**
   * synced: read to the end. up_to_date: read a moment ago. held: read, and a deletion waits. waiting: the provider owes
   * an answer. running: on its way, here or elsewhere. skipped: paused. failed: see code and message.
   */
  status: z.enum(["synced", "up_to_date", "held", "waiting", "running", "skipped", "failed"]),
  code: z.string(),
  message: z.string(),
  runId: z.uuid().nullable(),
  changes: z.object({ added: count, changed: count, removed: count }).nullable(),
});
export type SyncResultShape = z.infer<typeof result>;

const common = { message: z.string(), code: z.string(), requestId: z.uuid(), results: z.array(result) };

export const syncDone = z.object({
  status: z.enum(["success", "partial_success"]),
  ...common,
  summary: z.object({ total: count, synced: count, running: count, failed: count }),
});

export const syncAccepted = z.object({ status: z.literal("accepted"), ...common, runId: z.uuid().nullable() });

export const syncRefused = z.object({ status: z.string(), error_type: z.string(), ...common });

export type SyncDone = z.infer<typeof syncDone>;
export type SyncAccepted = z.infer<typeof syncAccepted>;
export type SyncRefused = z.infer<typeof syncRefused>;
