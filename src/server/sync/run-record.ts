import { createHash } from "node:crypto";

import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { PageSave } from "@/core/ports/sync-store";
import { isDeletion } from "@/core/sync/plan-round-end";
import type { RemovalReason } from "@/core/sync/known-event";
import { isInWindow } from "@/core/time/interval";
import { hourMs, minuteMs } from "@/core/time/wall-time";
import type { PollingFacts } from "@/core/work/polling-interval";
import type { RunFacts } from "@/server/db/sync/load-facts";
import type { RunRow } from "@/server/db/sync/sync-runs";
import type { CallTally } from "@/server/resilience/call-tally";
import type { SyncClaim } from "@/server/work/claim";

type Removals = readonly { readonly because: RemovalReason }[];

type Counted = {
  readonly sum: Readonly<Record<"pages" | "added" | "changed" | "removed" | "unchanged" | "quarantined", number>>;
  readonly drift: RunRow["drift"];
  readonly deletions: number;
  /** Changes that a comparison found, made since the last proof. */
  readonly fresh: number;
  readonly kind: RunRow["kind"];
  readonly hasRow: boolean;
};

/** What a run has done so far, for its row in the history. */
export type RunRecord = {
  readonly mark: () => Counted;
  /** As if nothing had been counted since the mark. */
  readonly goBackTo: (mark: Counted) => void;
  readonly addPage: (page: PageSave, refused: number) => RunRow;
  readonly addRemovals: (removals: Removals) => void;
  readonly end: (
    outcome: RunRow["outcome"],
    at: { readonly now: Date; readonly errorKind?: ProviderErrorKind },
  ) => RunRow;
  /** A page's row was stored, so that the run can be seen while it goes on. */
  readonly hasRow: () => boolean;
  readonly durationMs: (now: Date) => number;
  readonly startedAt: Date;
  /** Since when it read, and whether it found changes that no notice and no person had made likely. */
  readonly asRead: (changes: number) => {
    readonly startedAt: Date;
    readonly hasNews: boolean;
    readonly isSurprise: boolean;
  };
  /** Whether it wrote any event, of whatever kind its read is. */
  readonly hasWritten: () => boolean;
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

const nothing: Counted = {
  sum: { pages: 0, added: 0, changed: 0, removed: 0, unchanged: 0, quarantined: 0 },
  drift: { missing: 0, extra: 0, stale: 0 },
  deletions: 0,
  fresh: 0,
  kind: "incremental",
  hasRow: false,
};

export function openRunRecord(claim: SyncClaim, { startedAt, tally, facts }: Opening): RunRecord {
  const trigger = facts.requestedTrigger ?? triggers[claim.priority] ?? "schedule";
  let counted = nothing;
  const rowAt = (outcome: RunRow["outcome"], now: Date, errorKind: ProviderErrorKind | null): RunRow => ({
    ...{ id: runIdOf(claim), trigger, kind: counted.kind, outcome, owner: claim.owner, startedAt, now, errorKind },
    figures: { ...counted.sum, calls: tally.calls, retries: tally.retries, bytes: tally.bytes },
    drift: counted.drift,
  });
  /** What a first read or a new window brings is no sign of a busy calendar; what has changed since the last proof is. */
  const news = () => (counted.kind === "incremental" ? changes() : counted.fresh);
  const changes = () => counted.sum.added + counted.sum.changed + counted.deletions;
  return {
    mark: () => counted,
    goBackTo: (mark) => {
      counted = mark;
    },
    addPage: (page, refused) => {
      counted = withPage(counted, { page, refused }, facts);
      return rowAt("running", page.now, null);
    },
    addRemovals: (removals) => {
      counted = withRemovals(counted, removals, { startedAt, facts });
    },
    end: (outcome, { now, errorKind = null }) => rowAt(outcome, now, errorKind),
    hasRow: () => counted.hasRow,
    startedAt,
    asRead: (found) => ({ startedAt, hasNews: found > 0, isSurprise: found > 0 && trigger !== "notification" }),
    durationMs: (now) => Math.max(0, now.getTime() - startedAt.getTime()),
    hasWritten: () => changes() > 0,
    netChange: () => counted.sum.added - counted.sum.removed,
    withChanges: (polling, now) =>
      news() === 0 ? polling : { ...polling, lastChangeAt: now, changesPerDay: polling.changesPerDay + news() },
    changesWith: ({ changesPerDay }) => ({ changes: news(), recentChanges: changesPerDay + news() }),
  };
}

type Paged = { readonly page: PageSave; readonly refused: number };

function withPage({ sum, drift, deletions, fresh }: Counted, { page, refused }: Paged, facts: RunFacts): Counted {
  const { counts, setAside, inserts, updates } = page.plan;
  const kind = kindOf(page, facts);
  const isDriftHere = (found: Found) => kind === "reconcile" && isDrift(found, facts);
  const isFreshHere = (found: Found) => kind === "reconcile" && isFresh(found, facts);
  return {
    ...{ deletions, kind, hasRow: true, fresh: fresh + [...inserts, ...updates].filter(isFreshHere).length },
    sum: {
      pages: sum.pages + 1,
      added: sum.added + counts.added,
      changed: sum.changed + counts.changed,
      removed: sum.removed,
      unchanged: sum.unchanged + counts.unchanged + counts.touched,
      quarantined: sum.quarantined + setAside.length + refused,
    },
    drift: {
      missing: drift.missing + inserts.filter(isDriftHere).length,
      extra: drift.extra,
      stale: drift.stale + updates.filter(isDriftHere).length,
    },
  };
}

function withRemovals(counted: Counted, removals: Removals, opening: Omit<Opening, "tally">): Counted {
  const { sum, drift, deletions, kind } = counted;
  const isCounted = kind === "reconcile" && isSurelyLeftOver(opening);
  const absent = isCounted ? removals.filter(({ because }) => because === "absent").length : 0;
  return {
    ...counted,
    sum: { ...sum, removed: sum.removed + removals.length },
    drift: { ...drift, extra: drift.extra + absent },
    deletions: deletions + removals.filter(({ because }) => isDeletion(because)).length,
  };
}

function kindOf({ plan: { round } }: PageSave, { coverage, cursor }: RunFacts): RunRow["kind"] {
  if (round.kind === "delta") return "incremental";
  return coverage === null || cursor === null ? "full" : "reconcile";
}

type Found = Pick<PageSave["plan"]["inserts"][number], "event" | "span">;

/** What a person deletes within that time before the comparison of the week is rarely more than the alert allows. */
const longestUnreadMs = hourMs;

/**
 * Whether an event that is here and not there should have gone before. A provider does not say when something was
 * deleted: a person may have done it since the last proof, most of all when they ask for a resync or were asked whether
 * they meant it. Then nothing drifted, and it is only removed.
 */
function isSurelyLeftOver({ startedAt, facts }: Omit<Opening, "tally">): boolean {
  const { held, wantsFullRead, lastSuccessAt } = facts;
  if (held !== null || wantsFullRead || lastSuccessAt === null) return false;
  return startedAt.getTime() - lastSuccessAt.getTime() <= longestUnreadMs;
}

/** Their clock is not ours, and a change may come while a round is being read. */
const clocksAgreeMs = 5 * minuteMs;

/** Inside of what the mirror claimed to cover, and changed since the last proof. */
function isFresh({ event, span }: Found, { coverage, lastSuccessAt }: RunFacts): boolean {
  if (coverage === null || lastSuccessAt === null || !isInWindow(span, coverage.window)) return false;
  return event.updatedAt !== null && event.updatedAt.getTime() >= lastSuccessAt.getTime();
}

/** Inside of what the mirror claimed to cover, and older than the last proof: a delta should have brought it. */
function isDrift({ event, span }: Found, { coverage, lastSuccessAt }: RunFacts): boolean {
  if (coverage === null || lastSuccessAt === null || !isInWindow(span, coverage.window)) return false;
  return event.updatedAt !== null && event.updatedAt.getTime() < lastSuccessAt.getTime() - clocksAgreeMs;
}
