import type { Tx } from "@/server/db/open-database";

export type ConnectedWorkspace = { readonly workspaceId: string; readonly name: string };

/** Over all workspaces, asked outside of any: for whoever has the database's own address. */
export async function listConnectedWorkspaces(
  tx: Tx,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<ConnectedWorkspace[]> {
  const rows = await tx.$queryRaw<
    { workspace_id: string; name: string }[]
  >`select workspace_id, name from system.connected_workspaces(${after}::uuid, ${limit}::int)`;
  return rows.map((row) => ({ workspaceId: row.workspace_id, name: row.name }));
}

export type DeadConnection = {
  readonly workspaceId: string;
  readonly connectionId: string;
  readonly userId: string;
  readonly provider: string;
  readonly deadSince: Date;
};

/** Connections that only a person could renew and nobody has, the longest dead first. */
export async function listDeadConnections(
  tx: Tx,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<DeadConnection[]> {
  type Row = { workspace_id: string; connection_id: string; user_id: string; provider: string; dead_since: Date };
  const rows = await tx.$queryRaw<Row[]>`
    select workspace_id, connection_id, user_id, provider, dead_since
    from system.dead_connections(${before}, ${limit}::int)`;
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    connectionId: row.connection_id,
    userId: row.user_id,
    provider: row.provider,
    deadSince: row.dead_since,
  }));
}
