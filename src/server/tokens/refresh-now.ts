import { isProviderError } from "@/core/errors/provider-error";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import { findCredential, type Where } from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";

import { getAccess, type Ask } from "./get-access";
import { toStandingError } from "./record-failure";

export type TokenResult = Where &
  (
    | { readonly outcome: "refreshed" | "still_good" }
    | { readonly outcome: "needs_reconnecting" | "failed"; readonly code: ProviderErrorKind | "unexpected" }
  );

/** Refreshes one grant if it is due, and says how it went instead of throwing: one that fails stops no other. */
export async function refreshNow(deps: Deps, { workspaceId, connectionId }: Where, ask: Ask): Promise<TokenResult> {
  const where = { workspaceId, connectionId };
  try {
    const before = await find(deps, where);
    const { generation } = await getAccess(deps, where, ask);
    if (before !== null && generation > before.generation) return { ...where, outcome: "refreshed" };
    const after = await find(deps, where);
    // The old token still does for some minutes, and yet the refresh has failed.
    if (after !== null && after.refreshFailures > (before?.refreshFailures ?? 0))
      return { ...where, outcome: "failed", code: toStandingError(after, { now: deps.now(), isJustTold: true }).kind };
    return { ...where, outcome: "still_good" };
  } catch (error) {
    if (isProviderError(error)) return { ...where, outcome: outcomeOf(error.kind), code: error.kind };
    deps.log.error("A token could not be refreshed", { connectionId: where.connectionId, err: error });
    return { ...where, outcome: "failed", code: "unexpected" };
  }
}

const find = (deps: Deps, where: Where) => deps.db.inWorkspace(where, (tx) => findCredential(tx, where));

const outcomeOf = (kind: ProviderErrorKind) =>
  kind === "grant_lost" || kind === "scope_missing" ? "needs_reconnecting" : "failed";
