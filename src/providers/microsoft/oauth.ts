import type { CallRules, Hidden } from "@/core/ports/provider-call";
import type { AuthorizeRequest, Callback, CodeExchange, OAuthPort, RemoteIdentity } from "@/core/ports/provider-oauth";
import type { TokenAnswer } from "@/core/tokens/token-answer";
import { readIdToken } from "../id-token";
import { readCallbackQuery } from "../oauth-callback";
import { textOf, type Wire } from "../wire-values";
import { toClaims } from "./oauth-claims";
import { facts } from "./facts";
import { callbackActions, readCallbackAction } from "./map-error-sign-in";
import type { MicrosoftWire } from "./wire";

/** There is no `revoke`: Microsoft has no way to end a grant from outside. */
export function createOAuth(wire: MicrosoftWire): OAuthPort {
  return {
    needs: facts.needs,
    spelling: facts.spelling,
    grantIdleMs: facts.grantIdleMs,
    grantLifeMs: null,
    authorizeUrl: (request) => authorizeUrl(wire, request),
    readCallback,
    acceptsIssuer: (issuer) => acceptsIssuer(wire, issuer, null),
    exchangeCode: (call, exchange) => exchangeCode(wire, call, exchange),
    refresh: (call, refreshToken, claims) => refresh(wire, call, { refreshToken, claims }),
  };
}

function authorizeUrl({ addresses, settings }: MicrosoftWire, request: AuthorizeRequest): string {
  const url = new URL(addresses.authorize);
  const parameters = {
    client_id: settings.clientId,
    redirect_uri: request.redirectUri,
    response_type: "code",
    response_mode: "query",
    scope: [...new Set([...facts.signInScopes, ...request.scopes])].join(" "),
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.codeChallenge,
    code_challenge_method: "S256",
    claims: toClaims(request.claims),
    ...(request.loginHint === null ? { prompt: "select_account" } : { login_hint: request.loginHint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** An error of the consent page says in its sentence what only an administrator, or a rule of the company, allows. */
function readCallback(query: URLSearchParams): Callback {
  const callback = readCallbackQuery(query, callbackActions);
  if (callback.kind !== "refused") return callback;
  return { ...callback, action: readCallbackAction(query.get("error_description") ?? "") ?? callback.action };
}

const guid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

/** The issuer is a pattern: each company has its own. A token also names its company apart, and both have to agree. */
function acceptsIssuer({ addresses, settings }: MicrosoftWire, issuer: string, tenant: unknown): boolean {
  const [before = "", after = ""] = addresses.issuer.split("{tenantid}");
  if (!issuer.startsWith(before) || !issuer.endsWith(after)) return false;
  const named = issuer.slice(before.length, issuer.length - after.length);
  const isOnly = new RegExp(`^${guid}$`);
  if (!isOnly.test(named) || (tenant !== null && tenant !== named)) return false;
  const own = settings.tenantId ?? "";
  return !isOnly.test(own) || own.toLowerCase() === named.toLowerCase();
}

const clientOf = ({ settings }: MicrosoftWire) => ({
  client_id: settings.clientId,
  client_secret: settings.clientSecret.reveal(),
});

async function exchangeCode(
  wire: MicrosoftWire,
  call: CallRules,
  { code, codeVerifier, redirectUri, nonce }: CodeExchange,
): Promise<{ answer: TokenAnswer; identity: RemoteIdentity }> {
  const json = await wire.postForm(call, "exchangeCode", {
    ...clientOf(wire),
    grant_type: "authorization_code",
    code: code.reveal(),
    code_verifier: codeVerifier.reveal(),
    redirect_uri: redirectUri,
    claims: toClaims(null),
  });
  const claims = readIdToken(json["id_token"], {
    provider: facts.id,
    clientId: wire.settings.clientId,
    nonce,
    now: wire.now(),
    acceptsIssuer: (issuer, { tid }) => acceptsIssuer(wire, issuer, tid ?? ""),
  });
  const email = textOf(claims["email"]) ?? textOf(claims["preferred_username"]);
  const identity = { issuer: claims.iss, subject: claims.sub, email, name: textOf(claims["name"]) };
  return { answer: fromTokenAnswer(json), identity };
}

async function refresh(
  wire: MicrosoftWire,
  call: CallRules,
  { refreshToken, claims }: { readonly refreshToken: Hidden; readonly claims: string | null },
): Promise<TokenAnswer> {
  const form = {
    ...clientOf(wire),
    grant_type: "refresh_token",
    refresh_token: refreshToken.reveal(),
    claims: toClaims(claims),
  };
  return fromTokenAnswer(await wire.postForm(call, "refresh", form));
}

/** Each refresh brings a new refresh token, and the new one has to be kept. */
const fromTokenAnswer = (json: Wire): TokenAnswer => ({
  accessToken: json["access_token"],
  tokenType: json["token_type"],
  expiresInSeconds: json["expires_in"],
  refreshToken: json["refresh_token"],
  refreshTokenExpiresInSeconds: json["refresh_token_expires_in"],
  scope: json["scope"],
});
