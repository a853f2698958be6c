import type { DeltaState } from "./delta-token";
import { changedRows, headOf, rowsOf, type RowContext } from "./delta-rows";

/** A row as JSON. */
type Row = string;

export interface RoundPage {
  readonly rows: Row[];
  /** Where the next page goes on, or null when the round is done. */
  readonly next: DeltaState | null;
  /** Where the next round begins. */
  readonly done: DeltaState;
}

export interface PageWishes {
  readonly size: number;
  readonly emptyPages: boolean;
  readonly repeats: boolean;
  /** Changes after this revision are not seen yet: reads that lag behind writes. */
  readonly newest: number;
}

/** One page of a round: whole groups of rows until the page is full. */
export function cutDeltaPage(context: RowContext, state: DeltaState, wishes: PageWishes): RoundPage {
  const revision = Math.min(context.calendar.events.revision, wishes.newest);
  const startNext = (position: number): DeltaState => ({
    ...state,
    walk: "changes",
    position,
    baseline: position,
    page: 0,
    repeat: null,
  });
  // Between the pages of a round comes one without rows: a client must follow the link all the same.
  if (wishes.emptyPages && state.page === 1) {
    return { rows: [], next: { ...state, page: 2 }, done: startNext(state.position) };
  }
  const walked = state.walk === "all" ? walkAll(context, state, wishes) : walkChanges(context, state, wishes);
  const done = startNext(
    state.walk === "all" ? state.baseline : Math.max(walked.position, Math.min(revision, walked.upTo)),
  );
  if (!walked.finished) {
    const next = {
      ...state,
      position: walked.position,
      page: state.page + 1,
      repeat: state.repeat ?? (wishes.repeats ? walked.first : null),
    };
    return { rows: walked.rows, next, done };
  }
  return { rows: [...walked.rows, ...repeatedRows(context, state)], next: null, done };
}

interface Walked {
  readonly rows: Row[];
  readonly position: number;
  readonly upTo: number;
  readonly finished: boolean;
  /** Ordinal of the first event on this page. */
  readonly first: number | null;
}

function walkAll(context: RowContext, state: DeltaState, wishes: PageWishes): Walked {
  const { events } = context.calendar;
  const rows: Row[] = [];
  let first: number | null = null;
  let ordinal = state.position;
  for (; ordinal < events.size && rows.length < wishes.size; ordinal++) {
    const record = events.at(ordinal);
    const seen = record && record.revision > wishes.newest ? events.asOf(record, wishes.newest) : record;
    if (!seen || seen.deleted || seen.seriesId !== null) continue;
    const group = rowsOf(context, seen);
    if (group.length > 0) first ??= ordinal;
    rows.push(...group);
  }
  return { rows, position: ordinal, upTo: 0, finished: ordinal >= events.size, first };
}

function walkChanges(context: RowContext, state: DeltaState, wishes: PageWishes): Walked {
  const { events } = context.calendar;
  const changed = events.changedSince(state.position).filter((record) => record.revision <= wishes.newest);
  const rows: Row[] = [];
  const shown = new Set<string>();
  let position = state.position;
  let index = 0;
  let first: number | null = null;
  for (; index < changed.length && rows.length < wishes.size; index++) {
    const record = changed[index];
    if (!record) break;
    position = record.revision;
    const head = headOf(context.calendar, record);
    if (shown.has(head.id)) continue;
    shown.add(head.id);
    first ??= head.ordinal;
    rows.push(...changedRows(context, head));
  }
  const finished = index >= changed.length;
  return { rows, position, upTo: finished ? wishes.newest : position, finished, first };
}

/** The same item may come several times in a round; it comes as it is now, which is what "last wins" needs. */
function repeatedRows(context: RowContext, state: DeltaState): Row[] {
  const record = state.repeat === null ? undefined : context.calendar.events.at(state.repeat);
  return record ? changedRows(context, record) : [];
}
