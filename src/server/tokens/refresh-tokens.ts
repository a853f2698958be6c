import { explain } from "@/core/errors/explain";
import { refreshMarginMs } from "@/core/tokens/token-lifecycle";
import type { ProviderFacts } from "@/providers/catalog";
import { listTokens, type TokenRow } from "@/server/db/tokens/token-lists";
import { getDeps } from "@/server/deps";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import { requireProviderFacts } from "./check-tokens";
import type { TokenResult } from "./refresh-now";
import type { TokenRefreshesShape } from "./shapes";
import { refreshMany } from "./sweep";

/** Somebody waits: a provider that takes longer is answered for by what is stored. */
const patienceMs = 45_000;

/**
 * TOK-5. Refreshes a person's tokens that end soon, and tries once more those that were given up: a block that an
 * administrator has lifted is found at once.
 */
export async function refreshTokens(caller: Caller, providerId: string): Promise<TokenRefreshesShape> {
  const here = requireHere(requireSelf(caller), { role: "member" });
  const facts = requireProviderFacts(providerId);
  const deps = getDeps();
  const list = () => deps.db.inWorkspace(here, (tx) => listTokens(tx, { ...here, provider: facts.id }));
  const all = (await list()).map(({ connectionId }) => ({ workspaceId: here.workspaceId, connectionId }));
  const results = await refreshMany(deps, all, {
    signal: AbortSignal.timeout(patienceMs),
    concurrency: 4,
    goodUntil: new Date(deps.now().getTime() + refreshMarginMs + deps.env.tokenSweepMs),
    isInsisting: true,
  });
  const byId = new Map(results.map((result) => [result.connectionId, result]));
  return toShape(facts, await list(), byId);
}

function toShape(
  facts: ProviderFacts,
  rows: readonly TokenRow[],
  byId: ReadonlyMap<string, TokenResult>,
): TokenRefreshesShape {
  const results = rows.flatMap((row) => {
    const result = byId.get(row.connectionId);
    return result === undefined ? [] : [toResult(facts, row, result)];
  });
  const count = (outcome: TokenResult["outcome"]) => results.filter((each) => each.outcome === outcome).length;
  return {
    provider: facts.id,
    product: facts.product,
    counts: {
      refreshed: count("refreshed"),
      stillGood: count("still_good"),
      needsReconnecting: count("needs_reconnecting"),
      failed: count("failed"),
    },
    results,
  };
}

const toResult = (
  facts: ProviderFacts,
  row: TokenRow,
  result: TokenResult,
): TokenRefreshesShape["results"][number] => ({
  connectionId: row.connectionId,
  accountEmail: row.accountEmail,
  outcome: result.outcome,
  code: "code" in result ? result.code : null,
  message: toMessage(facts, result),
  accessExpiresAt: row.credential?.accessExpiresAt?.toISOString() ?? null,
});

function toMessage(facts: ProviderFacts, result: TokenResult): string {
  if (result.outcome === "refreshed") return "Renewed.";
  if (result.outcome === "still_good") return "It is still good and renews itself.";
  if (!("code" in result) || result.code === "unexpected") return "That is our fault. It is recorded; we try again.";
  return explain(result.code, facts).person;
}
