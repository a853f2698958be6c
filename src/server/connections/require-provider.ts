import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { OAuthPort } from "@/core/ports/provider-oauth";
import { providerFacts } from "@/providers/catalog";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { withResilience } from "@/server/resilience/with-resilience";

export type Place = { readonly workspaceId: string; readonly connectionId: string | null };
export type ConsentProvider = CalendarProvider & { readonly oauth: OAuthPort };

/** A provider whose accounts are connected through its consent page. One we never heard of is no address of ours. */
export async function requireConsentProvider(deps: Deps, id: string, place: Place): Promise<ConsentProvider> {
  if (!providerFacts.some((facts) => facts.id === id)) throw new Problem("not_found");
  const provider = (await deps.providers()).get(id);
  if (provider?.oauth === undefined) throw new Problem("provider_not_set_up");
  const made = withResilience(deps, provider, { ...place, priority: 2 });
  if (made.oauth === undefined) throw new Problem("provider_not_set_up");
  return { ...made, oauth: made.oauth };
}

/** Null while it is not configured, or its stand-in does not answer. */
export async function findProvider(deps: Deps, id: string, place: Place): Promise<CalendarProvider | null> {
  const provider = (await deps.providers()).get(id);
  return provider === undefined ? null : withResilience(deps, provider, place);
}
