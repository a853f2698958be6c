/** "none": the refresh token stays. "soft": a new one each time, old ones stay good. "strict": each works once, reuse ends the grant. */
export type Rotation = "none" | "soft" | "strict";

type Grant = { readonly email: string; readonly scopes: readonly string[]; refresh: string; isRevoked: boolean };
type Code = {
  readonly grant: Grant;
  readonly challenge: string;
  readonly redirectUri: string;
  readonly nonce: string;
  isUsed: boolean;
};
export type FakeTokens = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly scope: string;
};
export type Redemption = {
  readonly code: string;
  readonly challenge: string;
  readonly redirectUri: string;
  readonly nonce: string;
};

const accessLifeSeconds = 3_600;

/** Who signed in, and which tokens are good. Tokens are numbered, so that a run can be repeated. */
export class FakeSignIn {
  readonly #emails = new Set<string>();
  readonly #codes = new Map<string, Code>();
  readonly #access = new Map<string, { readonly grant: Grant; readonly expiresAt: Date }>();
  readonly #refresh = new Map<string, Grant>();
  readonly #now: () => Date;
  readonly #rotation: Rotation;
  #serial = 0;

  constructor(now: () => Date, rotation: Rotation) {
    this.#now = now;
    this.#rotation = rotation;
  }

  addAccount(email: string): void {
    this.#emails.add(email);
  }

  /** The consent page: where the browser is sent for an authorize address. */
  decide(
    address: string,
    choice: { readonly email: string; readonly withhold?: readonly string[]; readonly deny?: boolean },
  ): URL {
    const asked = new URL(address).searchParams;
    const ask = (name: string) => asked.get(name) ?? "";
    const back = new URL(ask("redirect_uri"));
    back.searchParams.set("state", ask("state"));
    if (choice.deny === true || !this.#emails.has(choice.email)) {
      back.searchParams.set("error", "access_denied");
      return back;
    }
    const scopes = ask("scope")
      .split(" ")
      .filter((scope) => choice.withhold?.includes(scope) !== true);
    const grant: Grant = { email: choice.email, scopes, refresh: "", isRevoked: false };
    const code = this.#name("code");
    this.#codes.set(code, {
      grant,
      challenge: ask("code_challenge"),
      redirectUri: ask("redirect_uri"),
      nonce: ask("nonce"),
      isUsed: false,
    });
    back.searchParams.set("code", code);
    return back;
  }

  redeem({
    code,
    challenge,
    redirectUri,
    nonce,
  }: Redemption): { readonly tokens: FakeTokens; readonly email: string } | null {
    const found = this.#codes.get(code);
    if (found === undefined || found.isUsed) return null;
    found.isUsed = true;
    if (found.challenge !== challenge || found.redirectUri !== redirectUri || found.nonce !== nonce) return null;
    return { tokens: this.#issue(found.grant, null), email: found.grant.email };
  }

  /** Tokens without a consent page. */
  grant(email: string, scopes: readonly string[]): FakeTokens {
    return this.#issue({ email, scopes, refresh: "", isRevoked: false }, null);
  }

  refresh(refreshToken: string): FakeTokens | null {
    const grant = this.#refresh.get(refreshToken);
    if (grant === undefined || grant.isRevoked) return null;
    if (this.#rotation === "strict" && grant.refresh !== refreshToken) {
      grant.isRevoked = true;
      return null;
    }
    return this.#issue(grant, refreshToken);
  }

  revoke(refreshToken: string): void {
    const grant = this.#refresh.get(refreshToken);
    if (grant !== undefined) grant.isRevoked = true;
  }

  revokeAccount(email: string): void {
    for (const grant of this.#refresh.values()) if (grant.email === email) grant.isRevoked = true;
  }

  /** Whose refresh token it is, whether it could be used now, and whether it is the newest, without using it. */
  lookUp(
    refreshToken: string,
  ): { readonly email: string; readonly isAlive: boolean; readonly isNewest: boolean } | null {
    const grant = this.#refresh.get(refreshToken);
    if (grant === undefined) return null;
    const isNewest = grant.refresh === refreshToken;
    return { email: grant.email, isAlive: !grant.isRevoked && (isNewest || this.#rotation !== "strict"), isNewest };
  }

  /** Whose token it is or was, of either kind. */
  ownerOf(token: string): string | null {
    return (this.#access.get(token)?.grant ?? this.#refresh.get(token))?.email ?? null;
  }

  /** Whose token it is; null when it is nobody's or no longer good. */
  emailOf(accessToken: string): string | null {
    const found = this.#access.get(accessToken);
    return found === undefined || found.grant.isRevoked || found.expiresAt <= this.#now() ? null : found.grant.email;
  }

  #issue(grant: Grant, used: string | null): FakeTokens {
    const accessToken = this.#name("access");
    const refreshToken = used !== null && this.#rotation === "none" ? used : this.#name("refresh");
    grant.refresh = refreshToken;
    this.#refresh.set(refreshToken, grant);
    this.#access.set(accessToken, { grant, expiresAt: new Date(this.#now().getTime() + accessLifeSeconds * 1_000) });
    return { accessToken, refreshToken, expiresInSeconds: accessLifeSeconds, scope: grant.scopes.join(" ") };
  }

  #name(what: string): string {
    this.#serial += 1;
    return `fake-${what}-token-${this.#serial}`;
  }
}
