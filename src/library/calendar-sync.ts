import { isProviderError } from "@/core/errors/provider-error";
import type { CalendarProvider, ReadRequest } from "@/core/ports/calendar-provider";
import type { Access } from "@/core/ports/provider-call";
import { LeaseLost, type SyncFacts, type SyncStore } from "@/core/ports/sync-store";
import { decideRead, type ReadDecision } from "@/core/sync/decide-read";
import type { PageCounts } from "@/core/sync/plan-page";
import { decideAfterRound, type RoundVerdict } from "@/core/sync/decide-run-end";
import { planRoundEnd } from "@/core/sync/plan-round-end";
import { startRound, type Round } from "@/core/sync/round";
import { endInFailure } from "./end-in-failure";
import { openReader, type Reader } from "./read-page";
import { addCounts, planNextPage } from "./take-page";
import type { SyncEnd } from "./sync-end";

/** What one calendar's sync needs. Time and chance come in, so that a run can be repeated. */
export type CalendarSync = {
  readonly provider: CalendarProvider;
  readonly store: SyncStore;
  readonly access: {
    readonly get: (signal: AbortSignal) => Promise<Access>;
    /** After a 401: another one than the last. Some providers say what they want to be told when it is renewed. */
    readonly renew: (signal: AbortSignal, claims?: string) => Promise<Access>;
  };
  readonly now: () => Date;
  readonly chance: () => number;
  readonly newId: () => string;
  /** A short fingerprint of a long text, such as SHA-256. */
  readonly digest: (text: string) => string;
};

/**
 * The order of one calendar's sync. Provider calls lie between the store's transactions, never inside one; a cursor is
 * stored with the last of what it covers.
 */
export function createCalendarSync(parts: CalendarSync): { sync(run: { signal: AbortSignal }): Promise<SyncEnd> } {
  return { sync: ({ signal }) => runSync(parts, signal) };
}

async function runSync(parts: CalendarSync, signal: AbortSignal): Promise<SyncEnd> {
  try {
    const facts = await parts.store.loadFacts();
    const reader = openReader(parts, facts, signal);
    try {
      return await readCalendar({ parts, facts, reader }, decideRead(facts, choosing(parts)));
    } catch (error) {
      if (!isProviderError(error)) throw error;
      return await endInFailure({ parts, facts, reader }, error, (again) =>
        readCalendar({ parts, facts: again, reader }, decideRead(again, choosing(parts))),
      );
    }
  } catch (error) {
    if (error instanceof LeaseLost) return { outcome: "lease_lost" };
    throw error;
  }
}

const choosing = ({ provider, now, chance }: CalendarSync) => ({
  hasDelta: provider.abilities.hasDelta,
  now: now(),
  random: chance,
});

type Run = { readonly parts: CalendarSync; readonly facts: SyncFacts; readonly reader: Reader };

async function readCalendar({ parts, facts, reader }: Run, decision: ReadDecision): Promise<SyncEnd> {
  const { store } = parts;
  if (decision.do === "wait") {
    await store.release(decision.until);
    return { outcome: "waiting", nextSyncAt: decision.until };
  }
  let { round, from } = beginRound(parts, decision);
  let counts: PageCounts | null = null;
  for (;;) {
    const page = await reader.readPage(round, from);
    const save = await planNextPage({ parts, facts, round }, page);
    counts = addCounts(counts, save.plan.counts);
    if (page.next.kind === "end") {
      const { cursor } = page.next;
      const verdict = await store.saveLastPage(save, (endFacts) => {
        const { unresolvedRounds, held } = facts;
        const { now } = save;
        const end = planRoundEnd({ ...endFacts, round: save.plan.round, cursor, held, unresolvedRounds, now });
        return decideAfterRound(end, {
          polling: endFacts.polling,
          startedAt: round.startedAt,
          now,
          random: parts.chance,
        });
      });
      return toEnd(verdict, save.plan.round, counts);
    }
    await store.savePage(save, page.next.mark);
    round = save.plan.round;
    from = { kind: "page", mark: page.next.mark };
  }
}

type From = ReadRequest["from"];

function beginRound({ newId }: CalendarSync, decision: Exclude<ReadDecision, { do: "wait" }>) {
  if (decision.do === "resume") return { round: decision.round, from: { kind: "page", mark: decision.mark } as From };
  const { kind, window, from, startedAt } = decision;
  return { round: startRound({ id: newId(), kind, window, startedAt }), from };
}

const outcomes = { complete: "succeeded", held: "held", unresolved: "waiting" } as const;

function toEnd({ end, nextSyncAt }: RoundVerdict, round: Round, counts: PageCounts): SyncEnd {
  const removed = end.kind === "complete" ? end.removals.length : 0;
  if (end.kind === "unresolved") return { outcome: "waiting", nextSyncAt };
  return { outcome: outcomes[end.kind], kind: round.kind, counts: { ...counts, removed }, nextSyncAt };
}
