import type { Call } from "../../kernel/call";
import { json, type Reply } from "../../kernel/reply";
import type { MicrosoftRoutes, Office } from "../office";
import { decideAdminConsent, showAdminConsent } from "./admin-consent";
import { decideConsent, showConsent } from "./authorize";
import { SCOPE_TEXTS } from "./scopes";
import { refuseSignIn } from "./sign-in-errors";
import { answerToken } from "./token-endpoint";
import { findTenant, findTenantId, personalTenant } from "./tenants";

/** The identity platform: OAuth 2.0, OpenID Connect discovery, admin consent. */
export function signInRoutes(office: Office): MicrosoftRoutes {
  return {
    "GET /:tenant/oauth2/v2.0/authorize": ["oauth.authorize", (call) => showConsent(office, call)],
    "POST /:tenant/oauth2/v2.0/authorize/decision": ["oauth.decide", (call) => decideConsent(office, call)],
    "POST /:tenant/oauth2/v2.0/token": ["oauth.exchange", (call) => answerToken(office, call)],
    "GET /:tenant/v2.0/adminconsent": ["oauth.adminConsent", (call) => showAdminConsent(office, call)],
    "POST /:tenant/v2.0/adminconsent/decision": ["oauth.decideAdmin", (call) => decideAdminConsent(office, call)],
    "GET /:tenant/v2.0/.well-known/openid-configuration": ["oauth.discovery", (call) => discovery(office, call)],
    "GET /:tenant/discovery/v2.0/keys": ["oauth.certs", (call) => keys(office, call)],
  };
}

function keys(office: Office, call: Call): Reply {
  const { base } = call.request;
  const jwk = { ...office.signer.jwk(), issuer: `${base}/{tenantid}/v2.0` };
  return json(200, { keys: [jwk] });
}

function discovery(office: Office, call: Call): Reply {
  const tenant = call.params["tenant"] ?? "";
  if (!findTenant(office, tenant)) return refuseSignIn(office.ground, "AADSTS90002");
  const { base } = call.request;
  const authority = `${base}/${encodeURIComponent(tenant)}`;
  // Where several tenants share an authority the issuer is a pattern, as in life.
  const shared = tenant === "common" || tenant === "organizations";
  const issuerTenant = shared ? "{tenantid}" : (findTenantId(office, tenant) ?? personalTenant);
  return json(200, {
    issuer: `${base}/${issuerTenant}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    response_modes_supported: ["query", "fragment", "form_post"],
    response_types_supported: ["code"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: Object.keys(SCOPE_TEXTS).slice(0, 4),
    claims_supported: [
      "sub",
      "iss",
      "aud",
      "exp",
      "iat",
      "nonce",
      "preferred_username",
      "name",
      "tid",
      "ver",
      "at_hash",
      "email",
      "oid",
    ],
    request_uri_parameter_supported: false,
    tenant_region_scope: null,
    cloud_instance_name: "microsoftonline.com",
  });
}
