import { refreshMarginMs } from "@/core/tokens/token-lifecycle";
import type { Where } from "@/server/db/tokens/credentials";
import { listExpiring } from "@/server/db/tokens/token-lists";
import type { Deps } from "@/server/deps";

import { refreshNow, type TokenResult } from "./refresh-now";

export type Sweep = {
  /** How far it looks: the time until the next sweep. The margin comes on top. */
  readonly lookAheadMs: number;
  readonly signal: AbortSignal;
  readonly concurrency?: number;
  readonly limit?: number;
};

/**
 * TOK-2. Renews every token that ends before the next sweep, many at once, and goes on when one fails. The worker does
 * the same by due rows; this is for cron, a command and a button.
 */
export async function sweepTokens(deps: Deps, sweep: Sweep): Promise<TokenResult[]> {
  const { lookAheadMs, signal, limit = 10_000 } = sweep;
  const goodUntil = new Date(deps.now().getTime() + refreshMarginMs + lookAheadMs);
  const due = await deps.db.outsideWorkspace((tx) => listExpiring(tx, { before: goodUntil, limit }));
  return refreshMany(deps, due, { signal, goodUntil, concurrency: sweep.concurrency ?? 8 });
}

type Many = {
  readonly signal: AbortSignal;
  readonly concurrency: number;
  readonly goodUntil?: Date;
  readonly isInsisting?: boolean;
};

/** In the order given; stops taking up new ones when told to. */
export async function refreshMany(deps: Deps, all: readonly Where[], many: Many): Promise<TokenResult[]> {
  const { concurrency, ...ask } = many;
  const results: TokenResult[] = [];
  const waiting = all.values();
  const work = async () => {
    for (const where of waiting) {
      if (many.signal.aborted) return;
      results.push(await refreshNow(deps, where, ask));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
}
