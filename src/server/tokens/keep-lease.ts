import { extendLease, releaseLease, takeLease, type Where } from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";

/** As long as somebody who died holds the others up. */
const leaseMs = 30_000;
const extendEveryMs = 10_000;

export type Held = { readonly fence: bigint; readonly release: () => Promise<void> };

/**
 * F42. The right to refresh one generation, for as long as it takes: extended while we live, without a transaction in
 * between. Null when somebody else has it.
 */
export async function holdLease(deps: Deps, where: Where, generation: number): Promise<Held | null> {
  const owner = toUuid(deps.random(16));
  const until = () => new Date(deps.now().getTime() + leaseMs);
  const fence = await deps.db.inWorkspace(where, (tx) =>
    takeLease(tx, where, { owner, now: deps.now(), until: until(), generation }),
  );
  if (fence === null) return null;
  const end = new AbortController();
  const keeping = keepExtending(end.signal);
  return {
    fence,
    release: async () => {
      end.abort();
      await keeping;
      await deps.db.inWorkspace(where, (tx) => releaseLease(tx, where, fence));
    },
  };

  async function keepExtending(signal: AbortSignal): Promise<void> {
    let isOurs = true;
    while (isOurs && (await hasPassed(deps, extendEveryMs, signal))) {
      try {
        isOurs = await deps.db.inWorkspace(where, (tx) =>
          extendLease(tx, where, { fence: fence ?? 0n, until: until() }),
        );
      } catch (error) {
        // The grant is stored over its generation, not under the lease: to go on is safe, and the next turn may succeed.
        deps.log.warn("The lease of a refresh was not extended", { connectionId: where.connectionId, err: error });
      }
    }
  }
}

/** False when the signal came first. */
async function hasPassed({ sleep }: Deps, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, signal);
    return true;
  } catch (error) {
    if (!signal.aborted) throw error;
    return false;
  }
}

function toUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}
