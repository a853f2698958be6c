import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

import type { Where } from "./credentials";

/** What stands in connections.last_error: codes and ids, never a provider's text. */
export type ConnectionError = {
  readonly code: string;
  readonly category: string;
  readonly at: string;
  readonly requestId: string | null;
  readonly action?: string;
  readonly reason?: string;
  readonly missing?: readonly string[];
};

/** False when it was so already, or the connection is over. */
export async function markLost(tx: Tx, { workspaceId, connectionId }: Where, error: ConnectionError): Promise<boolean> {
  const { count } = await tx.connection.updateMany({
    where: { workspaceId, id: connectionId, authStatus: "active", disconnectedAt: null },
    data: { authStatus: "needs_reauth", lastError: toJson(error) },
  });
  return count === 1;
}

export async function setConnectionError(
  tx: Tx,
  { workspaceId, connectionId }: Where,
  error: ConnectionError | null,
): Promise<void> {
  await tx.connection.updateMany({
    where: { workspaceId, id: connectionId, disconnectedAt: null },
    data: { lastError: error === null ? Prisma.DbNull : toJson(error) },
  });
}

/** True when it was lost until now. */
export async function markRegained(
  tx: Tx,
  { workspaceId, connectionId }: Where,
  grantedScopes: readonly string[],
): Promise<boolean> {
  const lost = await tx.connection.updateMany({
    where: { workspaceId, id: connectionId, authStatus: "needs_reauth", disconnectedAt: null },
    data: { authStatus: "active" },
  });
  await tx.connection.updateMany({
    where: { workspaceId, id: connectionId },
    data: { grantedScopes: [...grantedScopes] },
  });
  return lost.count === 1;
}

export async function listCalendarIds(tx: Tx, { workspaceId, connectionId }: Where): Promise<string[]> {
  const rows = await tx.calendar.findMany({
    where: { workspaceId, connectionId, retiredAt: null, isSelected: true },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id }) => id);
}

/** Nothing is read with a grant that is lost: its calendars are asked for again when there is a new one. */
export async function unscheduleSyncs(tx: Tx, { workspaceId, connectionId }: Where): Promise<void> {
  await tx.calendarSyncState.updateMany({
    where: { workspaceId, calendar: { connectionId } },
    data: { nextSyncAt: null },
  });
}

// A list is not allowed to be read-only in what Prisma takes for JSON.
const toJson = ({ missing, ...error }: ConnectionError): Prisma.InputJsonObject => ({
  ...error,
  ...(missing === undefined ? {} : { missing: [...missing] }),
});
