import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { Recovery } from "@/core/errors/decide-recovery";
import type { PageCounts } from "@/core/sync/plan-page";
import type { Round } from "@/core/sync/round";

/** How a run ended: a value, also when it failed. What it throws besides is a bug, or the store that is away. */
export type SyncEnd =
  | {
      /** `held`: everything was read, and a deletion is not believed yet. */
      readonly outcome: "succeeded" | "held";
      readonly kind: Round["kind"];
      readonly counts: PageCounts;
      readonly nextSyncAt: Date;
    }
  /** The provider has not said all yet, or it is too early for another full read. */
  | { readonly outcome: "waiting"; readonly nextSyncAt: Date }
  | {
      readonly outcome: "failed";
      readonly kind: ProviderErrorKind;
      readonly recovery: Recovery;
      readonly nextSyncAt: Date | null;
    }
  /** Stopped by its signal; the next run goes on at the last stored page. */
  | { readonly outcome: "aborted" }
  /** Another run has taken over; this one wrote nothing more. */
  | { readonly outcome: "lease_lost" };
