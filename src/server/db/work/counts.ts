import type { Tx } from "@/server/db/open-database";

export type WorkCount = { readonly kind: string; readonly outcome: string; readonly total: number };

/** Adds to what all processes have done since the beginning. */
export async function addWorkCounts(tx: Tx, counts: readonly WorkCount[]): Promise<void> {
  if (counts.length === 0) return;
  const kinds = counts.map(({ kind }) => kind);
  const outcomes = counts.map(({ outcome }) => outcome);
  const totals = counts.map(({ total }) => total);
  await tx.$executeRaw`select system.count_work(${kinds}::text[], ${outcomes}::text[], ${totals}::bigint[])`;
}

export async function readWorkCounts(tx: Tx): Promise<WorkCount[]> {
  const rows = await tx.$queryRaw<{ kind: string; outcome: string; total: bigint }[]>`
    select kind, outcome, total from system.counted_work()`;
  return rows.map((row) => ({ ...row, total: Number(row.total) }));
}

export type WorkOverviewRow = {
  readonly kind: string;
  readonly due: number;
  readonly running: number;
  readonly oldest_due_at: Date | null;
};

/** What is due and what runs, per kind, of at most a few thousand rows. */
export function readWorkOverview(tx: Tx, now: Date): Promise<WorkOverviewRow[]> {
  return tx.$queryRaw<WorkOverviewRow[]>`select kind, due, running, oldest_due_at from system.work_overview(${now})`;
}
