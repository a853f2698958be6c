import { LeaseLost, timesTold, type FailureSave, type PageSave, type SyncStore } from "@/core/ports/sync-store";
import { countRows, findNextMeetingAt, loadEndFacts, lockState, type LockedState } from "@/server/db/sync/end-facts";
import {
  countEvents,
  forgetSeen,
  giveLeaseBack,
  removeEvents,
  storeComplete,
  storeFailed,
  storeUnproven,
  type FencedPlace,
  type NextTurn,
} from "@/server/db/sync/end-run";
import { loadKnownPage } from "@/server/db/sync/known-events";
import { findRunFacts, type RunFacts } from "@/server/db/sync/load-facts";
import { servedAt } from "@/server/db/sync/request-sync";
import { closeLostRuns, storeRun } from "@/server/db/sync/sync-runs";
import { followEvents } from "@/server/db/meetings/follow-events";
import { noteDiverging } from "@/server/booking/follow";
import { setEventsAside, storeOpenRound, releaseUnlisted, writePage } from "@/server/db/sync/write-page";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { recordCalendarHealth } from "@/server/health/record-health";
import { noteFailedRead } from "@/server/db/push/after-read";
import { afterRead } from "@/server/push/after-read";
import { askToReconnect } from "@/server/tokens/ask-to-reconnect";
import type { SyncClaim } from "@/server/work/claim";
import { openRunRecord, type RunRecord } from "./run-record";
import type { CallTally } from "@/server/resilience/call-tally";

type Store = {
  readonly deps: Deps;
  readonly of: FencedPlace;
  readonly facts: RunFacts;
  readonly record: RunRecord;
  /** One transaction under the fence; whoever lost the lease writes nothing. */
  readonly write: <T>(run: (tx: Tx, state: LockedState) => Promise<T>) => Promise<T>;
};

/** The mirror in PostgreSQL, for one claim of one calendar. Throws LeaseLost when the claim is over already. */
export async function openSyncStore(
  deps: Deps,
  claim: SyncClaim,
  { tally }: { readonly tally: CallTally },
): Promise<SyncStore & { readonly facts: RunFacts }> {
  const { workspaceId, calendarId, fence } = claim;
  const of: FencedPlace = { workspaceId, calendarId, fence };
  const startedAt = deps.now();
  const facts = await loadFacts(deps, of);
  const record = openRunRecord(claim, { startedAt, tally, facts });
  const store: Store = {
    ...{ deps, of, facts, record },
    write: (run) => {
      // PostgreSQL may ask to repeat a transaction: what the run counted in it is counted once.
      const before = record.mark();
      return deps.db.inWorkspace({ workspaceId }, async (tx) => {
        record.goBackTo(before);
        const state = await lockState(tx, of, { fence, now: deps.now() });
        if (state === null) throw new LeaseLost();
        return run(tx, state);
      });
    },
  };
  return {
    facts,
    loadFacts: () => Promise.resolve(facts),
    loadKnown: (keys) => deps.db.inWorkspace({ workspaceId }, (tx) => loadKnownPage(tx, of, keys)),
    savePage: (page, mark) => store.write((tx) => savePage(tx, store, { page, mark })),
    saveLastPage: (page, decide) => store.write((tx, state) => saveLastPage(tx, store, { page, decide, state })),
    saveFailure: async (failure, decide) => {
      await sayWhoCanHelp(store, failure);
      return store.write((tx, state) => saveFailure(tx, store, { failure, decide, state }));
    },
    release: (dueAt) =>
      store.write(async (tx, state) => {
        await giveLeaseBack(tx, of, state.isAtRest ? null : dueAt);
        if (store.record.hasRow()) await storeRun(tx, of, store.record.end("aborted", { now: deps.now() }));
      }),
  };
}

async function loadFacts(deps: Deps, of: FencedPlace): Promise<RunFacts> {
  const facts = await deps.db.inWorkspace(of, (tx) => findRunFacts(tx, of, of.fence));
  if (facts === null) throw new LeaseLost();
  return facts;
}

/** Before the run's own end, since the connection is locked before its calendars. Said twice it is said once. */
async function sayWhoCanHelp({ deps, of, facts }: Store, { error, recovery }: FailureSave): Promise<void> {
  if (recovery.do !== "ask_to_reconnect") return;
  await loadFacts(deps, of);
  const where = { workspaceId: of.workspaceId, connectionId: facts.connectionId };
  const { action } = recovery;
  await deps.db.inWorkspace(of, (tx) => askToReconnect(tx, deps, where, { error, action }));
}

const ownerOf = ({ of, facts }: Store) => ({ ...of, userId: facts.userId });

async function savePage(tx: Tx, store: Store, { page, mark }: { page: PageSave; mark: string }): Promise<void> {
  const { of, record, deps } = store;
  const { refused } = await writePage(tx, ownerOf(store), page);
  const { round } = page.plan;
  const before = record.netChange();
  await storeOpenRound(tx, of, { round, mark, fence: of.fence, now: page.now });
  if (store.facts.open !== null && !record.hasRow()) await closeLostRuns(tx, of, page.now);
  await storeRun(tx, of, record.addPage(page, refused));
  // With its page, because another run may read the last one.
  await countEvents(tx, of, record.netChange() - before);
  if (round.pages === 1) await recordCalendarHealth(tx, deps, { ...of, isLocked: true });
}

