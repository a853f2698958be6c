import type { HumanAction } from "../errors/provider-error";
import type { ScopeNeed, ScopeSpelling } from "../tokens/scopes";
import type { TokenAnswer } from "../tokens/token-answer";
import type { CallRules, Hidden } from "./provider-call";

export type AuthorizeRequest = {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** PKCE, S256. */
  readonly codeChallenge: string;
  readonly scopes: readonly string[];
  readonly loginHint: string | null;
  /** A claims challenge that only the person can answer. */
  readonly claims: string | null;
};

/** What the browser brings back. `issuer` is the one that the answer names, if it names one. */
export type Callback =
  | { readonly kind: "code"; readonly code: Hidden; readonly state: string; readonly issuer: string | null }
  | { readonly kind: "refused"; readonly state: string | null; readonly reason: string; readonly action: HumanAction }
  | { readonly kind: "unreadable" };

export type CodeExchange = {
  readonly code: Hidden;
  readonly codeVerifier: Hidden;
  readonly redirectUri: string;
  readonly nonce: string;
};

/** Who connected: the provider's issuer and subject, checked, never the address. */
export type RemoteIdentity = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly name: string | null;
};

export interface OAuthPort {
  readonly needs: readonly ScopeNeed[];
  readonly spelling: ScopeSpelling;
  /** How long a grant lives without being used; null when it does not matter. */
  readonly grantIdleMs: number | null;
  /** How long a grant lives at all, as with an application in testing. */
  readonly grantLifeMs: number | null;

  authorizeUrl(request: AuthorizeRequest): string;
  readCallback(query: URLSearchParams): Callback;
  acceptsIssuer(issuer: string): boolean;
  exchangeCode(
    call: CallRules,
    exchange: CodeExchange,
  ): Promise<{ readonly answer: TokenAnswer; readonly identity: RemoteIdentity }>;
  refresh(call: CallRules, refreshToken: Hidden, claims: string | null): Promise<TokenAnswer>;
  /** Absent when the provider has no way to revoke; revoking what is revoked succeeds. */
  revoke?(call: CallRules, refreshToken: Hidden): Promise<void>;
}
