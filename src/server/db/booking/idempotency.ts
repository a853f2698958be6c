import type { Tx } from "@/server/db/open-database";

export type KeyPlace = {
  readonly workspaceId: string;
  readonly scope: string;
  readonly keyHash: Uint8Array<ArrayBuffer>;
};
export type Remembered = {
  readonly requestHash: Uint8Array;
  readonly bookingId: string;
  /** Null while the first request is on its way, or died on it. */
  readonly status: number | null;
  /** The first answer, sealed: it holds a link that is a secret. */
  readonly sealed: string | null;
};

export async function findRemembered(tx: Tx, { workspaceId, scope, keyHash }: KeyPlace): Promise<Remembered | null> {
  const row = await tx.idempotencyKey.findUnique({
    where: { workspaceId_scope_keyHash: { workspaceId, scope, keyHash } },
  });
  if (row === null) return null;
  const { bookingId = "", sealed = null } = (row.response ?? {}) as { bookingId?: string; sealed?: string | null };
  return { requestHash: row.requestHash, bookingId, status: row.status, sealed };
}

type Claim = {
  readonly requestHash: Uint8Array<ArrayBuffer>;
  readonly bookingId: string;
  readonly now: Date;
  readonly expiresAt: Date;
};

/** False: another request with this key was quicker. Waits for it when it has not committed yet. */
export async function claimKey(tx: Tx, { workspaceId, scope, keyHash }: KeyPlace, claim: Claim): Promise<boolean> {
  const { requestHash, bookingId, now, expiresAt } = claim;
  const added = await tx.$executeRaw`
    insert into idempotency_keys (workspace_id, scope, key_hash, request_hash, response, created_at, expires_at)
    values (${workspaceId}::uuid, ${scope}, ${keyHash}, ${requestHash}, ${JSON.stringify({ bookingId })}::jsonb, ${now}, ${expiresAt})
    on conflict do nothing`;
  return added === 1;
}

export async function rememberAnswer(
  tx: Tx,
  { workspaceId, scope, keyHash }: KeyPlace,
  { bookingId, status, sealed }: { readonly bookingId: string; readonly status: number; readonly sealed: string },
): Promise<void> {
  await tx.idempotencyKey.updateMany({
    where: { workspaceId, scope, keyHash, status: null },
    data: { status, response: { bookingId, sealed } },
  });
}
