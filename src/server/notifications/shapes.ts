import { z } from "zod";

import { severities } from "@/core/alerts/alert";

export const evidence = z.record(z.string(), z.union([z.string(), z.number()]));

/** What stands in the bell: the text is made where it is shown, from the rule and its figures. */
const notification = z.object({
  id: z.uuid(),
  kind: z.string(),
  at: z.iso.datetime(),
  isRead: z.boolean(),
  alertId: z.uuid().nullable(),
  ruleId: z.string().nullable(),
  severity: z.enum(severities).nullable(),
  /** The product it is about, as people call it; empty where it is about none. */
  product: z.string(),
  evidence,
});
export const bell = z.object({ unread: z.number().int(), notifications: z.array(notification) });
export type BellShape = z.infer<typeof bell>;
