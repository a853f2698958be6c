import type { RemoteEvent } from "../calendar/event";
import { toFingerprintText } from "../calendar/event-fingerprint";
import { spanOf } from "../calendar/event-times";
import { classifyMeeting } from "../calendar/meeting";
import type { SetAside } from "../calendar/quarantine";
import type { ChangePage } from "../ports/calendar-provider";
import { isInWindow } from "../time/interval";
import { writeLagMs, type KnownEvent, type PlannedEvent } from "./known-event";
import { findLatest, type LastWord } from "./latest-changes";
import { advance, type Round } from "./round";

export type PagePolicy = {
  readonly now: Date;
  readonly calendarZone: string;
  readonly updatedAtOnlyGrows: boolean;
  readonly replacesSeries: boolean;
  /** Makes a short fingerprint of a long text, such as SHA-256. */
  readonly digest: (text: string) => string;
};

export type PageInput = {
  readonly page: ChangePage;
  /** The rows of `keysOf(page)`. */
  readonly known: readonly KnownEvent[];
  /** Those ids of the page that are set aside now. */
  readonly setAsideIds: ReadonlySet<string>;
  readonly round: Round;
  readonly policy: PagePolicy;
};

export type PageCounts = Readonly<
  Record<
    "added" | "changed" | "touched" | "unchanged" | "removed" | "setAside" | "outside" | "older" | "repeated",
    number
  >
>;

/** What to do about a page. Removals are only staged: whether they are believed is decided at the round's end. */
export type PagePlan = {
  readonly inserts: readonly PlannedEvent[];
  readonly updates: readonly (PlannedEvent & { readonly id: string })[];
  /** Same content under a new version. */
  readonly touches: readonly { readonly id: string; readonly remoteVersion: string; readonly updatedAt: Date | null }[];
  /** Rows to be marked with the round: it has seen them, and a removal staged for them is void. */
  readonly seen: readonly string[];
  readonly stage: readonly { readonly id: string; readonly because: "removed" | "moved_out" }[];
  readonly setAside: readonly SetAside[];
  /** No longer set aside. */
  readonly released: readonly string[];
  readonly round: Round;
  readonly counts: PageCounts;
};

type Draft = {
  inserts: PlannedEvent[];
  updates: (PlannedEvent & { id: string })[];
  touches: { id: string; remoteVersion: string; updatedAt: Date | null }[];
  seen: string[];
  stage: { id: string; because: "removed" | "moved_out" }[];
  setAside: SetAside[];
  counts: Record<keyof PageCounts, number>;
};

/**
 * Compares a page with what is known. The same page planned twice plans nothing the second time; the order of changes
 * to different events does not matter.
 */
export function planPage(input: PageInput): PagePlan {
  const { page, known, setAsideIds, round } = input;
  const { words, nameless, repeated } = findLatest(page.changes, known);
  const rows = new Map(known.map((row) => [row.remoteId, row]));
  const draft: Draft = {
    inserts: [],
    updates: [],
    touches: [],
    seen: [],
    stage: [],
    setAside: [...nameless],
    counts: {
      added: 0,
      changed: 0,
      touched: 0,
      unchanged: 0,
      removed: 0,
      setAside: nameless.length,
      outside: 0,
      older: 0,
      repeated,
    },
  };
  for (const [remoteId, word] of words) planWord(draft, { word, row: rows.get(remoteId) ?? null, input });

  const isSettled = (word: LastWord | undefined) => word?.kind === "event" || word?.kind === "removed";
  const unresolved = new Map(round.unresolved.map((each) => [each.remoteId, each]));
  for (const [remoteId, word] of words) {
    if (word.kind === "unresolved") unresolved.set(remoteId, word.unresolved);
    else unresolved.delete(remoteId);
  }
  const { counts, ...actions } = draft;
  return {
    ...actions,
    released: [...setAsideIds].filter((remoteId) => isSettled(words.get(remoteId))),
    round: advance(round, page, [...unresolved.values()]),
    counts,
  };
}

type Case = { readonly word: LastWord; readonly row: KnownEvent | null; readonly input: PageInput };

function planWord(draft: Draft, { word, row, input }: Case): void {
  switch (word.kind) {
    case "event":
      return planEvent(draft, { event: word.event, row, input });
    case "set_aside":
      // The state that we could read last stays: an unreadable change is no deletion.
      draft.setAside.push(word.setAside);
      draft.counts.setAside += 1;
      return markSeen(draft, row, input);
    case "removed":
      if (row) stageRemoval(draft, row, "removed");
      return;
    case "unresolved":
      return markSeen(draft, row, input);
  }
}

type EventCase = { readonly event: RemoteEvent; readonly row: KnownEvent | null; readonly input: PageInput };

function planEvent(draft: Draft, { event, row, input }: EventCase): void {
  const { round, policy } = input;
  if (row && isOlder(event, row, input)) {
    draft.counts.older += 1;
    return markSeen(draft, row, input);
  }
  const span = spanOf(event.times, policy.calendarZone);
  if (!isInWindow(span, round.window)) {
    draft.counts.outside += 1;
    if (row) stageRemoval(draft, row, "moved_out");
    return;
  }
  const fingerprint = policy.digest(toFingerprintText(event));
  if (row === null || row.fingerprint !== fingerprint) {
    const planned = { event, fingerprint, span, meeting: classifyMeeting(event) };
    if (row) draft.updates.push({ ...planned, id: row.id });
    else draft.inserts.push(planned);
    draft.counts[row ? "changed" : "added"] += 1;
  } else if (row.remoteVersion !== event.remoteVersion) {
    draft.touches.push({ id: row.id, remoteVersion: event.remoteVersion, updatedAt: event.updatedAt });
    draft.counts.touched += 1;
  } else draft.counts.unchanged += 1;
  markSeen(draft, row, input);
}

function stageRemoval(draft: Draft, row: KnownEvent, because: "removed" | "moved_out"): void {
  draft.counts.removed += 1;
  if (row.staged !== because) draft.stage.push({ id: row.id, because });
}

/** Only where the round's end asks who was seen: a plain delta that changes nothing writes nothing. */
function markSeen(draft: Draft, row: KnownEvent | null, { round, policy }: PageInput): void {
  if (row === null) return;
  const isAskedFor = round.kind === "full" || (policy.replacesSeries && row.seriesId !== null);
  if (isAskedFor || row.staged !== null) draft.seen.push(row.id);
}

/**
 * I4, F59. In a delta an older state is old news where times of change only grow; right after a write of ours it is
 * everywhere. A full read is believed otherwise: it also heals what a delta got wrong.
 */
function isOlder(event: RemoteEvent, row: KnownEvent, { round, policy }: PageInput): boolean {
  if (event.updatedAt === null || row.updatedAt === null || event.updatedAt >= row.updatedAt) return false;
  const isJustWritten = row.writtenAt !== null && policy.now.getTime() - row.writtenAt.getTime() < writeLagMs;
  return isJustWritten || (round.kind === "delta" && policy.updatedAtOnlyGrows);
}
