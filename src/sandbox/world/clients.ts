import type { ProviderId } from "../kernel/provider";
import type { OAuthClient, Vault } from "../kernel/vault";

/** The application every sandbox knows: public values, good for nothing outside of it. */
export const SANDBOX_CLIENT = { id: "sandbox-client", secret: "sandbox-secret" } as const;

export function registerClients(vault: Vault): void {
  for (const provider of ["google", "microsoft"] as const) addClient(vault, provider, {});
}

export function addClient(
  vault: Vault,
  provider: ProviderId,
  facts: Partial<Omit<OAuthClient, "provider">>,
): OAuthClient {
  const client: OAuthClient = {
    id: SANDBOX_CLIENT.id,
    secret: SANDBOX_CLIENT.secret,
    project: "sandbox-project",
    name: "Daykeeper",
    redirectUris: [],
    anyLoopback: facts.redirectUris === undefined,
    extra: {},
    ...facts,
    provider,
  };
  vault.clients.set(`${provider}/${client.id}`, client);
  return client;
}

export function findClient(vault: Vault, provider: ProviderId, id: string): OAuthClient | undefined {
  return vault.clients.get(`${provider}/${id}`);
}
