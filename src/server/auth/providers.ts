import type { OAuthConfig } from "next-auth/providers/oauth";

import { Secret } from "@/lib/secret";
import type { Deps } from "@/server/deps";

import type { Claims } from "./claims";
import { findSandboxEndpoints } from "./sandbox-endpoints";

export type SignInProvider = {
  readonly id: "google" | "microsoft";
  readonly name: string;
  readonly discovery: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** The operator chose one tenant, and with it trusts the addresses its admin hands out. */
  readonly trustsTenant: boolean;
};

const sandboxClient = { clientId: "sandbox-client", clientSecret: new Secret("sandbox-secret") };
/** In the demo the sandbox's company signs in; its authority for all companies uses an issuer pattern that only Microsoft's own hosts may use. */
const sandboxTenant = "meridian.example";
const openTenants = new Set(["common", "organizations", "consumers"]);

function microsoft(
  authority: string,
  tenantId: string,
): Pick<SignInProvider, "id" | "name" | "discovery" | "trustsTenant"> {
  return {
    id: "microsoft",
    name: "Microsoft",
    discovery: `${authority}/${tenantId}/v2.0/.well-known/openid-configuration`,
    trustsTenant: !openTenants.has(tenantId),
  };
}

/** What people can sign in with here: the real providers where they are configured, the sandbox where it runs. */
export async function listProviders(deps: Deps): Promise<SignInProvider[]> {
  const { env } = deps;
  const sandbox = await findSandboxEndpoints(deps);
  if (sandbox !== null) {
    return [
      { id: "google", name: "Google", discovery: sandbox.google.discovery, trustsTenant: false, ...sandboxClient },
      { ...microsoft(sandbox.microsoft.graphOrigin, sandboxTenant), ...sandboxClient },
    ];
  }
  const { google, outlook } = env;
  return [
    ...(google === null
      ? []
      : [
          {
            id: "google" as const,
            name: "Google",
            discovery: "https://accounts.google.com/.well-known/openid-configuration",
            trustsTenant: false,
            clientId: google.clientId,
            clientSecret: google.clientSecret,
          },
        ]),
    ...(outlook === null
      ? []
      : [
          {
            ...microsoft("https://login.microsoftonline.com", outlook.tenantId),
            clientId: outlook.clientId,
            clientSecret: outlook.clientSecret,
          },
        ]),
  ];
}

/**
 * Signing in asks for who somebody is and for nothing else: connecting a calendar is another consent with scopes of its
 * own. PKCE, state and nonce all three, each bound to the provider the sign-in began with.
 */
export function toOAuthConfig({ id, name, discovery, clientId, clientSecret }: SignInProvider): OAuthConfig<Claims> {
  return {
    id,
    name,
    type: "oauth",
    wellKnown: discovery,
    clientId,
    clientSecret: clientSecret.reveal(),
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile", prompt: "select_account" } },
    client: { token_endpoint_auth_method: "client_secret_post" },
    httpOptions: { timeout: 10_000 },
    profile: (claims) => ({ id: claims.sub, name: claims.name ?? null, email: claims.email ?? null }),
  };
}
