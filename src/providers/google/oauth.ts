import { isProviderError, type HumanAction } from "@/core/errors/provider-error";
import type { CallRules, Hidden } from "@/core/ports/provider-call";
import type { AuthorizeRequest, Callback, CodeExchange, OAuthPort, RemoteIdentity } from "@/core/ports/provider-oauth";
import type { TokenAnswer } from "@/core/tokens/token-answer";
import { readIdToken } from "../id-token";
import { readCallbackQuery } from "../oauth-callback";
import { textOf, type Wire } from "../wire-values";
import { facts } from "./facts";
import type { GoogleWire } from "./wire";

/** What only the person can do about a refusal on the consent page. */
const actions: Readonly<Record<string, HumanAction>> = {
  access_denied: "consent",
  admin_policy_enforced: "ask_admin_to_consent",
};

export function createOAuth(wire: GoogleWire): OAuthPort {
  return {
    needs: facts.needs,
    spelling: facts.spelling,
    grantIdleMs: facts.grantIdleMs,
    grantLifeMs: wire.settings.grantLifeMs ?? null,
    authorizeUrl: (request) => authorizeUrl(wire, request),
    readCallback: (query): Callback => readCallbackQuery(query, actions),
    acceptsIssuer: (issuer) => acceptsIssuer(wire, issuer),
    exchangeCode: (call, exchange) => exchangeCode(wire, call, exchange),
    refresh: (call, refreshToken) => refresh(wire, call, refreshToken),
    revoke: (call, refreshToken) => revoke(wire, call, refreshToken),
  };
}

function authorizeUrl({ addresses, settings }: GoogleWire, request: AuthorizeRequest): string {
  const url = new URL(addresses.authorize);
  const parameters = {
    client_id: settings.clientId,
    redirect_uri: request.redirectUri,
    response_type: "code",
    scope: [...new Set([...facts.signInScopes, ...request.scopes])].join(" "),
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.codeChallenge,
    code_challenge_method: "S256",
    access_type: "offline",
    include_granted_scopes: "true",
    // Without "consent" a second connection of the same account gets no refresh token.
    prompt: request.loginHint === null ? "consent select_account" : "consent",
    ...(request.loginHint === null ? {} : { login_hint: request.loginHint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Google writes its issuer with and without the scheme. */
const acceptsIssuer = ({ addresses: { issuer } }: GoogleWire, given: string) =>
  given === issuer || given === issuer.replace(/^https:\/\//, "");

const clientOf = ({ settings }: GoogleWire) => ({
  client_id: settings.clientId,
  client_secret: settings.clientSecret.reveal(),
});

async function exchangeCode(
  wire: GoogleWire,
  call: CallRules,
  { code, codeVerifier, redirectUri, nonce }: CodeExchange,
): Promise<{ answer: TokenAnswer; identity: RemoteIdentity }> {
  const form = {
    ...clientOf(wire),
    grant_type: "authorization_code",
    code: code.reveal(),
    code_verifier: codeVerifier.reveal(),
    redirect_uri: redirectUri,
  };
  const json = await wire.postForm(call, "exchangeCode", { address: wire.addresses.token, form });
  const claims = readIdToken(json["id_token"], {
    provider: facts.id,
    clientId: wire.settings.clientId,
    nonce,
    now: wire.now(),
    acceptsIssuer: (issuer) => acceptsIssuer(wire, issuer),
  });
  const email = claims["email_verified"] === true ? textOf(claims["email"]) : null;
  const identity = { issuer: wire.addresses.issuer, subject: claims.sub, email, name: textOf(claims["name"]) };
  return { answer: fromTokenAnswer(json), identity };
}

async function refresh(wire: GoogleWire, call: CallRules, refreshToken: Hidden): Promise<TokenAnswer> {
  const form = { ...clientOf(wire), grant_type: "refresh_token", refresh_token: refreshToken.reveal() };
  return fromTokenAnswer(await wire.postForm(call, "refresh", { address: wire.addresses.token, form }));
}

async function revoke(wire: GoogleWire, call: CallRules, refreshToken: Hidden): Promise<void> {
  try {
    await wire.postForm(call, "revoke", { address: wire.addresses.revoke, form: { token: refreshToken.reveal() } });
  } catch (error) {
    if (!isProviderError(error) || error.kind !== "already_gone") throw error;
  }
}

/** Google leaves the refresh token out of a refresh: the one we have goes on. */
const fromTokenAnswer = (json: Wire): TokenAnswer => ({
  accessToken: json["access_token"],
  tokenType: json["token_type"],
  expiresInSeconds: json["expires_in"],
  refreshToken: json["refresh_token"],
  refreshTokenExpiresInSeconds: json["refresh_token_expires_in"],
  scope: json["scope"],
});
