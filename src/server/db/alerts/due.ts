import type { Tx } from "@/server/db/open-database";

export type Account = { readonly workspaceId: string; readonly connectionId: string };
type Row = { workspace_id: string; connection_id: string };
const toAccounts = (rows: readonly Row[]): Account[] =>
  rows.map((row) => ({ workspaceId: row.workspace_id, connectionId: row.connection_id }));

type Look = { readonly now: Date; readonly limit: number };

/** Over all workspaces; asked outside of any. */
export async function findDueAlerts(tx: Tx, { now, limit }: Look): Promise<Account[]> {
  return toAccounts(
    await tx.$queryRaw<Row[]>`select workspace_id, connection_id from system.alerts_to_look_at(${now}, ${limit}::int)`,
  );
}

export async function findSuspects(
  tx: Tx,
  { now, limit, after }: Look & { readonly after: string | null },
): Promise<Account[]> {
  return toAccounts(
    await tx.$queryRaw<
      Row[]
    >`select workspace_id, connection_id from system.accounts_to_look_at(${now}, ${after}::uuid, ${limit}::int)`,
  );
}

export async function findEndingGrants(
  tx: Tx,
  { now, limit, before }: Look & { readonly before: Date },
): Promise<Account[]> {
  return toAccounts(
    await tx.$queryRaw<
      Row[]
    >`select workspace_id, connection_id from system.grants_to_look_at(${now}, ${before}, ${limit}::int)`,
  );
}
