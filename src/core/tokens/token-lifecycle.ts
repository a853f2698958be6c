import { dayMs, minuteMs } from "../time/wall-time";

/** TOK-1. */
export const refreshMarginMs = 5 * minuteMs;
/** TOK-2. */
export const sweepIntervalMs = 5 * minuteMs;
/** TOK-11: how long before a grant dies the person hears of it. */
const longWarningMs = 14 * dayMs;
/** For a grant that lives a week, two weeks of warning would be no warning. */
const warningShare = 1 / 3;

export type TokenFacts = {
  /** Null when no token is stored. */
  readonly accessExpiresAt: Date | null;
  readonly hasRefreshToken: boolean;
  readonly authStatus: "active" | "needs_reauth";
  /** Refreshes that failed in a row since the last that succeeded. */
  readonly refreshFailures: number;
  readonly grantedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly refreshExpiresAt: Date | null;
  /** The provider's: a grant dies when it is not used for so long. */
  readonly grantIdleMs: number | null;
};

/** TOK-4. */
export type TokenHealth = "healthy" | "expiring_soon" | "expired" | "refresh_failing" | "needs_reauth" | "missing";
export type TokenVerdict = {
  readonly health: TokenHealth;
  /** Until the access token ends, or the grant where that is what is warned of; null when there is nothing to end. */
  readonly timeLeftMs: number | null;
  readonly because: string;
};

/** TOK-1: whether a token must be refreshed before it is used. */
export function needsRefresh(accessExpiresAt: Date, now: Date): boolean {
  return accessExpiresAt.getTime() - now.getTime() <= refreshMarginMs;
}

/** TOK-2: when a sweep has to take it up. Driven by cron only, a sweep looks one interval further. */
export function refreshDueAt(accessExpiresAt: Date, sweepMs = sweepIntervalMs): Date {
  return new Date(accessExpiresAt.getTime() - refreshMarginMs - sweepMs);
}

/**
 * TOK-4. A warning only where renewal is impossible or fails: a token of an hour that renews itself is healthy, also
 * in its last minute.
 */
export function assessToken(facts: TokenFacts, now: Date): TokenVerdict {
  const { accessExpiresAt } = facts;
  if (accessExpiresAt === null) return { health: "missing", timeLeftMs: null, because: "No key is stored." };
  const timeLeftMs = accessExpiresAt.getTime() - now.getTime();
  const verdict = (health: TokenHealth, because: string): TokenVerdict => ({ health, timeLeftMs, because });
  if (facts.authStatus === "needs_reauth")
    return verdict("needs_reauth", "The access was ended; only the person can renew it.");
  if (!facts.hasRefreshToken) {
    return timeLeftMs > 0
      ? verdict("expiring_soon", "It cannot be renewed: no key to renew it was given.")
      : verdict("expired", "It has ended and cannot be renewed.");
  }
  if (facts.refreshFailures > 1 || (facts.refreshFailures === 1 && timeLeftMs <= 0)) {
    return verdict("refresh_failing", `Renewing failed ${facts.refreshFailures} times in a row; we try again.`);
  }
  const grantEndsAt = endOfGrant(facts);
  if (grantEndsAt !== null && isNear(grantEndsAt, facts, now)) {
    return {
      health: "expiring_soon",
      timeLeftMs: grantEndsAt.getTime() - now.getTime(),
      because: "The whole access ends soon unless it is renewed by the person.",
    };
  }
  // Expired for two sweeps: whatever renews it is not running.
  if (timeLeftMs < -2 * sweepIntervalMs) return verdict("expired", "It has ended, and nothing has renewed it since.");
  return verdict("healthy", "It renews itself.");
}

/** TOK-11: when the grant dies of age or of not being used. */
export function endOfGrant({ refreshExpiresAt, lastUsedAt, grantedAt, grantIdleMs }: TokenFacts): Date | null {
  const used = lastUsedAt ?? grantedAt;
  const idleEnd = used !== null && grantIdleMs !== null ? new Date(used.getTime() + grantIdleMs) : null;
  if (refreshExpiresAt === null || idleEnd === null) return refreshExpiresAt ?? idleEnd;
  return refreshExpiresAt < idleEnd ? refreshExpiresAt : idleEnd;
}

function isNear(end: Date, { grantedAt, lastUsedAt }: TokenFacts, now: Date): boolean {
  const begin = lastUsedAt ?? grantedAt ?? now;
  const lifeMs = Math.max(0, end.getTime() - begin.getTime());
  return end.getTime() - now.getTime() <= Math.min(longWarningMs, lifeMs * warningShare);
}
