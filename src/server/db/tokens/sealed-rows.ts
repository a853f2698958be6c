import type { Tx } from "@/server/db/open-database";

/** Every column that holds a sealed value. A new one is a line here, or a rotation would leave it behind. */
export const sealedColumns = {
  credentials: ["access_token", "refresh_token"],
  connect_attempts: ["code_verifier"],
  notification_endpoints: ["address", "secret", "next_secret"],
} as const;

export type SealedTable = keyof typeof sealedColumns;
export type SealedRow = { readonly table: SealedTable; readonly workspaceId: string; readonly rowId: string };
export type SealedValues = Readonly<Record<string, Uint8Array | null>>;

/** Across all workspaces, in the order of their ids: rows that another key than this one sealed. */
export async function listSealedUnderOtherKeys(
  tx: Tx,
  { keyId, after, limit }: { keyId: string; after: string | null; limit: number },
): Promise<SealedRow[]> {
  const rows = await tx.$queryRaw<{ table_name: SealedTable; workspace_id: string; row_id: string }[]>`
    select table_name, workspace_id, row_id from system.sealed_under_other_keys(${keyId}, ${after}::uuid, ${limit})`;
  return rows.map((row) => ({ table: row.table_name, workspaceId: row.workspace_id, rowId: row.row_id }));
}

export type Resealed = { readonly keyId: string; readonly values: SealedValues };

type Access = {
  /** Held until the transaction ends, so that no value changes between reading and writing. */
  readonly lock: (tx: Tx, row: SealedRow) => Promise<SealedValues[]>;
  readonly write: (tx: Tx, row: SealedRow, anew: Resealed) => Promise<unknown>;
};

const bytes = (value: Uint8Array | null | undefined) =>
  value === null || value === undefined ? null : Uint8Array.from(value);

const access: Readonly<Record<SealedTable, Access>> = {
  credentials: {
    lock: (tx, { workspaceId, rowId }) => tx.$queryRaw<SealedValues[]>`
      select access_token, refresh_token from credentials
      where workspace_id = ${workspaceId}::uuid and connection_id = ${rowId}::uuid for update`,
    write: (tx, { workspaceId, rowId }, { keyId, values }) =>
      tx.credential.updateMany({
        where: { workspaceId, connectionId: rowId },
        data: {
          keyId,
          accessToken: bytes(values["access_token"]),
          refreshToken: bytes(values["refresh_token"]),
        },
      }),
  },
  connect_attempts: {
    lock: (tx, { workspaceId, rowId }) => tx.$queryRaw<SealedValues[]>`
      select code_verifier from connect_attempts
      where workspace_id = ${workspaceId}::uuid and id = ${rowId}::uuid for update`,
    write: (tx, { workspaceId, rowId }, { keyId, values }) =>
      tx.connectAttempt.updateMany({
        where: { workspaceId, id: rowId },
        data: { keyId, codeVerifier: bytes(values["code_verifier"]) ?? new Uint8Array() },
      }),
  },
  notification_endpoints: {
    lock: (tx, { workspaceId, rowId }) => tx.$queryRaw<SealedValues[]>`
      select address, secret, next_secret from notification_endpoints
      where workspace_id = ${workspaceId}::uuid and id = ${rowId}::uuid for update`,
    write: (tx, { workspaceId, rowId }, { keyId, values }) =>
      tx.notificationEndpoint.updateMany({
        where: { workspaceId, id: rowId },
        data: {
          keyId,
          address: bytes(values["address"]) ?? new Uint8Array(),
          secret: bytes(values["secret"]),
          nextSecret: bytes(values["next_secret"]),
        },
      }),
  },
};

/** Null when the row has gone meanwhile. */
export async function lockSealedRow(tx: Tx, row: SealedRow): Promise<SealedValues | null> {
  const [values] = await access[row.table].lock(tx, row);
  return values ?? null;
}

export async function writeSealedRow(tx: Tx, row: SealedRow, anew: Resealed): Promise<void> {
  await access[row.table].write(tx, row, anew);
}
