/**
 * RES-3. How the connections of one provider fared in the last five minutes, each counted once: as failing when its last
 * finished operation failed as `opensBreaker` kinds do. One broken account is no outage, however often it is tried.
 */
export type ProviderCounts = { readonly tried: number; readonly failing: number };

export const troubleWindowMs = 5 * 60_000;

const enough = 3;
const beginShare = 0.2;
/** Lower than where it begins, so that it does not come and go. */
const endShare = 0.1;

/**
 * Since when the provider is in trouble; null when it is not. With fewer than three connections all of them have to
 * fail. Without a try there is no news: what was so stays so.
 */
export function findTrouble({ tried, failing }: ProviderCounts, since: Date | null, now: Date): Date | null {
  if (tried === 0) return since;
  const isMany = failing >= Math.min(enough, tried);
  const share = failing / tried;
  if (since === null) return isMany && share >= beginShare ? now : null;
  return failing > 0 && share >= endShare ? since : null;
}
