import { z } from "zod";

import { severities } from "@/core/alerts/alert";
import { evidence } from "@/server/notifications/shapes";

export const alert = z.object({
  id: z.uuid(),
  ruleId: z.string(),
  severity: z.enum(severities),
  state: z.enum(["open", "acknowledged", "snoozed", "resolved"]),
  subject: z.object({ kind: z.string(), id: z.string() }),
  connectionId: z.uuid().nullable(),
  /** Whose account it is about. */
  userId: z.uuid().nullable(),
  product: z.string(),
  title: z.string(),
  body: z.string(),
  todo: z.string(),
  evidence,
  occurrences: z.number().int(),
  openedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  snoozedUntil: z.iso.datetime().nullable(),
  resolvedAt: z.iso.datetime().nullable(),
  /** "itself", or who said that it is over. */
  resolvedBy: z.string().nullable(),
});
export type AlertShape = z.infer<typeof alert>;

export const teamAlert = alert.extend({ person: z.object({ name: z.string(), email: z.string() }) });
export type TeamAlertShape = z.infer<typeof teamAlert>;

export const personHealth = z.object({
  userId: z.uuid(),
  status: z.enum(["healthy", "degraded"]),
  timestamp: z.iso.datetime(),
  connections: z.array(
    z.object({
      id: z.uuid(),
      provider: z.string(),
      state: z.string(),
      since: z.iso.datetime(),
      cause: z.string().nullable(),
    }),
  ),
  /** Open ones. */
  alerts: z.object({
    critical: z.number().int(),
    high: z.number().int(),
    medium: z.number().int(),
    low: z.number().int(),
  }),
});
export type PersonHealthShape = z.infer<typeof personHealth>;
