import { ProviderError } from "@/core/errors/provider-error";
import { workCatalog } from "@/core/work/catalog";
import { deleteGrant, findGrantLeft } from "@/server/db/connections/grants";
import { findAnyConnection, isConnectedElsewhere, type ConnectionRow } from "@/server/db/connections/connections";
import type { Deps } from "@/server/deps";
import { recordAudit } from "@/server/people/audit-log";
import { openToken } from "@/server/tokens/sealed-grant";
import type { WorkHandler } from "@/server/work/handler";

import { callRules } from "./exchange-grant";
import { findProvider } from "./require-provider";

const lastAttempt = workCatalog["connection.revoke"].attempts ?? 1;

type Where = { readonly workspaceId: string; readonly connectionId: string };
export type Revoked = "now" | "kept_for_another" | "by_hand";

/**
 * The work that is left when a disconnection could not revoke at once. After the last try the token goes all the same:
 * it is not kept for a provider that does not answer for days.
 */
export const revokeConnection: WorkHandler<"connection.revoke"> = async (deps, work, signal) => {
  const where = { workspaceId: work.workspaceId, connectionId: work.payload.connectionId };
  try {
    await endGrant(deps, where, signal);
  } catch (error) {
    if (work.attempts >= lastAttempt) await deps.db.inWorkspace(where, (tx) => deleteGrant(tx, where));
    throw error;
  }
};

/**
 * TOK-12. Ends the grant of a connection that is over at the provider, then deletes what is left of it here. Doing it
 * again changes nothing. Throws when the provider has to be asked again.
 */
export async function endGrant(deps: Deps, where: Where, signal: AbortSignal): Promise<Revoked> {
  const { workspaceId, connectionId } = where;
  const found = await deps.db.inWorkspace(where, async (tx) => ({
    row: await findAnyConnection(tx, { workspaceId, id: connectionId }),
    left: await findGrantLeft(tx, where),
  }));
  const { row, left } = found;
  // Taken up again meanwhile: its grant is a new one, and at most providers the same as far as revoking goes.
  if (row === null || row.disconnectedAt === null) return "kept_for_another";
  const refreshToken = left?.refreshToken ?? null;
  if (left === null || refreshToken === null) return finish(deps, where, { row, revoked: "by_hand" });
  if (await isShared(deps, where, row)) return finish(deps, where, { row, revoked: "kept_for_another" });
  const provider = await findProvider(deps, row.provider, where);
  if (provider === null)
    throw new ProviderError("unavailable", { provider: row.provider, operation: "revoke", reason: "not_set_up" });
  if (provider.oauth?.revoke === undefined) return finish(deps, where, { row, revoked: "by_hand" });
  await provider.oauth.revoke(callRules(signal), openToken(deps, where, { column: "refresh_token", row: left }));
  return finish(deps, where, { row, revoked: "now" });
}

/** Ending the grant would end it for the other connection too: there is one per account and application. */
const isShared = ({ db }: Deps, where: Where, { provider, remoteAccountId }: ConnectionRow): Promise<boolean> =>
  db.inWorkspace(where, (tx) =>
    isConnectedElsewhere(tx, { workspaceId: where.workspaceId, provider, remoteAccountId }, where.connectionId),
  );

type End = { readonly row: ConnectionRow; readonly revoked: Revoked };

async function finish({ db }: Deps, where: Where, { row, revoked }: End): Promise<Revoked> {
  await db.inWorkspace(where, async (tx) => {
    await deleteGrant(tx, where);
    await recordAudit(tx, {
      workspaceId: where.workspaceId,
      actor: { kind: "system", id: null },
      action: "connection.revoked",
      subject: { kind: "connection", id: where.connectionId },
      detail: { provider: row.provider, how: revoked },
    });
  });
  return revoked;
}
