import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

export type ConnectionRow = {
  readonly id: string;
  readonly userId: string;
  readonly provider: string;
  readonly remoteAccountId: string;
  readonly accountEmail: string | null;
  readonly authStatus: string;
  readonly grantedScopes: string[];
  /** As the person left it; later refreshes may have taken more away. */
  readonly missingFeatures: string[];
  readonly mayWrite: boolean;
  readonly pausedAt: Date | null;
  readonly connectedAt: Date;
  readonly disconnectedAt: Date | null;
  readonly calendarsListedAt: Date | null;
};

const shown = {
  id: true,
  userId: true,
  provider: true,
  remoteAccountId: true,
  accountEmail: true,
  authStatus: true,
  grantedScopes: true,
  missingFeatures: true,
  mayWrite: true,
  pausedAt: true,
  connectedAt: true,
  disconnectedAt: true,
  calendarsListedAt: true,
} as const;

type Which = { readonly workspaceId: string; readonly id: string };
type Account = { readonly workspaceId: string; readonly provider: string; readonly remoteAccountId: string };

/** One that is not over. */
export function findConnection(tx: Tx, { workspaceId, id }: Which): Promise<ConnectionRow | null> {
  return tx.connection.findFirst({ where: { workspaceId, id, disconnectedAt: null }, select: shown });
}

/** Also one that is over. */
export function findAnyConnection(tx: Tx, { workspaceId, id }: Which): Promise<ConnectionRow | null> {
  return tx.connection.findFirst({ where: { workspaceId, id }, select: shown });
}

/** Nobody else changes the connection until the transaction ends. False when it is over. */
export async function lockConnection(tx: Tx, { workspaceId, id }: Which): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from connections
    where workspace_id = ${workspaceId}::uuid and id = ${id}::uuid and disconnected_at is null for update`;
  return rows.length === 1;
}

export function findLiveByAccount(tx: Tx, account: Account): Promise<ConnectionRow | null> {
  return tx.connection.findFirst({ where: { ...account, disconnectedAt: null }, select: shown });
}

/** The latest that this person had of the account and ended. */
export function findEndedByAccount(tx: Tx, account: Account, userId: string): Promise<ConnectionRow | null> {
  return tx.connection.findFirst({
    where: { ...account, userId, disconnectedAt: { not: null } },
    select: shown,
    orderBy: { disconnectedAt: "desc" },
  });
}

export function listConnectionsOf(
  tx: Tx,
  { workspaceId, userId }: { readonly workspaceId: string; readonly userId: string },
): Promise<ConnectionRow[]> {
  return tx.connection.findMany({
    where: { workspaceId, userId, disconnectedAt: null },
    select: shown,
    orderBy: [{ connectedAt: "asc" }, { id: "asc" }],
  });
}

export type Granted = {
  readonly grantedScopes: string[];
  readonly missingFeatures: string[];
  readonly mayWrite: boolean;
  readonly accountEmail: string | null;
};

export async function createConnection(
  tx: Tx,
  account: Account & { readonly userId: string },
  granted: Granted & { readonly at: Date },
): Promise<string> {
  const { at, ...given } = granted;
  const { id } = await tx.connection.create({
    data: { ...account, ...given, connectedAt: at, statusSince: at },
    select: { id: true },
  });
  return id;
}

/** Repaired in place, or taken up again after it was over: whatever was wrong with the access is forgotten. */
export async function renewConnection(
  tx: Tx,
  { workspaceId, id }: Which,
  { at, wasOver, ...granted }: Granted & { readonly at: Date; readonly wasOver: boolean },
): Promise<void> {
  await tx.connection.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: {
      ...granted,
      authStatus: "active",
      lastError: Prisma.DbNull,
      ...(wasOver ? { disconnectedAt: null, pausedAt: null, connectedAt: at } : {}),
    },
  });
}

export async function pauseConnection(tx: Tx, { workspaceId, id }: Which, pausedAt: Date | null): Promise<void> {
  await tx.connection.updateMany({ where: { workspaceId, id }, data: { pausedAt } });
}

export async function endConnection(tx: Tx, { workspaceId, id }: Which, at: Date): Promise<void> {
  await tx.connection.updateMany({
    where: { workspaceId, id },
    data: { disconnectedAt: at, calendarListCursor: null },
  });
}

export async function noteListed(tx: Tx, { workspaceId, id }: Which, at: Date): Promise<void> {
  await tx.connection.updateMany({ where: { workspaceId, id }, data: { calendarsListedAt: at } });
}

export async function noteMissing(tx: Tx, { workspaceId, id }: Which, missingFeatures: string[]): Promise<void> {
  await tx.connection.updateMany({ where: { workspaceId, id }, data: { missingFeatures } });
}

/** In whatever workspace: the function says yes or no and nothing else. */
export async function isConnectedElsewhere(tx: Tx, account: Account, connectionId: string): Promise<boolean> {
  const { workspaceId, provider, remoteAccountId } = account;
  const [row] = await tx.$queryRaw<{ yes: boolean }[]>`
    select system.account_is_connected_elsewhere(
      ${provider}, ${remoteAccountId}, ${workspaceId}::uuid, ${connectionId}::uuid) as yes`;
  return row?.yes ?? true;
}
