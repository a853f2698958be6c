import type { Reach, Coverage } from "../sync/sync-window";
import type { Recovery } from "../errors/decide-recovery";
import type { ProviderErrorKind } from "../errors/kinds";
import type { ProviderError } from "../errors/provider-error";
import type { FailureCount } from "../errors/decide-disable";
import type { HeldDeletion } from "../sync/guard-mass-deletion";
import type { KnownEvent, PageKeys } from "../sync/known-event";
import type { PagePlan } from "../sync/plan-page";
import type { RoundEndInput } from "../sync/plan-round-end";
import type { OwnWrite } from "../sync/echo";
import type { Round } from "../sync/round";
import type { FailureEnd, RoundVerdict } from "../sync/decide-run-end";
import type { PollingFacts } from "../work/polling-interval";
import type { PageMark, SyncCursor } from "./calendar-provider";

/** What is known of a calendar before it is read. */
export type SyncFacts = {
  readonly calendar: {
    readonly id: string;
    readonly remoteId: string;
    readonly zone: string;
    readonly reach: Reach;
    /** Whatever is no meeting is not mirrored. */
    readonly meetingsOnly: boolean;
  };
  readonly cursor: SyncCursor | null;
  readonly coverage: Coverage | null;
  /** A round that was begun, and where its next page is. */
  readonly open: { readonly round: Round; readonly mark: PageMark } | null;
  readonly fullReadsAt: readonly Date[];
  /** Somebody asked to compare everything. */
  readonly wantsFullRead: boolean;
  readonly held: HeldDeletion | null;
  readonly unresolvedRounds: number;
  readonly count: FailureCount;
  /** How the run before this one failed, and how many did so in a row; null when it did not. */
  readonly lastFailure: LastFailure | null;
};

export type LastFailure = { readonly kind: ProviderErrorKind; readonly times: number };

/** How often in a row it was told this before. */
export const timesTold = ({ lastFailure }: Pick<SyncFacts, "lastFailure">, kind: ProviderErrorKind): number =>
  lastFailure?.kind === kind ? lastFailure.times : 0;

export type KnownPage = {
  readonly known: readonly KnownEvent[];
  /** Those ids of the page that are set aside now. */
  readonly setAsideIds: ReadonlySet<string>;
  /** Writes of ours whose outcome nobody knows yet. */
  readonly openWrites: readonly OwnWrite[];
  /** Of the page's events those that we cancelled ourselves, and when. */
  readonly cancelledAt: ReadonlyMap<string, Date>;
};

export type PageSave = {
  readonly plan: PagePlan;
  /** Writes of ours that this page proves to have arrived. */
  readonly proofs: readonly { readonly writeId: string; readonly remoteId: string; readonly remoteVersion: string }[];
  readonly now: Date;
};

/** What the end of a round is decided by, read in the transaction that stores it. */
export type EndFacts = Pick<RoundEndInput, "staged" | "unseen" | "live"> & { readonly polling: PollingFacts };
/** What the end of a failed run is decided by. */
export type FailureFacts = { readonly isProviderOutage: boolean };

export type FailureSave = { readonly error: ProviderError; readonly recovery: Recovery; readonly now: Date };

/**
 * Where a mirror is kept. Each method that writes is one transaction under the fence of the run's lease: when somebody
 * else has taken over, it throws LeaseLost and has written nothing. What a page covers and where the reading goes on
 * are stored together, so that a crash anywhere repeats a page or resumes.
 */
export interface SyncStore {
  loadFacts(): Promise<SyncFacts>;
  loadKnown(keys: PageKeys): Promise<KnownPage>;
  /** The page's rows, and the round that goes on at `mark`. */
  savePage(page: PageSave, mark: PageMark): Promise<void>;
  /** The last page's rows, then what the end decides: removals, cursor, coverage, when to come back. Gives the lease back. */
  saveLastPage(page: PageSave, decide: (facts: EndFacts) => RoundVerdict): Promise<RoundVerdict>;
  /** Why the run ended without an end of its round. Gives the lease back. */
  saveFailure(failure: FailureSave, decide: (facts: FailureFacts) => FailureEnd): Promise<FailureEnd>;
  /** The run stopped itself, or began too early: due again then, or as it was. Gives the lease back. */
  release(dueAt: Date | null): Promise<void>;
}

/** Somebody else has the lease of this calendar now. Nothing was written. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  constructor() {
    super("Another run has taken over this calendar.");
  }
}
