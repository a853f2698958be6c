import { needsRefresh } from "./token-lifecycle";

export type StoredAccess = {
  readonly generation: number;
  readonly accessExpiresAt: Date | null;
  readonly hasRefreshToken: boolean;
  readonly isLost: boolean;
  /** It was called lost, and waits for the second opinion. */
  readonly isConfirming: boolean;
  /** Somebody refreshes it until then. */
  readonly leaseUntil: Date | null;
  /** After a failure nobody asks before. */
  readonly retryAt: Date | null;
};

export type AccessAsk = {
  readonly now: Date;
  /** The generation that the provider did not accept (401). */
  readonly refused: number | null;
  /** Refreshes also what is good until then: a sweep looks ahead. */
  readonly goodUntil?: Date;
  /** A person asks: try also what was given up, and what waits for its next try. */
  readonly isInsisting?: boolean;
};

export type AccessDecision =
  | { readonly do: "use" }
  | { readonly do: "refresh" }
  /** Somebody else is at it. */
  | { readonly do: "wait" }
  | { readonly do: "fail"; readonly because: "lost" | "last_failure" | "cannot_renew" };

/** TOK-1, TOK-3, TOK-9: what to do for somebody who needs a token now. */
export function decideAccess(stored: StoredAccess, ask: AccessAsk): AccessDecision {
  const isUsable = isGood(stored, ask);
  if (stored.isLost && ask.isInsisting !== true) return { do: "fail", because: "lost" };
  if (isUsable && !stored.isLost && !isDue(stored.accessExpiresAt, ask)) return { do: "use" };
  if (!stored.hasRefreshToken) return isUsable ? { do: "use" } : { do: "fail", because: "cannot_renew" };
  if (isAfter(stored.leaseUntil, ask.now)) return { do: "wait" };
  if (!isAfter(stored.retryAt, ask.now) || mayInsist(stored, ask)) return { do: "refresh" };
  // What a failed refresh leaves of the old token's life is used up: the provider's bad minute is not the person's.
  return isUsable ? { do: "use" } : { do: "fail", because: "last_failure" };
}

/** A second opinion that is asked for at once is the first one again. */
const mayInsist = ({ isLost, isConfirming }: StoredAccess, { isInsisting = false }: AccessAsk) =>
  isInsisting && (isLost || !isConfirming);

const isGood = ({ accessExpiresAt, generation }: StoredAccess, { now, refused }: AccessAsk) =>
  isAfter(accessExpiresAt, now) && (refused === null || generation > refused);

const isDue = (accessExpiresAt: Date | null, { now, goodUntil }: AccessAsk) =>
  accessExpiresAt === null ||
  needsRefresh(accessExpiresAt, now) ||
  (goodUntil !== undefined && accessExpiresAt <= goodUntil);
const isAfter = (at: Date | null, now: Date) => at !== null && at > now;
