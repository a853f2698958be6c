import { createHash } from "node:crypto";
import type { VirtualClock } from "./clock";
import type { ProviderId } from "./provider";

/** An application registered at a provider. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  readonly provider: ProviderId;
  /** Google: all clients of a project share consent and revocation. */
  readonly project: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** The sandbox's own convenience: any address on a loopback host. */
  readonly anyLoopback: boolean;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What a person allowed a project. */
export interface Grant {
  readonly accountId: string;
  readonly provider: ProviderId;
  readonly project: string;
  scopes: Set<string>;
  revokedAt: number | null;
}

export interface AuthCode {
  readonly value: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge: { readonly method: "S256" | "plain"; readonly value: string } | null;
  readonly offline: boolean;
  readonly nonce: string | null;
  readonly expiresAt: number;
  usedAt: number | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface AccessToken {
  readonly value: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly grant: Grant;
  scopes: readonly string[];
  expiresAt: number;
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface RefreshToken {
  readonly value: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly grant: Grant;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** Rotation: which chain of successors, and which link of it. */
  readonly family: string;
  readonly generation: number;
  lastUsedAt: number;
  /** Why it no longer works. */
  dead: string | null;
}

/** Who allows which project something, and where. */
type Consent = { readonly provider: ProviderId; readonly accountId: string; readonly project: string };

/** Codes, tokens and grants of both providers. Expiry follows the virtual clock. */
export class Vault {
  readonly clients = new Map<string, OAuthClient>();
  readonly codes = new Map<string, AuthCode>();
  readonly access = new Map<string, AccessToken>();
  readonly refresh = new Map<string, RefreshToken>();
  readonly grants = new Map<string, Grant>();
  readonly #clock: VirtualClock;
  #sweepAt = 10_000;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  grantOf(provider: ProviderId, accountId: string, project: string): Grant | undefined {
    return this.grants.get(`${provider}/${accountId}/${project}`);
  }

  /** The grant of a person to a project, made or revived, with these scopes added. */
  grant({ provider, accountId, project }: Consent, scopes: Iterable<string>): Grant {
    const key = `${provider}/${accountId}/${project}`;
    const known = this.grants.get(key);
    if (known && known.revokedAt === null) {
      for (const scope of scopes) known.scopes.add(scope);
      return known;
    }
    const grant: Grant = { accountId, provider, project, scopes: new Set(scopes), revokedAt: null };
    this.grants.set(key, grant);
    return grant;
  }

  putAccess(token: AccessToken): AccessToken {
    if (this.access.size > this.#sweepAt) this.#sweep();
    this.access.set(token.value, token);
    return token;
  }

  putRefresh(token: RefreshToken): RefreshToken {
    this.refresh.set(token.value, token);
    return token;
  }

  refreshTokensOf(accountId: string, clientId: string): RefreshToken[] {
    return [...this.refresh.values()].filter((token) => token.accountId === accountId && token.clientId === clientId);
  }

  isLive(token: AccessToken): boolean {
    return token.expiresAt > this.#clock.now() && token.grant.revokedAt === null;
  }

  /** Every token of the account dies; the next consent starts anew. */
  revokeAccount(accountId: string): void {
    for (const grant of this.grants.values()) if (grant.accountId === accountId) this.revokeGrant(grant);
  }

  revokeGrant(grant: Grant): void {
    grant.revokedAt = this.#clock.now();
    for (const token of this.refresh.values()) if (token.grant === grant) token.dead ??= "revoked";
    // They stay known, so that the ledger can say whose calls fail now.
    for (const token of this.access.values())
      if (token.grant === grant) token.expiresAt = Math.min(token.expiresAt, grant.revokedAt);
  }

  expireAccess(accountId: string): void {
    const now = this.#clock.now();
    for (const token of this.access.values())
      if (token.accountId === accountId) token.expiresAt = Math.min(token.expiresAt, now);
  }

  /** Keeps only the named scopes in the account's grants and the tokens that are out. */
  reduceScopes(accountId: string, keep: readonly string[]): void {
    const kept = new Set(keep);
    for (const grant of this.grants.values()) {
      if (grant.accountId === accountId) grant.scopes = grant.scopes.intersection(kept);
    }
    for (const token of this.access.values()) {
      if (token.accountId === accountId) token.scopes = token.scopes.filter((scope) => kept.has(scope));
    }
  }

  clear(): void {
    this.codes.clear();
    this.access.clear();
    this.refresh.clear();
    this.grants.clear();
  }

  /** Access tokens are plenty and short-lived: the long expired ones go. */
  #sweep(): void {
    const limit = this.#clock.now() - 3_600_000;
    for (const [value, token] of this.access) if (token.expiresAt < limit) this.access.delete(value);
    this.#sweepAt = Math.max(10_000, this.access.size * 2);
  }
}

/** RFC 7636: true when the verifier belongs to the challenge, or when neither was used. */
export function verifierFits(code: AuthCode, verifier: string | null): boolean {
  if (!code.challenge) return true;
  if (verifier === null || verifier.length < 43 || verifier.length > 128) return false;
  const made = code.challenge.method === "S256" ? createHash("sha256").update(verifier).digest("base64url") : verifier;
  return made === code.challenge.value;
}

export function redirectAllowed(client: OAuthClient, redirectUri: string): boolean {
  if (client.redirectUris.includes(redirectUri)) return true;
  if (!client.anyLoopback || !URL.canParse(redirectUri)) return false;
  const url = new URL(redirectUri);
  return (
    ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname) && url.hash === "" && url.protocol.startsWith("http")
  );
}
