import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { enqueueWork } from "@/server/work/enqueue";

type Where = { readonly workspaceId: string; readonly connectionId: string; readonly dueAt?: Date };

/** Something changed about what is read of an account: its channels are looked at, in the transaction that says so. */
export async function planWatching(tx: Tx, deps: Deps, where: Where): Promise<void> {
  const { workspaceId, connectionId, dueAt = deps.now() } = where;
  if (deps.env.webhookOrigin === null) return;
  await enqueueWork(tx, "connection.watch", { connectionId }, { workspaceId, dueAt });
}
