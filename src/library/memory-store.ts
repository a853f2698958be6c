import type { RemoteEvent } from "@/core/calendar/event";
import type { QuarantineReason } from "@/core/calendar/quarantine";
import {
  LeaseLost,
  timesTold,
  type EndFacts,
  type FailureFacts,
  type PageSave,
  type SyncFacts,
  type SyncStore,
} from "@/core/ports/sync-store";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { FailureEnd, RoundVerdict } from "@/core/sync/decide-run-end";
import type { KnownEvent, PlannedEvent } from "@/core/sync/known-event";
import { surelyInside, type RoundEnd } from "@/core/sync/plan-round-end";
import type { Round } from "@/core/sync/round";
import { isInWindow } from "@/core/time/interval";
import type { PollingFacts } from "@/core/work/polling-interval";

type Row = KnownEvent & { readonly event: RemoteEvent; readonly isMeeting: boolean; readonly roundId: string | null };

type MemoryState = SyncFacts & {
  readonly nextSyncAt: Date | null;
  readonly lastSuccessAt: Date | null;
};

/** One calendar's mirror in memory: for programs that need no more, and for tests. */
export type MemoryStore = SyncStore & {
  readonly state: () => MemoryState;
  readonly events: () => readonly RemoteEvent[];
  readonly quarantine: () => ReadonlyMap<string, QuarantineReason>;
  /** Another run takes over: whoever opened the store before writes nothing more. */
  readonly takeOver: () => MemoryStore;
  /** A person has looked at a deletion that waits. */
  readonly approveDeletion: (at: Date) => void;
};

type Memory = {
  state: MemoryState;
  rows: Map<string, Row>;
  seen: Set<string>;
  setAside: Map<string, QuarantineReason>;
  fence: number;
  readonly around: Around;
};

const keptFullReads = 5;

/** What only the program around it knows: whether push delivers, whether somebody is here. */
type Around = () => Partial<PollingFacts>;

export function createMemoryStore(calendar: SyncFacts["calendar"], around: Around = () => ({})): MemoryStore {
  const state: MemoryState = {
    calendar,
    cursor: null,
    coverage: null,
    open: null,
    fullReadsAt: [],
    wantsFullRead: false,
    held: null,
    unresolvedRounds: 0,
    count: { failures: 0, isDisabled: false },
    nextSyncAt: null,
    lastSuccessAt: null,
    lastFailure: null,
  };
  return openStore({ state, rows: new Map(), seen: new Set(), setAside: new Map(), fence: 0, around });
}

function openStore(memory: Memory): MemoryStore {
  const fence = (memory.fence += 1);
  /** All of it or nothing, as a transaction. */
  const write = <T>(run: (draft: Memory) => T): Promise<T> =>
    Promise.resolve().then(() => {
      if (memory.fence !== fence) throw new LeaseLost();
      const draft = { ...memory, rows: new Map(memory.rows), seen: new Set(memory.seen) };
      draft.setAside = new Map(memory.setAside);
      const result = run(draft);
      Object.assign(memory, draft);
      return result;
    });
  return {
    loadFacts: () => Promise.resolve(memory.state),
    loadKnown: ({ remoteIds, seriesIds }) => {
      const wanted = new Set(seriesIds);
      const known = new Map(remoteIds.flatMap((id) => [memory.rows.get(id) ?? []].flat()).map((row) => [row.id, row]));
      for (const row of memory.rows.values())
        if (row.seriesId !== null && wanted.has(row.seriesId)) known.set(row.id, row);
      const setAsideIds = new Set(remoteIds.filter((id) => memory.setAside.has(id)));
      return Promise.resolve({ known: [...known.values()], setAsideIds, openWrites: [], cancelledAt: new Map() });
    },
    savePage: (page, mark) =>
      write((draft) => {
        applyPage(draft, page);
        draft.state = { ...draft.state, open: { round: page.plan.round, mark } };
      }),
    saveLastPage: (page, decide) => write((draft) => applyLastPage(draft, page, decide)),
    saveFailure: ({ error }, decide) => write((draft) => applyFailure(draft, error.kind, decide)),
    release: (dueAt) =>
      write((draft) => {
        draft.state = { ...draft.state, nextSyncAt: dueAt ?? draft.state.nextSyncAt };
      }),
    state: () => memory.state,
    events: () => [...memory.rows.values()].map(({ event }) => event),
    quarantine: () => memory.setAside,
    takeOver: () => openStore(memory),
    approveDeletion: (at) => {
      const { held } = memory.state;
      if (held !== null) memory.state = { ...memory.state, held: { ...held, approvedAt: at } };
    },
  };
}

