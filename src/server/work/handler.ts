import type { SyncEnd } from "@/library/sync-end";
import type { Deps } from "@/server/deps";

import type { QueuedWorkName, SyncClaim, Work } from "./claim";

/**
 * Does it, or throws. It may be stopped at any line and run again, so it is idempotent; what it throws decides whether
 * and when it is tried again.
 */
export type WorkHandler<N extends QueuedWorkName> = (deps: Deps, work: Work<N>, signal: AbortSignal) => Promise<void>;

export type WorkHandlers = {
  readonly [N in QueuedWorkName]: WorkHandler<N>;
} & {
  /** Stores its own end and gives the lease back. */
  readonly "calendar.sync": (deps: Deps, claim: SyncClaim, signal: AbortSignal) => Promise<SyncEnd>;
};
