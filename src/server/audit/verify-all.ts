import { becomeAuditor, listChains } from "@/server/db/audit/all-chains";
import { loadEnd, loadEntries, verifyChain, type ChainVerdict } from "@/server/db/audit/verify-chain";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";

import type { Anchors } from "./anchors";

export type CheckedChain = ChainVerdict & { readonly workspaceId: string };

const chainsAtOnce = 200;

/**
 * S59. Every chain of the instance, and those that an anchor knows and nobody else does any more. Each page is read in
 * its own short transaction: a log of years holds nothing up.
 */
export async function* verifyAllChains(
  deps: Deps,
  { anchors, signal }: { readonly anchors: Anchors; readonly signal: AbortSignal },
): AsyncGenerator<CheckedChain> {
  const unseen = new Set(anchors.keys());
  let after: string | null = null;
  do {
    const chains: string[] = await asAuditor(deps, (tx) => listChains(tx, after, chainsAtOnce));
    for (const workspaceId of chains) {
      unseen.delete(workspaceId);
      yield await verifyOne(deps, workspaceId, anchors);
      if (signal.aborted) return;
    }
    after = chains.length < chainsAtOnce ? null : (chains.at(-1) ?? null);
  } while (after !== null);
  for (const workspaceId of unseen) yield await verifyOne(deps, workspaceId, anchors);
}

const asAuditor = <T>({ db }: Deps, run: (tx: Tx) => Promise<T>): Promise<T> =>
  db.outsideWorkspace(async (tx) => {
    await becomeAuditor(tx);
    return run(tx);
  });

async function verifyOne(deps: Deps, workspaceId: string, anchors: Anchors): Promise<CheckedChain> {
  const verdict = await verifyChain(
    {
      entries: (after) => asAuditor(deps, (tx) => loadEntries(tx, workspaceId, after)),
      end: () => asAuditor(deps, (tx) => loadEnd(tx, workspaceId)),
    },
    anchors.get(workspaceId),
  );
  return { workspaceId, ...verdict };
}
