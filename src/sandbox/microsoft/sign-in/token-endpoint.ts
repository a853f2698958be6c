import { formBody, type Call } from "../../kernel/call";
import { json, type Reply } from "../../kernel/reply";
import { verifierFits, type AuthCode, type OAuthClient, type RefreshToken } from "../../kernel/vault";
import type { Account } from "../../world/account";
import { findClient } from "../../world/clients";
import type { Office } from "../office";
import { readClaims, type AskedClaims } from "./claims";
import { isOpenIdScope, readScopes } from "./scopes";
import { refuseSignIn, type SignInProblemName } from "./sign-in-errors";
import { findTenant } from "./tenants";
import { mintAccess, mintRefresh, signIdToken, tokenAnswer, type Holder } from "./token-mint";

/** Of a strict chain: its successor was given out, so whoever shows it again has a copy. */
const spent = "spent";

interface TokenRequest {
  readonly form: URLSearchParams;
  readonly client: OAuthClient;
  readonly tenant: string;
  readonly base: string;
  readonly claims: AskedClaims;
}

/** POST of the token endpoint: a code or a refresh token against new tokens. */
export function answerToken(office: Office, call: Call): Reply {
  const refuse = (name: SignInProblemName): never => refuseSignIn(office.ground, name);
  const tenant = call.params["tenant"] ?? "";
  if (!findTenant(office, tenant)) refuse("AADSTS90002");
  const form = formBody(call);
  const claims = readClaims(form.get("claims"));
  if (claims === null) return refuse("AADSTS9002313");
  const request = { form, client: authenticate(office, call, form), tenant, base: call.request.base, claims };
  switch (form.get("grant_type")) {
    case "authorization_code":
      return redeemCode(office, request);
    case "refresh_token":
      return refresh(office, request);
    case null:
      return refuse("AADSTS900144");
    default:
      return refuse("AADSTS70003");
  }
}

function authenticate(office: Office, call: Call, form: URLSearchParams): OAuthClient {
  const refuse = (name: SignInProblemName): never => refuseSignIn(office.ground, name);
  const basic = /^basic (.+)$/i.exec(call.request.headers["authorization"] ?? "");
  const [basicId, basicSecret] = basic ? decodeBasic(basic[1] ?? "") : [null, null];
  const id = form.get("client_id") ?? basicId;
  if (id === null) return refuse("AADSTS900144");
  const client = findClient(office.ground.vault, "microsoft", id);
  if (!client) return refuse("AADSTS700016");
  const problem = problemWithClient(client, form.get("client_secret") ?? basicSecret);
  return problem ? refuse(problem) : client;
}

function problemWithClient(client: OAuthClient, secret: string | null): SignInProblemName | null {
  if (client.extra["disabled"] === true) return "AADSTS7000112";
  if (client.extra["type"] === "spa") return null;
  if (secret === null) return "AADSTS7000218";
  if (secret !== client.secret) return "AADSTS7000215";
  return client.extra["secretExpired"] === true ? "AADSTS7000222" : null;
}

