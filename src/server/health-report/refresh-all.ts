import { dayMs } from "@/core/time/wall-time";
import type { Where } from "@/server/db/tokens/credentials";
import { listExpiring } from "@/server/db/tokens/token-lists";
import type { Deps } from "@/server/deps";
import type { TokenResult } from "@/server/tokens/refresh-now";
import { refreshMany } from "@/server/tokens/sweep";

const mostAtOnce = 100_000;

type Ask = { readonly workspaceId: string | null; readonly signal: AbortSignal };

export async function listDueTokens({ db, now }: Pick<Deps, "db" | "now">, { workspaceId }: Ask): Promise<Where[]> {
  const before = new Date(now().getTime() + dayMs);
  const all = await db.outsideWorkspace((tx) => listExpiring(tx, { before, limit: mostAtOnce }));
  return all.filter((where) => workspaceId === null || where.workspaceId === workspaceId);
}

/** OPS-1 --refresh-tokens: everything that ends within a day, whatever the sweep would do about it later. */
export async function refreshAll(deps: Deps, ask: Ask): Promise<TokenResult[]> {
  const goodUntil = new Date(deps.now().getTime() + dayMs);
  return refreshMany(deps, await listDueTokens(deps, ask), { signal: ask.signal, goodUntil, concurrency: 8 });
}
