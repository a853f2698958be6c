import type { Ground } from "../kernel/ground";
import type { AccessToken, Grant, RefreshToken } from "../kernel/vault";
import { isSignInScope } from "./scopes";

const SEVEN_DAYS_MS = 7 * 86_400_000;
const SIX_MONTHS_MS = 182 * 86_400_000;

interface Holder {
  readonly accountId: string;
  readonly clientId: string;
  readonly grant: Grant;
  readonly scopes: readonly string[];
}

export function issueAccess(ground: Ground, holder: Holder): AccessToken {
  const { clock, ids, vault, switches } = ground;
  ground.ledger.note({ kind: "token", provider: "google", operation: "access", account: holder.accountId });
  return vault.putAccess({
    ...holder,
    value: `ya29.a0${ids.base64url(80)}`,
    expiresAt: clock.now() + switches.google.accessTokenSeconds * 1_000,
    extra: {},
  });
}

/** A refresh token; the 101st of an account and client silently ends the oldest (fact sheet 1.4). */
export function issueRefresh(ground: Ground, holder: Holder): RefreshToken {
  const { clock, ids, vault, switches } = ground;
  const now = clock.now();
  const live = vault.refreshTokensOf(holder.accountId, holder.clientId).filter((token) => token.dead === null);
  const surplus = live.length + 1 - switches.google.refreshTokensPerClient;
  for (const token of live.slice(0, Math.max(0, surplus))) token.dead = "evicted by a newer one";
  const testing = switches.google.testingMode && holder.scopes.some((scope) => !isSignInScope(scope));
  ground.ledger.note({ kind: "token", provider: "google", operation: "refresh", account: holder.accountId });
  return vault.putRefresh({
    ...holder,
    value: `1//0${ids.base64url(60)}`,
    createdAt: now,
    expiresAt: testing ? now + SEVEN_DAYS_MS : null,
    family: ids.hex(16),
    generation: 0,
    lastUsedAt: now,
    dead: null,
  });
}

/** Why this refresh token no longer works; null while it does. */
export function deathOf(ground: Ground, token: RefreshToken): string | null {
  const now = ground.clock.now();
  if (token.dead !== null) return token.dead;
  if (token.grant.revokedAt !== null) return "revoked";
  if (token.expiresAt !== null && token.expiresAt <= now) return "testing mode: 7 days";
  if (now - token.lastUsedAt > SIX_MONTHS_MS) return "unused for six months";
  return null;
}
