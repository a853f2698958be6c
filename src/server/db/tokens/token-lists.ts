import type { Tx } from "@/server/db/open-database";

import type { Where } from "./credentials";

/** Across all workspaces, the next to end first: grants of live connections whose access token ends before that. */
export async function listExpiring(tx: Tx, { before, limit }: { before: Date; limit: number }): Promise<Where[]> {
  const rows = await tx.$queryRaw<{ workspace_id: string; connection_id: string }[]>`
    select workspace_id, connection_id from system.expiring_tokens(${before}, ${limit})`;
  return rows.map((row) => ({ workspaceId: row.workspace_id, connectionId: row.connection_id }));
}

export type TokenRow = {
  readonly connectionId: string;
  readonly accountEmail: string | null;
  readonly provider: string;
  readonly authStatus: string;
  readonly lastError: unknown;
  readonly credential: {
    readonly hasRefreshToken: boolean;
    readonly accessExpiresAt: Date | null;
    readonly refreshExpiresAt: Date | null;
    readonly refreshedAt: Date | null;
    readonly grantedAt: Date | null;
    readonly refreshFailures: number;
  } | null;
};

/** Somebody's live connections at a provider with what is known of their grants, and none of the secrets. */
export async function listTokens(
  tx: Tx,
  { workspaceId, userId, provider }: { workspaceId: string; userId?: string | undefined; provider: string },
): Promise<TokenRow[]> {
  type Row = Omit<TokenRow, "credential"> & { hasCredential: boolean } & NonNullable<TokenRow["credential"]>;
  const rows = await tx.$queryRaw<Row[]>`
    select c.id as "connectionId", c.account_email as "accountEmail", c.provider, c.auth_status as "authStatus",
      c.last_error as "lastError", k.connection_id is not null as "hasCredential",
      k.refresh_token is not null as "hasRefreshToken", k.access_expires_at as "accessExpiresAt",
      k.refresh_expires_at as "refreshExpiresAt", k.refreshed_at as "refreshedAt", k.granted_at as "grantedAt",
      coalesce(k.refresh_failures, 0) as "refreshFailures"
    from connections c
    left join credentials k on k.workspace_id = c.workspace_id and k.connection_id = c.id
    where c.workspace_id = ${workspaceId}::uuid and c.provider = ${provider} and c.disconnected_at is null
      and (${userId ?? null}::uuid is null or c.user_id = ${userId ?? null}::uuid)
    order by c.connected_at, c.id`;
  return rows.map(
    ({ connectionId, accountEmail, provider: id, authStatus, lastError, hasCredential, ...credential }) => ({
      ...{ connectionId, accountEmail, provider: id, authStatus, lastError },
      credential: hasCredential ? credential : null,
    }),
  );
}
