import type { Tx } from "@/server/db/open-database";

type Where = { readonly workspaceId: string; readonly connectionId: string };

/** What is left of a grant, whether its connection is over or not. */
export type GrantLeft = {
  readonly accessToken: Uint8Array | null;
  readonly refreshToken: Uint8Array | null;
};

export function findGrantLeft(tx: Tx, { workspaceId, connectionId }: Where): Promise<GrantLeft | null> {
  return tx.credential.findFirst({
    where: { workspaceId, connectionId },
    select: { accessToken: true, refreshToken: true },
  });
}

/** What the provider wants to be asked with, after a refusal that only the person can answer. */
export async function findClaims(tx: Tx, { workspaceId, connectionId }: Where): Promise<string | null> {
  const row = await tx.credential.findFirst({ where: { workspaceId, connectionId }, select: { claims: true } });
  return row?.claims ?? null;
}

/** Of all that was stored only what ends the grant at the provider stays, sealed, until it has done so. */
export async function keepForRevoking(tx: Tx, { workspaceId, connectionId }: Where): Promise<void> {
  await tx.credential.updateMany({
    where: { workspaceId, connectionId },
    data: { accessToken: null, accessExpiresAt: null, claims: null, leaseUntil: null, fence: { increment: 1 } },
  });
}

/** Only of a connection that is over: taken up again it has a new grant, and keeps it. */
export async function deleteGrant(tx: Tx, { workspaceId, connectionId }: Where): Promise<void> {
  await tx.credential.deleteMany({
    where: { workspaceId, connectionId, connection: { disconnectedAt: { not: null } } },
  });
}

/** What was planned for a connection that is over. */
export async function forgetWork(tx: Tx, workspaceId: string, keys: readonly string[]): Promise<void> {
  await tx.dueWork.deleteMany({ where: { workspaceId, key: { in: [...keys] } } });
}

export type OpenChannel = {
  readonly id: string;
  readonly remoteChannelId: string;
  readonly remoteResourceId: string | null;
  readonly expiresAt: Date | null;
};

export function listOpenChannels(tx: Tx, { workspaceId, connectionId }: Where): Promise<OpenChannel[]> {
  return tx.channel.findMany({
    where: { workspaceId, calendar: { connectionId }, state: { in: ["creating", "active", "stopping"] } },
    select: { id: true, remoteChannelId: true, remoteResourceId: true, expiresAt: true },
    orderBy: { id: "asc" },
  });
}

export async function stopChannels(tx: Tx, { workspaceId, connectionId }: Where, now: Date): Promise<void> {
  await tx.channel.updateMany({
    where: { workspaceId, calendar: { connectionId }, state: { not: "stopped" } },
    data: { state: "stopped", stoppedAt: now },
  });
}

/**
 * Those that a disconnection could not close at the provider, for want of a token or an answer, may be open still: now that
 * there is a token again they are closed. To close what is closed is no error there.
 */
export async function closeLeftOpen(
  tx: Tx,
  { workspaceId, connectionId }: Where,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<void> {
  await tx.channel.updateMany({
    where: {
      ...{ workspaceId, calendar: { connectionId }, state: "stopped" },
      ...{ stoppedAt: { gte: since }, grantedAt: { not: null }, expiresAt: { gt: now } },
    },
    data: { state: "stopping", stoppedAt: null, retryAt: null, consecutiveFailures: 0 },
  });
}
