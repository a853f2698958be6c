import type { Tx } from "@/server/db/open-database";

import type { BreakerRow } from "./admit-calls";

export type BreakerPlace = {
  readonly workspaceId: string;
  readonly connectionId: string;
  readonly provider: string;
  readonly key: string;
};

/** Locked until the transaction ends, so that of two processes one is first. Null where there is none yet. */
export async function lockBreaker(tx: Tx, { workspaceId, key }: BreakerPlace): Promise<BreakerRow | null> {
  const [row] = await tx.$queryRaw<BreakerRow[]>`
    select state, failures, opened_at, open_until, probe_until from breakers
    where workspace_id = ${workspaceId}::uuid and key = ${key} for update`;
  return row ?? null;
}

/** A row to lock, for the first failure. Nothing for a connection that is no more. */
export async function ensureBreaker(tx: Tx, place: BreakerPlace, now: Date): Promise<void> {
  const { workspaceId, connectionId, provider, key } = place;
  await tx.$executeRaw`
    insert into breakers (workspace_id, key, provider, connection_id, changed_at)
    select c.workspace_id, ${key}, ${provider}, c.id, ${now}
    from connections c where c.workspace_id = ${workspaceId}::uuid and c.id = ${connectionId}::uuid
    on conflict do nothing`;
}

type Change = { readonly row: BreakerRow; readonly cause: string | null; readonly now: Date };

export async function saveBreaker(tx: Tx, { workspaceId, key }: BreakerPlace, change: Change): Promise<void> {
  const { row, cause, now } = change;
  await tx.$executeRaw`
    update breakers set state = ${row.state}, failures = ${row.failures}, opened_at = ${row.opened_at},
      open_until = ${row.open_until}, probe_until = ${row.probe_until},
      last_error_code = coalesce(${cause}, last_error_code), changed_at = ${now}
    where workspace_id = ${workspaceId}::uuid and key = ${key}`;
}

/** Closed and healthy is no row at all. Says whether there was one. */
export async function removeBreaker(tx: Tx, { workspaceId, key }: Pick<BreakerPlace, "workspaceId" | "key">) {
  return (await tx.$executeRaw`delete from breakers where workspace_id = ${workspaceId}::uuid and key = ${key}`) === 1;
}

export type BreakerView = BreakerRow & {
  readonly key: string;
  readonly provider: string;
  readonly connection_id: string | null;
  readonly last_error_code: string | null;
};

/** What is not closed in this workspace, with the failures that may still open one, and the providers' own. */
export async function listBreakers(tx: Tx, workspaceId: string): Promise<BreakerView[]> {
  return tx.$queryRaw<BreakerView[]>`
    select key, provider, connection_id, state, failures, opened_at, open_until, probe_until, last_error_code
    from breakers
    where workspace_id in (${workspaceId}::uuid, '00000000-0000-0000-0000-000000000000')
    order by opened_at nulls last, key`;
}
