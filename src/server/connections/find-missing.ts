import { compareScopes, needsUnder, type ScopeFeature } from "@/core/tokens/scopes";
import { providerFacts } from "@/providers/catalog";

const features = ["list_calendars", "read_events", "write_events", "free_busy", "stay_connected"] as const;

type Granted = {
  readonly provider: string;
  readonly grantedScopes: readonly string[];
  readonly missingFeatures: readonly string[];
  readonly mayWrite: boolean;
};

/** What a connection cannot do: what its person did not allow, and what a refresh has lost since. */
export function findMissing({ provider, grantedScopes, missingFeatures, mayWrite }: Granted): readonly ScopeFeature[] {
  const facts = providerFacts.find(({ id }) => id === provider);
  const isKnown = facts !== undefined && grantedScopes.length > 0;
  const lost = isKnown
    ? compareScopes(needsUnder(facts.needs, { mayWrite }), grantedScopes, facts.spelling).missing
    : [];
  return features.filter((feature) => lost.includes(feature) || missingFeatures.includes(feature));
}

export const canReadEvents = (granted: Granted): boolean => !findMissing(granted).includes("read_events");