function decodeBasic(value: string): [string, string] {
  const text = Buffer.from(value, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const decode = (part: string): string => new URLSearchParams(`v=${part}`).get("v") ?? "";
  return [decode(text.slice(0, colon)), decode(text.slice(colon + 1))];
}

function redeemCode(office: Office, request: TokenRequest): Reply {
  const { vault, clock } = office.ground;
  const code = vault.codes.get(request.form.get("code") ?? "");
  if (code?.clientId !== request.client.id) return refuseSignIn(office.ground, "AADSTS9002313");
  const account = office.ground.world.accounts.get(code.accountId);
  if (!account) return refuseSignIn(office.ground, "AADSTS50034");
  const problem = problemWithCode(office, request, { code, account });
  if (problem) return refuseSignIn(office.ground, problem);
  code.usedAt = clock.now();
  const grant = vault.grant(
    { provider: "microsoft", accountId: account.id, project: request.client.project },
    code.scopes,
  );
  const holder: Holder = {
    account,
    clientId: request.client.id,
    grant,
    scopes: narrowed(office, request, code.scopes),
    capable: code.extra["capable"] === true || request.claims.capable,
    claimsMet: code.extra["claimsMet"] === true,
  };
  const refreshToken = code.offline ? mintRefresh(office, { ...holder, scopes: code.scopes }, null) : null;
  return issue(office, request, { holder, refresh: refreshToken, nonce: code.nonce });
}

function problemWithCode(
  office: Office,
  request: TokenRequest,
  given: { code: AuthCode; account: Account },
): SignInProblemName | null {
  const { code, account } = given;
  if (code.usedAt !== null) return "AADSTS54005";
  if (code.expiresAt <= office.ground.clock.now()) return "AADSTS70008";
  if (findTenant(office, request.tenant)?.(account) !== true) return "AADSTS700005";
  if (code.redirectUri !== (request.form.get("redirect_uri") ?? "")) return "AADSTS50011";
  return verifierFits(code, request.form.get("code_verifier")) ? null : "AADSTS501481";
}

function issue(
  office: Office,
  request: TokenRequest,
  made: { holder: Holder; refresh: RefreshToken | null; nonce: string | null },
): Reply {
  const access = mintAccess(office, made.holder);
  const idToken = made.holder.scopes.includes("openid")
    ? signIdToken(office, made.holder, { base: request.base, nonce: made.nonce, access })
    : null;
  const answer = tokenAnswer(office, made.holder, { access, refresh: made.refresh, idToken });
  return json(200, answer, { "cache-control": "no-store, no-cache", pragma: "no-cache" });
}

/** A token call may name fewer scopes than were consented, never others. */
function narrowed(office: Office, request: TokenRequest, granted: readonly string[]): readonly string[] {
  const asked = request.form.get("scope");
  if (asked === null || asked === "") return granted;
  const scopes = readScopes(asked);
  if (scopes === null) return refuseSignIn(office.ground, "AADSTS70011");
  if (scopes.some((scope) => !isOpenIdScope(scope) && !granted.includes(scope)))
    return refuseSignIn(office.ground, "AADSTS65001");
  return scopes.filter((scope) => granted.includes(scope));
}

function refresh(office: Office, request: TokenRequest): Reply {
  const { vault, clock, world } = office.ground;
  const token = vault.refresh.get(request.form.get("refresh_token") ?? "");
  if (token?.clientId !== request.client.id) return refuseSignIn(office.ground, "AADSTS9002313");
  const account = world.accounts.get(token.accountId);
  if (!account) return refuseSignIn(office.ground, "AADSTS50034");
  const problem = problemWithRefresh(office, request, { token, account });
  if (problem) return refuseSignIn(office.ground, problem);
  const holder: Holder = {
    account,
    clientId: request.client.id,
    grant: token.grant,
    scopes: narrowed(office, request, stillGranted(token)),
    capable: request.claims.capable,
    claimsMet: request.claims.conditions,
  };
  token.lastUsedAt = clock.now();
  const successor = office.switches.rotation === "none" ? null : mintRefresh(office, holder, token);
  if (office.switches.rotation === "strict") token.dead = spent;
  return issue(office, request, { holder, refresh: successor, nonce: null });
}

/** Scopes may have been taken from the grant since the token was made. */
function stillGranted(token: RefreshToken): string[] {
  return token.scopes.filter((scope) => isOpenIdScope(scope) || token.grant.scopes.has(scope));
}

function problemWithRefresh(
  office: Office,
  request: TokenRequest,
  given: { token: RefreshToken; account: Account },
): SignInProblemName | null {
  const { token, account } = given;
  if (account.extra["disabled"] === true) return "AADSTS50057";
  if (findTenant(office, request.tenant)?.(account) !== true) return "AADSTS50020";
  const death = deathOf(office, token);
  if (death) return death;
  if (request.claims.conditions && office.switches.claimsNeedInteraction) return "AADSTS50076";
  const lostEverything = stillGranted(token).every(isOpenIdScope) && !token.scopes.every(isOpenIdScope);
  return lostEverything ? "AADSTS65001" : null;
}

/** Why a refresh token no longer works; using a spent one of a strict chain ends the whole chain. */
function deathOf(office: Office, token: RefreshToken): SignInProblemName | null {
  const { vault, clock } = office.ground;
  if (token.grant.revokedAt !== null) return "AADSTS50173";
  if (token.dead === spent) {
    for (const other of vault.refresh.values())
      if (other.family === token.family) other.dead = "family revoked after reuse";
    return "AADSTS70008";
  }
  if (token.dead !== null) return "AADSTS50173";
  if (token.expiresAt !== null && token.expiresAt <= clock.now()) {
    return vault.clients.get(`microsoft/${token.clientId}`)?.extra["type"] === "spa" ? "AADSTS700084" : "AADSTS700082";
  }
  return null;
}
