import type { AccessToken, Grant, RefreshToken } from "../../kernel/vault";
import { tokenHash } from "../../kernel/signer";
import type { Account } from "../../world/account";
import type { Office } from "../office";
import { writeScopes } from "./scopes";
import { tenantOf } from "./tenants";

/** Who tokens are made for, and by what. */
export interface Holder {
  readonly account: Account;
  readonly clientId: string;
  readonly grant: Grant;
  readonly scopes: readonly string[];
  /** The client said it understands claims challenges (`xms_cc: cp1`). */
  readonly capable: boolean;
  /** The request carried the claims a challenge had asked for. */
  readonly claimsMet: boolean;
}

export function mintAccess(office: Office, holder: Holder): AccessToken {
  const { vault, clock, ids, ledger } = office.ground;
  ledger.note({ kind: "token", provider: "microsoft", operation: "access", account: holder.account.id });
  return vault.putAccess({
    value: `EwB${ids.base64url(180)}`,
    accountId: holder.account.id,
    clientId: holder.clientId,
    grant: holder.grant,
    scopes: holder.scopes,
    expiresAt: clock.now() + office.switches.accessTokenSeconds * 1_000,
    extra: { capable: holder.capable, claimsMet: holder.claimsMet, issuedAt: clock.now() },
  });
}

/** A first refresh token, or the successor of one. Each lives 90 days from its own birth: using them extends the chain. */
export function mintRefresh(office: Office, holder: Holder, before: RefreshToken | null): RefreshToken {
  const { vault, clock, ids, ledger } = office.ground;
  const now = clock.now();
  ledger.note({ kind: "token", provider: "microsoft", operation: "refresh", account: holder.account.id });
  return vault.putRefresh({
    value: `0.A${ids.base64url(160)}`,
    accountId: holder.account.id,
    clientId: holder.clientId,
    grant: holder.grant,
    scopes: before?.scopes ?? holder.scopes,
    createdAt: now,
    expiresAt: lifeEnd(office, holder.clientId, before),
    family: before?.family ?? ids.hex(16),
    generation: (before?.generation ?? 0) + 1,
    lastUsedAt: now,
    dead: null,
  });
}

function lifeEnd(office: Office, clientId: string, before: RefreshToken | null): number {
  const now = office.ground.clock.now();
  const spa = office.ground.vault.clients.get(`microsoft/${clientId}`)?.extra["type"] === "spa";
  // A single page application's day begins with the first token and is inherited.
  if (spa) return before?.expiresAt ?? now + 86_400_000;
  return now + office.switches.refreshTokenDays * 86_400_000;
}

export function tokenAnswer(
  office: Office,
  holder: Holder,
  tokens: { access: AccessToken; refresh: RefreshToken | null; idToken: string | null },
): Record<string, unknown> {
  return {
    token_type: "Bearer",
    scope: writeScopes(holder.scopes, office.switches.scopeForm),
    expires_in: office.switches.accessTokenSeconds,
    ext_expires_in: office.switches.accessTokenSeconds,
    access_token: tokens.access.value,
    ...(tokens.refresh === null ? {} : { refresh_token: tokens.refresh.value }),
    ...(tokens.idToken === null ? {} : { id_token: tokens.idToken }),
  };
}

/** A signed id token; which claims it has follows from the scopes. */
export function signIdToken(
  office: Office,
  holder: Holder,
  facts: { base: string; nonce: string | null; access: AccessToken },
): string {
  const { account, clientId, scopes } = holder;
  const tenant = tenantOf(account);
  const now = Math.floor(office.ground.clock.now() / 1_000);
  return office.signer.sign({
    aud: clientId,
    iss: `${facts.base}/${tenant}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + 3_600,
    at_hash: tokenHash(facts.access.value),
    ...(scopes.includes("email") ? { email: account.email } : {}),
    ...(scopes.includes("profile")
      ? { name: account.facts.name, preferred_username: account.email, oid: account.id }
      : {}),
    ...(facts.nonce === null ? {} : { nonce: facts.nonce }),
    sub: Buffer.from(`${clientId}/${account.id}`).toString("base64url").slice(0, 43),
    tid: tenant,
    ver: "2.0",
  });
}
