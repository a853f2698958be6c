import { Prisma } from "@/generated/prisma/client";
import { queryDirect } from "@/server/db/direct-client";
import type { Tx } from "@/server/db/open-database";

/** A row held under a fence. Everything here changes it only while it is still held under that one. */
export type HeldRow = { readonly workspaceId: string; readonly id: string; readonly fence: bigint };

const columns = (rows: readonly HeldRow[]) => ({
  workspaces: rows.map(({ workspaceId }) => workspaceId),
  ids: rows.map(({ id }) => id),
  fences: rows.map(({ fence }) => fence),
});

/** Answers the ids that are still held; the others were taken over. */
export async function extendSyncs(tx: Tx, rows: readonly HeldRow[], leaseUntil: Date): Promise<string[]> {
  const { workspaces, ids, fences } = columns(rows);
  const held = await queryDirect<{ calendar_id: string }>(
    tx,
    Prisma.sql`
    select calendar_id from system.extend_syncs(${workspaces}::uuid[], ${ids}::uuid[], ${fences}::bigint[], ${leaseUntil})`,
  );
  return held.map(({ calendar_id }) => calendar_id);
}

export async function extendWork(tx: Tx, rows: readonly HeldRow[], leaseUntil: Date): Promise<string[]> {
  const { workspaces, ids, fences } = columns(rows);
  const held = await queryDirect<{ work_id: string }>(
    tx,
    Prisma.sql`
    select work_id from system.extend_work(${workspaces}::uuid[], ${ids}::uuid[], ${fences}::bigint[], ${leaseUntil})`,
  );
  return held.map(({ work_id }) => work_id);
}

/** Gives calendars back as they are: what their run stored stays, and what is still due is due for anybody. */
export async function releaseSyncs(tx: Tx, rows: readonly HeldRow[]): Promise<void> {
  const { workspaces, ids, fences } = columns(rows);
  await tx.$queryRaw`select system.release_syncs(${workspaces}::uuid[], ${ids}::uuid[], ${fences}::bigint[])`;
}

/** Gives work back as if it had not been claimed. */
export async function releaseWork(tx: Tx, rows: readonly HeldRow[]): Promise<void> {
  const { workspaces, ids, fences } = columns(rows);
  await tx.$queryRaw`select system.release_work(${workspaces}::uuid[], ${ids}::uuid[], ${fences}::bigint[])`;
}

/** Done: gone, or due again where it was asked for while it ran. Answers how many were still held. */
export async function finishWork(tx: Tx, rows: readonly HeldRow[]): Promise<number> {
  const { workspaces, ids, fences } = columns(rows);
  const [row] = await queryDirect<{ finished: number }>(
    tx,
    Prisma.sql`
    select system.finish_work(${workspaces}::uuid[], ${ids}::uuid[], ${fences}::bigint[]) as finished`,
  );
  return row?.finished ?? 0;
}
