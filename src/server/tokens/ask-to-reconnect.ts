import type { HumanAction, ProviderError } from "@/core/errors/provider-error";
import { factsOf } from "@/core/errors/kinds";
import { hourMs } from "@/core/time/wall-time";
import type { Tx } from "@/server/db/open-database";
import { markLost, unscheduleSyncs } from "@/server/db/tokens/auth-status";
import type { Where } from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";
import { recordConnectionHealth } from "@/server/health/record-health";

import { lockAll, planRefresh } from "./store-grant";
import { recordTokenAudit } from "./token-audit";

export type Loss = { readonly error: Pick<ProviderError, "kind" | "facts">; readonly action: HumanAction };

/** A grant that was called lost may come back without the person, when an administrator lifts a block. */
export const probeLostAfterMs = 6 * hourMs;

/**
 * TOK-7. From here on only the person can help: said on the connection and its calendars, in the audit log, and nothing
 * of it is read any more. All in the caller's transaction. False when it was said already.
 */
export async function askToReconnect(
  tx: Tx,
  deps: Deps,
  ...[where, { error, action }]: [where: Where, loss: Loss]
): Promise<boolean> {
  const now = deps.now();
  await lockAll(tx, where);
  const { reason, requestId = null } = error.facts;
  const isNews = await markLost(tx, where, {
    code: error.kind,
    category: factsOf(error.kind).category,
    at: now.toISOString(),
    requestId,
    action,
    ...(reason === undefined ? {} : { reason }),
  });
  if (!isNews) return false;
  await unscheduleSyncs(tx, where);
  await planRefresh(tx, where, new Date(now.getTime() + probeLostAfterMs));
  await recordTokenAudit(tx, { where, action: "connection.access_lost", now, detail: { code: error.kind, action } });
  await recordConnectionHealth(tx, deps, where);
  return true;
}
