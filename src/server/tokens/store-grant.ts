import type { StoredGrant } from "@/core/tokens/token-answer";
import { refreshDueAt } from "@/core/tokens/token-lifecycle";
import { minuteMs } from "@/core/time/wall-time";
import type { Tx } from "@/server/db/open-database";
import {
  listCalendarIds,
  markRegained,
  setConnectionError,
  type ConnectionError,
} from "@/server/db/tokens/auth-status";
import { lockCalendarsOf, lockConnection } from "@/server/db/health/statuses";
import { writeNewGrant, writeRefreshedGrant, type CredentialRow, type Where } from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";
import { recordConnectionHealth } from "@/server/health/record-health";
import { requestSync } from "@/server/sync/request-sync";
import { enqueueWork } from "@/server/work/enqueue";

import { sealGrant } from "./sealed-grant";
import { recordTokenAudit } from "./token-audit";

/**
 * A grant that the person gave just now. Stored with its first refresh already planned, in the caller's transaction. The
 * caller tells the health of the calendars and asks for their sync, since it knows which there are now.
 */
export async function storeGrant(
  tx: Tx,
  deps: Deps,
  ...[where, grant]: [where: Where, grant: StoredGrant]
): Promise<void> {
  await writeNewGrant(tx, where, sealGrant(deps, where, grant));
  await markRegained(tx, where, grant.scopes);
  await setConnectionError(tx, where, null);
  await planRefresh(tx, where, dueAt(deps, grant.accessExpiresAt));
}

export type Refreshed = {
  readonly where: Where;
  readonly grant: StoredGrant;
  /** The row that it was refreshed from. */
  readonly from: CredentialRow;
  /** What the person no longer allows, or null. */
  readonly complaint: ConnectionError | null;
};

/**
 * TOK-3, TOK-7. A refreshed grant, the rotated refresh token with it; whatever was wrong is over in the same transaction.
 * False when a newer grant is there.
 */
export async function storeRefreshed(
  tx: Tx,
  deps: Deps,
  { where, grant, from, complaint }: Refreshed,
): Promise<boolean> {
  const { authStatus, hasError, grantedScopes } = from.connection;
  const isOrdinary =
    authStatus === "active" && !hasError && complaint === null && grantedScopes.join() === grant.scopes.join();
  if (!isOrdinary) await lockAll(tx, where);
  const isStored = await writeRefreshedGrant(tx, where, { ...sealGrant(deps, where, grant), from: from.generation });
  if (!isStored) return false;
  await planRefresh(tx, where, dueAt(deps, grant.accessExpiresAt));
  if (isOrdinary) return true;
  const isRegained = await markRegained(tx, where, grant.scopes);
  await setConnectionError(tx, where, complaint);
  if (isRegained) await resume(tx, deps, where);
  return true;
}

/** Calendars, then their connection, then its grant: in one order everywhere, so that no two wait for each other. */
export async function lockAll(tx: Tx, { workspaceId, connectionId }: Where): Promise<void> {
  const of = { workspaceId, id: connectionId };
  await lockCalendarsOf(tx, of);
  await lockConnection(tx, of);
}

/** It came back by itself: an administrator has lifted a block, or the provider was wrong twice. */
async function resume(tx: Tx, deps: Deps, where: Where): Promise<void> {
  const { workspaceId } = where;
  const now = deps.now();
  await recordTokenAudit(tx, { where, action: "connection.access_regained", now });
  const calendarIds = await listCalendarIds(tx, where);
  await requestSync(tx, { workspaceId, calendarIds, trigger: "reconnect", priority: 1, now });
  await recordConnectionHealth(tx, deps, where);
}

/** What may live shorter than we look ahead is not refreshed without end. */
const leastPauseMs = minuteMs;

const earliest = ({ now }: Deps) => new Date(now().getTime() + leastPauseMs);

function dueAt(deps: Deps, accessExpiresAt: Date): Date {
  const due = refreshDueAt(accessExpiresAt, deps.env.tokenSweepMs);
  return due > earliest(deps) ? due : earliest(deps);
}

/** When the background looks at it again, whatever happened last. */
export async function planNextRefresh(
  tx: Tx,
  deps: Deps,
  { where, row }: { readonly where: Where; readonly row: CredentialRow },
): Promise<void> {
  const { retryAt, accessExpiresAt } = row;
  // What is due and was not done, as when somebody else is at it, is not due again at once.
  if (retryAt !== null) return planRefresh(tx, where, retryAt > deps.now() ? retryAt : earliest(deps));
  if (accessExpiresAt !== null && row.refreshToken !== null) await planRefresh(tx, where, dueAt(deps, accessExpiresAt));
}

export const planRefresh = (tx: Tx, { workspaceId, connectionId }: Where, dueAt: Date) =>
  enqueueWork(tx, "connection.refresh_token", { connectionId }, { workspaceId, dueAt });