function applyPage(memory: Memory, { plan }: PageSave): void {
  const { round } = plan;
  for (const planned of [...plan.inserts, ...plan.updates]) {
    const row = toRow(planned, round);
    memory.rows.set(row.remoteId, row);
  }
  const byId = new Map([...memory.rows.values()].map((row) => [row.id, row]));
  for (const { id, remoteVersion, updatedAt } of plan.touches) {
    const row = byId.get(id);
    if (row) memory.rows.set(row.remoteId, { ...row, remoteVersion, updatedAt });
  }
  if (isFirstPage(round)) {
    memory.seen.clear();
    memory.state = { ...memory.state, fullReadsAt: withFullRead(memory.state.fullReadsAt, round) };
  }
  for (const remoteId of plan.seen) memory.seen.add(remoteId);
  for (const { remoteId, reason } of plan.setAside) if (remoteId !== null) memory.setAside.set(remoteId, reason);
  for (const remoteId of plan.released) memory.setAside.delete(remoteId);
}

const isFirstPage = ({ pages }: Round) => pages === 1;
const withFullRead = (fullReadsAt: readonly Date[], { kind, startedAt }: Round) =>
  kind === "full" ? [...fullReadsAt, startedAt].slice(-keptFullReads) : fullReadsAt;

function toRow({ event, fingerprint, span, meeting }: PlannedEvent, round: Round): Row {
  const { remoteId, remoteVersion, updatedAt, series } = event;
  return {
    id: remoteId,
    ...{ remoteId, remoteVersion, updatedAt, fingerprint, span, event },
    seriesId: series?.seriesId ?? null,
    writtenAt: null,
    isMeeting: meeting.isMeeting,
    roundId: round.id,
  };
}

function applyLastPage(memory: Memory, page: PageSave, decide: (facts: EndFacts) => RoundVerdict): RoundVerdict {
  applyPage(memory, page);
  const { round } = page.plan;
  const verdict = decide(endFactsOf(memory, round, page.now));
  const { end } = verdict;
  if (end.kind === "complete") {
    const leaving = new Set(end.removals.map(({ id }) => id));
    for (const row of memory.rows.values()) if (leaving.has(row.id)) memory.rows.delete(row.remoteId);
    for (const { remoteId, reason } of end.setAside) if (remoteId !== null) memory.setAside.set(remoteId, reason);
  }
  memory.state = { ...memory.state, ...stateAfter(memory.state, round, end), nextSyncAt: verdict.nextSyncAt };
  if (end.kind === "complete") memory.state = { ...memory.state, lastSuccessAt: page.plan.round.startedAt };
  return verdict;
}

function stateAfter(state: MemoryState, { kind, window, startedAt }: Round, end: RoundEnd): Partial<MemoryState> {
  const common = { open: null, count: { failures: 0, isDisabled: false }, lastFailure: null };
  if (end.kind === "unresolved") return { ...common, unresolvedRounds: state.unresolvedRounds + 1 };
  if (end.kind === "held") return { ...common, held: end.held };
  const coverage = kind === "full" ? { window, baselinedAt: startedAt } : state.coverage;
  return { ...common, cursor: end.cursor, coverage, held: null, unresolvedRounds: 0 };
}

function endFactsOf({ rows, seen, around }: Memory, round: Round, now: Date): EndFacts {
  const all = [...rows.values()];
  const window = surelyInside(round.window);
  const inside = all.filter(({ span }) => isInWindow(span, window));
  const replaced = new Set(round.replacedSeries);
  const isAsked = (row: Row) => round.kind === "full" || (row.seriesId !== null && replaced.has(row.seriesId));
  const nextMeeting = all
    .filter((row) => row.isMeeting && row.span.from >= now)
    .sort((a, b) => a.span.from.getTime() - b.span.from.getTime())[0];
  return {
    staged: round.staged.flatMap(({ remoteId }) => [rows.get(remoteId) ?? []].flat()),
    unseen: all.filter((row) => isAsked(row) && !seen.has(row.remoteId) && row.roundId !== round.id),
    live: { events: inside.length, things: new Set(inside.map((row) => row.seriesId ?? row.remoteId)).size },
    polling: {
      isPushHealthy: false,
      personSeenAt: null,
      lastChangeAt: null,
      changesPerDay: 0,
      nextMeetingAt: nextMeeting?.span.from ?? null,
      ...around(),
    },
  };
}

function applyFailure(
  memory: Memory,
  kind: ProviderErrorKind,
  decide: (facts: FailureFacts) => FailureEnd,
): FailureEnd {
  const end = decide({ isProviderOutage: false });
  const { count, nextSyncAt, dropsCursor, dropsRound } = end;
  const { cursor, open } = memory.state;
  memory.state = {
    ...memory.state,
    ...{ count, nextSyncAt, lastFailure: { kind, times: timesTold(memory.state, kind) + 1 } },
    cursor: dropsCursor ? null : cursor,
    open: dropsRound ? null : open,
  };
  return end;
}
