import { createHash } from "node:crypto";

import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { PageSave } from "@/core/ports/sync-store";
import { isDeletion } from "@/core/sync/plan-round-end";
import type { RemovalReason } from "@/core/sync/known-event";
import { isInWindow } from "@/core/time/interval";
import type { PollingFacts } from "@/core/work/polling-interval";
import type { RunFacts } from "@/server/db/sync/load-facts";
import type { RunRow } from "@/server/db/sync/sync-runs";
import type { CallTally } from "@/server/resilience/call-tally";
import type { SyncClaim } from "@/server/work/claim";

type Removals = readonly { readonly because: RemovalReason }[];

/** What a run has done so far, for its row in the history. */
export type RunRecord = {
  readonly addPage: (page: PageSave, refused: number) => RunRow;
  readonly addRemovals: (removals: Removals) => void;
  readonly end: (
    outcome: RunRow["outcome"],
    at: { readonly now: Date; readonly errorKind?: ProviderErrorKind },
  ) => RunRow;
  /** A page's row was stored, so that the run can be seen while it goes on. */
  readonly hasRow: () => boolean;
  readonly durationMs: (now: Date) => number;
  /** Events more, or fewer, than before the run. */
  readonly netChange: () => number;
  /** How busy the calendar is with what this run has found. */
  readonly withChanges: (polling: PollingFacts, now: Date) => PollingFacts;
  readonly changesWith: (polling: PollingFacts) => { readonly changes: number; readonly recentChanges: number };
};

/**
 * The id of a run is known from its lease, before it has a row: whoever is told that a sync is running can be told
 * which, and a page stored twice under one fence is one run.
 */
export function runIdOf({ calendarId, fence }: Pick<SyncClaim, "calendarId" | "fence">): string {
  const digest = createHash("sha256").update(`${calendarId} ${fence}`).digest("hex");
  const variant = ((parseInt(digest.charAt(16), 16) & 3) | 8).toString(16);
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, variant + digest.slice(17, 20)];
  return [...parts, digest.slice(20, 32)].join("-");
}

const triggers = ["schedule", "notification", "manual"] as const;

type Opening = { readonly startedAt: Date; readonly tally: CallTally; readonly facts: RunFacts };

export function openRunRecord(claim: SyncClaim, { startedAt, tally, facts }: Opening): RunRecord {
  const sum = { pages: 0, added: 0, changed: 0, removed: 0, unchanged: 0, quarantined: 0 };
  const drift = { missing: 0, extra: 0, stale: 0 };
  let kind: RunRow["kind"] = "incremental";
  const trigger = facts.requestedTrigger ?? triggers[claim.priority] ?? "schedule";
  let hasRow = false;
  let deletions = 0;
  const rowAt = (outcome: RunRow["outcome"], now: Date, errorKind: ProviderErrorKind | null): RunRow => ({
    ...{ id: runIdOf(claim), trigger, kind, outcome, owner: claim.owner, startedAt, now, errorKind },
    figures: { ...sum, calls: tally.calls, retries: tally.retries, bytes: tally.bytes },
    drift: { ...drift },
  });
  const changes = () => sum.added + sum.changed + deletions;
  return {
    addPage: (page, refused) => {
      const { counts, setAside } = page.plan;
      kind = kindOf(page, facts);
      sum.pages += 1;
      sum.added += counts.added;
      sum.changed += counts.changed;
      sum.unchanged += counts.unchanged + counts.touched;
      sum.quarantined += setAside.length + refused;
      if (kind === "reconcile") {
        drift.missing += page.plan.inserts.filter(({ event, span }) => isDrift({ event, span }, facts)).length;
        drift.stale += page.plan.updates.filter(({ event, span }) => isDrift({ event, span }, facts)).length;
      }
      hasRow = true;
      return rowAt("running", page.now, null);
    },
    addRemovals: (removals) => {
      sum.removed += removals.length;
      deletions += removals.filter(({ because }) => isDeletion(because)).length;
      if (kind === "reconcile") drift.extra += removals.filter(({ because }) => because === "absent").length;
    },
    end: (outcome, { now, errorKind = null }) => rowAt(outcome, now, errorKind),
    hasRow: () => hasRow,
    durationMs: (now) => Math.max(0, now.getTime() - startedAt.getTime()),
    netChange: () => sum.added - sum.removed,
    withChanges: (polling, now) =>
      kind !== "incremental" || changes() === 0
        ? polling
        : { ...polling, lastChangeAt: now, changesPerDay: polling.changesPerDay + changes() },
    changesWith: ({ changesPerDay }) => {
      // What a first read or a new window brings is no sign of a busy calendar.
      const counted = kind === "incremental" ? changes() : 0;
      return { changes: counted, recentChanges: changesPerDay + counted };
    },
  };
}

function kindOf({ plan: { round } }: PageSave, { coverage, cursor }: RunFacts): RunRow["kind"] {
  if (round.kind === "delta") return "incremental";
  return coverage === null || cursor === null ? "full" : "reconcile";
}

type Found = Pick<PageSave["plan"]["inserts"][number], "event" | "span">;

/** Inside of what the mirror claimed to cover, and older than the last proof: a delta should have brought it. */
function isDrift({ event, span }: Found, { coverage, lastSuccessAt }: RunFacts): boolean {
  if (coverage === null || lastSuccessAt === null || !isInWindow(span, coverage.window)) return false;
  return event.updatedAt !== null && event.updatedAt < lastSuccessAt;
}
