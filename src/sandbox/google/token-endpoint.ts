import { formBody, type Call, type RawRequest } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import { json, type Reply } from "../kernel/reply";
import { tokenHash, type Signer } from "../kernel/signer";
import { verifierFits, type AccessToken, type OAuthClient } from "../kernel/vault";
import { findClient } from "../world/clients";
import { bearerOf } from "./auth";
import { fail, GOOGLE_ERRORS } from "./errors";
import { deathOf, issueAccess, issueRefresh } from "./tokens";

const PRIVATE = { "cache-control": "no-store" };

/** One path, two operations: faults can hit the refresh alone. */
export function tokenOperation(request: RawRequest): string {
  const grantType = new URLSearchParams(request.body.toString("utf8")).get("grant_type");
  return grantType === "refresh_token" ? "oauth.refresh" : "oauth.exchange";
}

/** POST /token: a code for tokens, or a refresh token for an access token. */
export function answerToken(ground: Ground, signer: Signer, call: Call): Reply {
  const form = formBody(call);
  const client = clientOf(ground, call, form);
  const grantType = form.get("grant_type");
  if (grantType === "authorization_code") return exchangeCode(ground, signer, { call, form, client });
  if (grantType === "refresh_token") return refreshToken(ground, signer, { call, form, client });
  return fail(grantType === null ? "invalid_request" : "unsupported_grant_type");
}

interface TokenCall {
  readonly call: Call;
  readonly form: URLSearchParams;
  readonly client: OAuthClient;
}

function exchangeCode(ground: Ground, signer: Signer, { call, form, client }: TokenCall): Reply {
  const code = ground.vault.codes.get(form.get("code") ?? "");
  const now = ground.clock.now();
  if (!code || code.clientId !== client.id || code.usedAt !== null || code.expiresAt <= now)
    return fail("invalid_grant_code");
  if (code.redirectUri !== form.get("redirect_uri")) return fail("redirect_uri_mismatch");
  if (!verifierFits(code, form.get("code_verifier"))) return fail("invalid_grant_code");
  code.usedAt = now;
  const grant = ground.vault.grant(
    { provider: "google", accountId: code.accountId, project: client.project },
    code.scopes,
  );
  const holder = { accountId: code.accountId, clientId: client.id, grant, scopes: code.scopes };
  const access = issueAccess(ground, holder);
  const refresh = code.offline ? { refresh_token: issueRefresh(ground, holder).value } : {};
  const life = ground.switches.google.testingMode && code.offline ? { refresh_token_expires_in: 604_799 } : {};
  return json(
    200,
    {
      ...tokenBody(ground, access),
      ...refresh,
      ...life,
      ...idToken(ground, signer, { call, access, nonce: code.nonce }),
    },
    PRIVATE,
  );
}

function refreshToken(ground: Ground, signer: Signer, { call, form, client }: TokenCall): Reply {
  const token = ground.vault.refresh.get(form.get("refresh_token") ?? "");
  if (!token || token.clientId !== client.id) return fail("invalid_grant_code");
  const death = deathOf(ground, token);
  if (death !== null) {
    token.dead = death;
    call.notes.reason = death;
    return GOOGLE_ERRORS.invalid_grant;
  }
  token.lastUsedAt = ground.clock.now();
  // No rotation: the refresh token stays and is not repeated (fact sheet 1.3).
  const { accountId, clientId, grant } = token;
  const access = issueAccess(ground, {
    accountId,
    clientId,
    grant,
    scopes: token.scopes.filter((scope) => grant.scopes.has(scope)),
  });
  return json(
    200,
    { ...tokenBody(ground, access), ...idToken(ground, signer, { call, access, nonce: null }) },
    PRIVATE,
  );
}

function tokenBody(ground: Ground, access: AccessToken): Record<string, unknown> {
  return {
    access_token: access.value,
    expires_in: ground.switches.google.accessTokenSeconds,
    // Order differs from what was asked, as Google's does.
    scope: access.scopes.toReversed().join(" "),
    token_type: "Bearer",
  };
}

function idToken(
  ground: Ground,
  signer: Signer,
  facts: { readonly call: Call; readonly access: AccessToken; readonly nonce: string | null },
): { id_token?: string } {
  const { access, call, nonce } = facts;
  const account = ground.world.accounts.get(access.accountId);
  if (!account || !access.scopes.includes("openid")) return {};
  const seconds = Math.floor(ground.clock.now() / 1_000);
  const claims = {
    iss: call.request.base,
    azp: access.clientId,
    aud: access.clientId,
    ...profileOf(ground, access),
    at_hash: tokenHash(access.value),
    iat: seconds,
    exp: seconds + 3_600,
    ...(nonce === null ? {} : { nonce }),
  };
  return { id_token: signer.sign(claims) };
}

/** What the sign-in scopes of this token say about the person. */
function profileOf(ground: Ground, access: AccessToken): Record<string, unknown> {
  const account = ground.world.accounts.get(access.accountId);
  if (!account) return fail("authError");
  const has = (scope: string): boolean => access.scopes.some((granted) => granted.endsWith(scope));
  const [given = "", ...family] = account.facts.name.split(" ");
  return {
    sub: account.id,
    ...(has("userinfo.email") ? { email: account.email, email_verified: true } : {}),
    ...(has("userinfo.profile")
      ? { name: account.facts.name, given_name: given, family_name: family.join(" "), locale: account.facts.locale }
      : {}),
  };
}

function clientOf(ground: Ground, call: Call, form: URLSearchParams): OAuthClient {
  const basic = call.request.headers.authorization;
  let id = form.get("client_id") ?? "";
  let secret = form.get("client_secret");
  if (basic?.startsWith("Basic ")) {
    const [name = "", ...rest] = Buffer.from(basic.slice(6), "base64").toString("utf8").split(":");
    id = decode(name);
    secret = decode(rest.join(":"));
  }
  const client = findClient(ground.vault, "google", id);
  if (!client) return fail("invalid_client_unknown");
  return client.secret === secret ? client : fail("invalid_client");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** POST /revoke: the token's whole grant ends, for every client of the project (fact sheet 1.4). */
export function revoke(ground: Ground, call: Call): Reply {
  const value = call.query.get("token") ?? formBody(call).get("token") ?? "";
  const token = ground.vault.refresh.get(value) ?? ground.vault.access.get(value);
  if (!token || token.grant.revokedAt !== null || ("dead" in token && token.dead !== null))
    return fail("invalid_token");
  ground.vault.revokeGrant(token.grant);
  return json(200, {});
}

export function tokenInfo(ground: Ground, call: Call): Reply {
  const value = call.query.get("access_token") ?? formBody(call).get("access_token") ?? bearerOf(call.request);
  const token = ground.vault.access.get(value ?? "");
  if (!token || !ground.vault.isLive(token)) return fail("invalid_token");
  const left = Math.floor((token.expiresAt - ground.clock.now()) / 1_000);
  return json(200, {
    azp: token.clientId,
    aud: token.clientId,
    scope: token.scopes.join(" "),
    exp: String(Math.floor(token.expiresAt / 1_000)),
    expires_in: String(left),
    access_type: "offline",
    ...profileOf(ground, token),
  });
}

export function userInfo(ground: Ground, call: Call): Reply {
  const token = ground.vault.access.get(bearerOf(call.request) ?? "");
  if (!token || !ground.vault.isLive(token)) return fail("authError");
  return json(200, profileOf(ground, token));
}
