import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { Surroundings } from "./exchange";
import { facts as googleFacts } from "./google/facts";
import { createGoogle } from "./google/provider";
import type { GoogleSettings } from "./google/wire";
import { facts as microsoftFacts } from "./microsoft/facts";
import { createMicrosoft } from "./microsoft/provider";
import type { MicrosoftSettings } from "./microsoft/wire";
import type { ProviderFacts } from "./provider-facts";
import { createTransport } from "./transport";

/** What each provider has to be told. A line here and one below: nothing else names a provider. */
export type ProviderSettings = {
  readonly google: GoogleSettings;
  readonly outlook: MicrosoftSettings;
};

type Entry<Settings> = {
  readonly facts: ProviderFacts;
  readonly create: (settings: Settings, surroundings: Surroundings) => CalendarProvider;
};

const catalog: { readonly [Id in keyof ProviderSettings]: Entry<ProviderSettings[Id]> } = {
  google: { facts: googleFacts, create: createGoogle },
  outlook: { facts: microsoftFacts, create: createMicrosoft },
};

const ids = Object.keys(catalog) as (keyof ProviderSettings)[];

/** What is known of each provider, configured or not. */
export const providerFacts: readonly ProviderFacts[] = ids.map((id) => catalog[id].facts);

export type { ProviderFacts };

/** Connections of its own, kept open for as long as the process lives. */
export const openSurroundings = (now: () => Date): Surroundings => ({ now, transport: createTransport() });

/** The providers that are configured, by their id as on the wire and in rows. */
export function createProviders(
  settings: Partial<ProviderSettings>,
  surroundings: Surroundings,
): ReadonlyMap<string, CalendarProvider> {
  return new Map(ids.flatMap((id) => createOne(id, settings, surroundings)));
}

function createOne<Id extends keyof ProviderSettings>(
  id: Id,
  settings: Partial<ProviderSettings>,
  surroundings: Surroundings,
): [string, CalendarProvider][] {
  const own = settings[id];
  return own === undefined ? [] : [[id, catalog[id].create(own, surroundings)]];
}

type Addresses = { readonly [Id in keyof ProviderSettings]: NonNullable<ProviderSettings[Id]["addresses"]> };

/** Where a stand-in for the providers says that it listens, by its names for them. */
export function readAddresses(endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>): Addresses {
  const at = (provider: string, name: string): string => {
    const address = endpoints[provider]?.[name];
    if (address === undefined) throw new Error(`No address ${provider}.${name} among the endpoints.`);
    return address;
  };
  const google = (name: string) => at("google", name);
  const microsoft = (name: string) => at("microsoft", name);
  return {
    google: {
      rootUrl: google("rootUrl"),
      authorize: google("authorize"),
      token: google("token"),
      revoke: google("revoke"),
      issuer: google("issuer"),
    },
    outlook: {
      graphOrigin: microsoft("graphOrigin"),
      authorize: microsoft("authorize"),
      token: microsoft("token"),
      issuer: microsoft("issuer"),
    },
  };
}
