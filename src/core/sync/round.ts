import type { ChangePage, PageMark } from "../ports/calendar-provider";
import type { Interval } from "../time/interval";

/** An event of which we only know that it changed. */
export type Unresolved = { readonly remoteId: string; readonly seriesId: string | null };

/** Why an event is to leave: the provider removed it, or it is no longer what we mirror. */
export type StagedRemoval = { readonly remoteId: string; readonly because: "removed" | "moved_out" };

/**
 * One reading of a calendar from its first page to its last. It is stored with each page, so that another process can
 * go on; the cursor that it ends with is stored with its end.
 */
export type Round = {
  readonly id: string;
  /** A full read says everything there is in the window; a delta only what changed. */
  readonly kind: "full" | "delta";
  readonly window: Interval;
  readonly startedAt: Date;
  readonly pages: number;
  /** Traces of the marks that were followed, to notice a circle. */
  readonly traces: readonly string[];
  readonly replacedSeries: readonly string[];
  readonly unresolved: readonly Unresolved[];
  /** Removals that were heard of: they wait for the end, and a later word about the event makes them void. */
  readonly staged: readonly StagedRemoval[];
};

export const mostPages = 2_000;

export type RoundStart = Pick<Round, "id" | "kind" | "window" | "startedAt">;
export const startRound = (start: RoundStart): Round => ({
  ...start,
  pages: 0,
  traces: [],
  replacedSeries: [],
  unresolved: [],
  staged: [],
});

/** F75: whether the page leads back to where we were, or there is no end of pages. Ask before the page is planned. */
export function isEndless(round: Round, page: ChangePage): boolean {
  if (page.next.kind === "end") return false;
  return round.pages + 1 >= mostPages || round.traces.includes(traceOf(page.next.mark));
}

/** The round with one page more. */
export function advance(round: Round, page: ChangePage, waiting: Pick<Round, "unresolved" | "staged">): Round {
  const series = page.changes.flatMap((change) => (change.kind === "series" ? [change.seriesId] : []));
  return {
    ...round,
    pages: round.pages + 1,
    traces: page.next.kind === "page" ? [...round.traces, traceOf(page.next.mark)] : round.traces,
    replacedSeries: series.length === 0 ? round.replacedSeries : [...new Set([...round.replacedSeries, ...series])],
    unresolved: waiting.unresolved,
    staged: waiting.staged,
  };
}

/** A short trace of a long mark: two 32-bit FNV-1a sums, one from each end. Guards against circles, not against malice. */
function traceOf(mark: PageMark): string {
  let forward = 0x811c9dc5;
  let backward = 0x811c9dc5;
  for (let index = 0; index < mark.length; index += 1) {
    forward = Math.imul(forward ^ mark.charCodeAt(index), 0x01000193);
    backward = Math.imul(backward ^ mark.charCodeAt(mark.length - 1 - index), 0x01000193);
  }
  return `${(forward >>> 0).toString(36)}-${(backward >>> 0).toString(36)}`;
}
