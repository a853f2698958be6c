import { SealBroken } from "@/lib/crypto";
import {
  listSealedUnderOtherKeys,
  lockSealedRow,
  sealedColumns,
  writeSealedRow,
  type SealedRow,
  type SealedValues,
} from "@/server/db/tokens/sealed-rows";
import type { Deps } from "@/server/deps";

import { alarmOperator, sealedUnreadable } from "./operator-alarm";

export type Rotation = {
  readonly resealed: number;
  /** What does not open: altered, moved, or sealed under a key that is not in the ring. */
  readonly unreadable: readonly (SealedRow & { readonly reason: SealBroken["reason"] })[];
};

export type RotationAsk = {
  readonly signal: AbortSignal;
  readonly batch?: number;
  readonly onBatch?: (resealed: number) => void;
};

/**
 * S10, TOK-8. Seals anew, under the current key, whatever another key sealed; row by row, each in its own short
 * transaction, while everything runs. Stopped and begun again it goes on: what is done is no longer found.
 */
export async function rotateKeys(deps: Deps, { signal, batch = 200, onBatch }: RotationAsk): Promise<Rotation> {
  const unreadable: Rotation["unreadable"][number][] = [];
  let resealed = 0;
  let after: string | null = null;
  while (!signal.aborted) {
    const rows = await listBatch(deps, after, batch);
    for (const row of rows) {
      const reason = await reseal(deps, row);
      if (reason === null) resealed += 1;
      else unreadable.push({ ...row, reason });
      after = row.rowId;
      if (signal.aborted) break;
    }
    onBatch?.(resealed);
    if (rows.length < batch) break;
  }
  return { resealed, unreadable };
}

const listBatch = (deps: Deps, after: string | null, limit: number): Promise<SealedRow[]> =>
  deps.db.outsideWorkspace((tx) => listSealedUnderOtherKeys(tx, { keyId: deps.seal.keyId, after, limit }));

/** Null when it is done. A row that does not open stays as it is, and one of them stops no other. */
async function reseal(deps: Deps, row: SealedRow): Promise<SealBroken["reason"] | null> {
  try {
    await deps.db.inWorkspace({ workspaceId: row.workspaceId }, async (tx) => {
      const values = await lockSealedRow(tx, row);
      if (values !== null)
        await writeSealedRow(tx, row, { keyId: deps.seal.keyId, values: sealAnew(deps, row, values) });
    });
    return null;
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    await alarmOperator(deps, sealedUnreadable(row.table, row.rowId, error.reason));
    return error.reason;
  }
}

function sealAnew({ seal }: Deps, row: SealedRow, values: SealedValues): SealedValues {
  const { table, rowId, workspaceId } = row;
  return Object.fromEntries(
    sealedColumns[table].map((column) => {
      const sealed = values[column] ?? null;
      if (sealed === null) return [column, null];
      const place = { table, rowId, workspaceId, column };
      const plain = seal.open(Buffer.from(sealed).toString("utf8"), place);
      return [column, Uint8Array.from(Buffer.from(seal.seal(plain, place), "utf8"))];
    }),
  );
}
