import type { Ground } from "../kernel/ground";
import { json } from "../kernel/reply";
import { Signer } from "../kernel/signer";
import { decideConsent, showConsent } from "./authorize";
import { SCOPE_TEXTS } from "./scopes";
import { answerToken, revoke, tokenInfo, userInfo } from "./token-endpoint";
import type { GoogleRoutes } from "./provider";

/** OAuth 2.0 and as much OpenID Connect as sign-in libraries ask for. */
export function oauthRoutes(ground: Ground): GoogleRoutes {
  const signer = new Signer();
  return {
    "GET /o/oauth2/v2/auth": ["oauth.authorize", (call) => showConsent(ground, call)],
    "POST /o/oauth2/v2/auth/decision": ["oauth.decide", (call) => decideConsent(ground, call)],
    "POST /token": ["oauth.exchange", (call) => answerToken(ground, signer, call)],
    "POST /revoke": ["oauth.revoke", (call) => revoke(ground, call)],
    "GET /tokeninfo": ["oauth.tokeninfo", (call) => tokenInfo(ground, call)],
    "POST /tokeninfo": ["oauth.tokeninfo", (call) => tokenInfo(ground, call)],
    "GET /oauth2/v3/userinfo": ["oauth.userinfo", (call) => userInfo(ground, call)],
    "POST /oauth2/v3/userinfo": ["oauth.userinfo", (call) => userInfo(ground, call)],
    "GET /v1/userinfo": ["oauth.userinfo", (call) => userInfo(ground, call)],
    "GET /oauth2/v3/certs": ["oauth.certs", () => json(200, { keys: [signer.jwk()] })],
    "GET /.well-known/openid-configuration": ["oauth.discovery", (call) => json(200, discovery(call.request.base))],
  };
}

function discovery(base: string): Record<string, unknown> {
  return {
    issuer: base,
    authorization_endpoint: `${base}/o/oauth2/v2/auth`,
    token_endpoint: `${base}/token`,
    userinfo_endpoint: `${base}/oauth2/v3/userinfo`,
    revocation_endpoint: `${base}/revoke`,
    jwks_uri: `${base}/oauth2/v3/certs`,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: Object.keys(SCOPE_TEXTS),
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    claims_supported: [
      "aud",
      "email",
      "email_verified",
      "exp",
      "family_name",
      "given_name",
      "iat",
      "iss",
      "locale",
      "name",
      "sub",
    ],
    code_challenge_methods_supported: ["plain", "S256"],
    grant_types_supported: ["authorization_code", "refresh_token"],
  };
}
