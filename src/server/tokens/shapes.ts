// What leaves the server about grants: how they are, never what they are.
import { z } from "zod";

const instant = z.iso.datetime();
const words = z.enum(["healthy", "expiring_soon", "expired", "refresh_failing", "needs_reauth", "missing"]);

const about = {
  connectionId: z.uuid(),
  /** Null for a key: it watches, and needs no addresses. */
  accountEmail: z.string().nullable(),
};

const tokenHealth = z.object({
  ...about,
  health: words,
  /** Until the access token ends, or the whole access where that is what is warned of. */
  secondsLeft: z.number().int().nullable(),
  accessExpiresAt: instant.nullable(),
  /** When the whole access ends unless it is used or renewed; null when the provider sets no end. */
  grantEndsAt: instant.nullable(),
  because: z.string(),
  /** What only the person can do, as a sentence; null when there is nothing to do. */
  advice: z.string().nullable(),
});

export const tokenCheck = z.object({
  provider: z.string(),
  product: z.string(),
  /** available: every access works or renews itself. */
  status: z.enum(["available", "degraded", "unavailable", "not_connected"]),
  counts: z.object({ connections: z.number().int(), working: z.number().int() }),
  /** Those that need attention, or will soon: a token that renews itself is none of them. */
  warnings: z.array(z.string()),
  connections: z.array(tokenHealth),
  checkedAt: instant,
});
export type TokenCheckShape = z.infer<typeof tokenCheck>;

const tokenRefresh = z.object({
  ...about,
  outcome: z.enum(["refreshed", "still_good", "needs_reconnecting", "failed"]),
  code: z.string().nullable(),
  message: z.string(),
  accessExpiresAt: instant.nullable(),
});

export const tokenRefreshes = z.object({
  provider: z.string(),
  product: z.string(),
  counts: z.object({
    refreshed: z.number().int(),
    stillGood: z.number().int(),
    needsReconnecting: z.number().int(),
    failed: z.number().int(),
  }),
  results: z.array(tokenRefresh),
});
export type TokenRefreshesShape = z.infer<typeof tokenRefreshes>;
