import { keyOfWork, type WorkPayload } from "@/core/work/catalog";
import type { Tx } from "@/server/db/open-database";
import { upsertWork } from "@/server/db/work/due-work";

import { background, type QueuedWorkName } from "./claim";

type EnqueueWhen = { readonly workspaceId: string; readonly dueAt: Date; readonly priority?: number };

/**
 * Makes work due, in the transaction that makes it necessary. The same work is there once: asked for again it is due no
 * later than asked, and asked for while it runs it runs once more after that.
 */
export async function enqueueWork<N extends QueuedWorkName>(
  tx: Tx,
  name: N,
  ...[payload, { workspaceId, dueAt, priority = background }]: [payload: WorkPayload<N>, when: EnqueueWhen]
): Promise<void> {
  await upsertWork(tx, { workspaceId, kind: name, key: keyOfWork(name, payload), payload, dueAt, priority });
}
