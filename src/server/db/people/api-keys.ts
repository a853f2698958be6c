import type { Tx } from "@/server/db/open-database";

export type ApiKeyRow = {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly prefix: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly creator: { readonly id: string; readonly name: string } | null;
};

const shown = {
  id: true,
  name: true,
  scopes: true,
  prefix: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  creator: { select: { id: true, name: true } },
} as const;

const live = (workspaceId: string, now: Date) => ({
  workspaceId,
  revokedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
});

export function listApiKeys(tx: Tx, workspaceId: string, now: Date): Promise<ApiKeyRow[]> {
  return tx.apiKey.findMany({
    where: live(workspaceId, now),
    select: shown,
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
}

export function countApiKeys(tx: Tx, workspaceId: string, now: Date): Promise<number> {
  return tx.apiKey.count({ where: live(workspaceId, now) });
}

type NewKey = {
  readonly workspaceId: string;
  readonly name: string;
  readonly prefix: string;
  readonly keyHash: Uint8Array<ArrayBuffer>;
  readonly scopes: string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
};

export function createApiKey(tx: Tx, key: NewKey): Promise<ApiKeyRow> {
  return tx.apiKey.create({ data: key, select: shown });
}

export async function revokeApiKey(
  tx: Tx,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.apiKey.updateMany({
    where: { workspaceId, id, revokedAt: null },
    data: { revokedAt: now },
  });
  return count === 1;
}

export type FoundKey = {
  readonly key_id: string;
  readonly workspace_id: string;
  readonly name: string;
  readonly scopes: string[];
};

/** Outside any workspace: the key says which one. */
export async function findApiKey(tx: Tx, keyHash: Uint8Array, now: Date): Promise<FoundKey | null> {
  const [row] = await tx.$queryRaw<
    FoundKey[]
  >`select key_id, workspace_id, name, scopes from system.find_api_key(${keyHash}, ${now})`;
  return row ?? null;
}