type LastPage = {
  readonly page: PageSave;
  readonly decide: Parameters<SyncStore["saveLastPage"]>[1];
  readonly state: LockedState;
};

async function saveLastPage(tx: Tx, store: Store, last: LastPage): ReturnType<SyncStore["saveLastPage"]> {
  const { page, decide, state } = last;
  const { of, record, deps } = store;
  const { now } = page;
  const { round } = page.plan;
  const { refused } = await writePage(tx, ownerOf(store), page);
  record.addPage(page, refused);
  const polling = record.withChanges({ ...state.polling, nextMeetingAt: await nextMeetingAfter(tx, store, last) }, now);
  const verdict = decide({ ...(await loadEndFacts(tx, of, round)), polling });
  const { end } = verdict;
  if (end.kind === "complete") {
    await removeEvents(tx, of, { removals: end.removals, now });
    await setEventsAside(tx, of, { setAside: end.setAside, now });
    await releaseUnlisted(tx, of, { round, now });
    record.addRemovals(end.removals);
  }
  await forgetSeen(tx, of, round);
  // A read that another run began may have written pages before.
  const hasWritten = record.hasWritten() || store.facts.open !== null;
  const common = {
    verdict,
    round,
    now,
    events: await countAfter(tx, of, round.kind === "full" || hasWritten || record.netChange() !== 0),
    durationMs: record.durationMs(now),
    next: nextTurn(store, state, verdict.nextSyncAt),
  };
  if (end.kind === "complete") {
    const { changes, recentChanges } = record.changesWith(state.polling);
    await storeComplete(tx, of, {
      ...common,
      cursor: end.cursor,
      changes,
      recentChanges,
      isAskedAnew: isAskedAnew(store.facts, state),
    });
    if (hasWritten) {
      await followEvents(tx, of, now);
      await noteDiverging(tx, of, now);
    }
    const { lastSuccessAt } = store.facts;
    await afterRead(tx, deps, { of, ...record.asRead(changes), now, lastReadAt: lastSuccessAt });
  } else await storeUnproven(tx, of, common);
  if (store.facts.open !== null) await closeLostRuns(tx, of, now);
  await storeRun(tx, of, record.end(outcomes[end.kind], { now }));
  await recordCalendarHealth(tx, deps, { ...of, isLocked: true });
  return verdict;
}

/** New ones can only be earlier; one that was changed may have been the next. */
async function nextMeetingAfter(tx: Tx, { of }: Store, { page: { plan, now }, state }: LastPage): Promise<Date | null> {
  if (plan.updates.length > 0) return findNextMeetingAt(tx, of, now);
  return plan.inserts.reduce<Date | null>((next, { meeting, span }) => {
    const isNearer = meeting.isMeeting && span.from >= now && (next === null || span.from < next);
    return isNearer ? span.from : next;
  }, state.polling.nextMeetingAt);
}

const outcomes = { complete: "succeeded", held: "held", unresolved: "waiting" } as const;

/** What wrote counts what is there: a write of ours may have put in or taken out the same event meanwhile. */
const countAfter = (tx: Tx, of: FencedPlace, isChanged: boolean): Promise<number> | null =>
  isChanged ? countRows(tx, of) : null;

/**
 * A request that came while the run was reading may be about what it had read already: due again soon. What nobody
 * wants read any more is not made due by a run that began before.
 */
function nextTurn({ facts, deps }: Store, state: LockedState, dueAt: Date | null): NextTurn {
  if (state.isAtRest) return { dueAt: null, priority: 0 };
  if (!isAskedAnew(facts, state)) return { dueAt, priority: 0 };
  const priority = state.requestedPriority ?? 0;
  return { dueAt: dueAt === null ? null : servedAt(deps.now(), priority), priority };
}

const isAskedAnew = ({ requestedAt }: RunFacts, state: LockedState): boolean =>
  state.requestedAt !== null && state.requestedAt.getTime() !== (requestedAt?.getTime() ?? null);

type Failing = {
  readonly failure: FailureSave;
  readonly decide: Parameters<SyncStore["saveFailure"]>[1];
  readonly state: LockedState;
};

async function saveFailure(
  tx: Tx,
  store: Store,
  { failure, decide, state }: Failing,
): ReturnType<SyncStore["saveFailure"]> {
  const { of, record, deps } = store;
  const { error, now } = failure;
  const { kind, facts } = error;
  const end = decide({ isProviderOutage: state.isProviderOutage });
  await storeFailed(tx, of, {
    ...{ kind, facts, end, now, times: timesTold(store.facts, kind) + 1 },
    next: nextTurn(store, state, end.nextSyncAt),
    durationMs: record.durationMs(now),
  });
  if (store.facts.open !== null) await closeLostRuns(tx, of, now);
  await storeRun(tx, of, record.end("failed", { now, errorKind: kind }));
  await noteFailedRead(tx, of, { startedAt: record.startedAt, code: kind });
  await recordCalendarHealth(tx, deps, { ...of, isLocked: true });
  return end;
}
