import type { ProviderAbilities, ProviderLimits } from "@/core/ports/calendar-provider";
import type { FreeBusyPort } from "@/core/ports/free-busy";
import type { PushPort } from "@/core/ports/provider-push";
import type { ScopeNeed, ScopeSpelling } from "@/core/tokens/scopes";

/** What is known of a provider before anything is configured: the adapter goes by it, and docs/providers.md shows it. */
export type ProviderFacts = {
  readonly id: string;
  readonly party: string;
  readonly product: string;
  readonly limits: ProviderLimits;
  readonly abilities: ProviderAbilities;
  readonly needs: readonly ScopeNeed[];
  readonly spelling: ScopeSpelling;
  readonly signInScopes: readonly string[];
  readonly signInBecause: string;
  readonly grantIdleMs: number | null;
  readonly push: Pick<PushPort, "longestChannelMs" | "covers" | "mayOverlap"> & { readonly canExtend: boolean };
  readonly freeBusy: Pick<FreeBusyPort, "by" | "mostCalendars" | "longestWindowMs">;
  readonly canRevoke: boolean;
  /** Where an operator registers the application, and what the id of one looks like, so that a mix-up is seen. */
  readonly registration: { readonly at: string; readonly clientId: RegExp; readonly looksLike: string };
  /** What a person who compares both sides should know. */
  readonly notes: readonly string[];
};
