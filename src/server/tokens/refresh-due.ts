import { refreshMarginMs } from "@/core/tokens/token-lifecycle";
import { dayMs } from "@/core/time/wall-time";
import { findCredential, type CredentialRow, type Where } from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";

import { isProviderError } from "@/core/errors/provider-error";
import { getAccess } from "./get-access";
import { planNextRefresh } from "./store-grant";

/** So long somebody may still find that a lost grant came back by itself. */
const probeForMs = 14 * dayMs;

type Work = { readonly workspaceId: string; readonly payload: { readonly connectionId: string } };

/**
 * TOK-2. The handler of connection.refresh_token. Whatever comes of it stands in the grant's own row with the moment of
 * the next try, so this never fails because of the provider.
 */
export async function refreshDueToken(deps: Deps, { workspaceId, payload }: Work, signal: AbortSignal): Promise<void> {
  const where = { workspaceId, connectionId: payload.connectionId };
  const row = await find(deps, where);
  if (row === null || isOver(row, deps.now())) return;
  try {
    await getAccess(deps, where, {
      signal,
      goodUntil: goodUntil(row, deps),
      isInsisting: row.connection.authStatus === "needs_reauth",
    });
  } catch (error) {
    if (!isProviderError(error) || error.kind === "aborted") throw error;
    deps.log.debug("A due token was not refreshed", { connectionId: where.connectionId, code: error.kind });
  }
  await deps.db.inWorkspace(where, async (tx) => {
    const after = await findCredential(tx, where);
    if (after !== null) await planNextRefresh(tx, deps, { where, row: after });
  });
}

/**
 * A refresh that failed is due again also where the old token would still do: it may be one that the provider refuses, and
 * a second opinion that nobody asks for stays due for ever.
 */
function goodUntil({ retryAt, accessExpiresAt }: CredentialRow, { now, env }: Deps): Date {
  const usual = new Date(now().getTime() + refreshMarginMs + env.tokenSweepMs);
  return retryAt !== null && accessExpiresAt !== null && accessExpiresAt > usual ? accessExpiresAt : usual;
}

/**
 * Only what the token endpoint itself called lost can be found there again: a token that is refused although it is fresh
 * would be renewed, and refused, for ever.
 */
const isOver = ({ connection, lostSince }: CredentialRow, now: Date) =>
  connection.authStatus === "needs_reauth" && (lostSince === null || now.getTime() - lostSince.getTime() > probeForMs);

const find = (deps: Deps, where: Where) => deps.db.inWorkspace(where, (tx) => findCredential(tx, where));
