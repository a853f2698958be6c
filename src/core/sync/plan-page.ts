import type { RemoteEvent } from "../calendar/event";
import { toFingerprintText } from "../calendar/event-fingerprint";
import { spanOf } from "../calendar/event-times";
import { classifyMeeting } from "../calendar/meeting";
import type { SetAside } from "../calendar/quarantine";
import type { ChangePage } from "../ports/calendar-provider";
import { isInWindow } from "../time/interval";
import { writeLagMs, type KnownEvent, type PlannedEvent } from "./known-event";
import { findLatest, type LastWord } from "./latest-changes";
import { advance, type Round, type StagedRemoval, type Unresolved } from "./round";

export type PagePolicy = {
  readonly now: Date;
  readonly calendarZone: string;
  readonly updatedAtOnlyGrows: boolean;
  readonly replacesSeries: boolean;
  /** A choice for the calendar: whatever is no meeting is not mirrored. */
  readonly meetingsOnly: boolean;
  /** Makes a short fingerprint of a long text, such as SHA-256. */
  readonly digest: (text: string) => string;
};

export type PageInput = {
  readonly page: ChangePage;
  /** The rows of `keysOf(page)`. */
  readonly known: readonly KnownEvent[];
  /** Those ids of the page that are set aside now. */
  readonly setAsideIds: ReadonlySet<string>;
  /** Of the page's events those that we cancelled ourselves, and when. */
  readonly cancelledAt: ReadonlyMap<string, Date>;
  readonly round: Round;
  readonly policy: PagePolicy;
};

export type PageCounts = Readonly<
  Record<
    "added" | "changed" | "touched" | "unchanged" | "removed" | "setAside" | "outside" | "older" | "repeated",
    number
  >
>;

/** What to do about a page, in one transaction with its round. Removals wait in the round: whether they are believed is decided at its end. */
export type PagePlan = {
  readonly inserts: readonly PlannedEvent[];
  readonly updates: readonly (PlannedEvent & { readonly id: string })[];
  /** Same content under a new version. */
  readonly touches: readonly { readonly id: string; readonly remoteVersion: string; readonly updatedAt: Date | null }[];
  /** Ids to be remembered as seen in this round, where its end asks for them. */
  readonly seen: readonly string[];
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
  setAside: SetAside[];
  readonly staged: Map<string, StagedRemoval>;
  readonly unresolved: Map<string, Unresolved>;
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
    setAside: [...nameless],
    staged: new Map(round.staged.map((each) => [each.remoteId, each])),
    unresolved: new Map(round.unresolved.map((each) => [each.remoteId, each])),
    counts: { ...noCounts, setAside: nameless.length, repeated },
  };
  for (const [remoteId, word] of words) {
    draft.staged.delete(remoteId);
    draft.unresolved.delete(remoteId);
    planWord(draft, { remoteId, word, row: rows.get(remoteId) ?? null, input });
  }
  const { counts, staged, unresolved, ...actions } = draft;
  const isSettled = (word: LastWord | undefined) => word?.kind === "event" || word?.kind === "removed";
  return {
    ...actions,
    released: [...setAsideIds].filter((remoteId) => isSettled(words.get(remoteId))),
    round: advance(round, page, { staged: [...staged.values()], unresolved: [...unresolved.values()] }),
    counts,
  };
}

const noCounts: PageCounts = {
  added: 0,
  changed: 0,
  touched: 0,
  unchanged: 0,
  removed: 0,
  setAside: 0,
  outside: 0,
  older: 0,
  repeated: 0,
};

type Case = {
  readonly remoteId: string;
  readonly word: LastWord;
  readonly row: KnownEvent | null;
  readonly input: PageInput;
};

function planWord(draft: Draft, { remoteId, word, row, input }: Case): void {
  switch (word.kind) {
    case "event":
      return planEvent(draft, { event: word.event, row, input });
    case "set_aside":
      // The state that we could read last stays: an unreadable change is no deletion.
      draft.setAside.push(word.setAside);
      draft.counts.setAside += 1;
      return remember(draft, { remoteId, seriesId: row?.seriesId ?? null }, input);
    case "removed":
      if (row) stageRemoval(draft, { remoteId, because: "removed" });
      return;
    case "unresolved":
      draft.unresolved.set(remoteId, word.unresolved);
      return remember(draft, word.unresolved, input);
  }
}

type EventCase = { readonly event: RemoteEvent; readonly row: KnownEvent | null; readonly input: PageInput };

function planEvent(draft: Draft, { event, row, input }: EventCase): void {
  const { remoteId } = event;
  const { round, policy } = input;
  const place = { remoteId, seriesId: event.series?.seriesId ?? null };
  if (row === null && isBeforeCancelling(event, input)) {
    draft.counts.older += 1;
    return;
  }
  if (row && isOlder(event, row, input)) {
    draft.counts.older += 1;
    return remember(draft, place, input);
  }
  const span = spanOf(event.times, policy.calendarZone);
  const meeting = classifyMeeting(event);
  if (!isInWindow(span, round.window) || (policy.meetingsOnly && !meeting.isMeeting)) {
    draft.counts.outside += 1;
    if (row) stageRemoval(draft, { remoteId, because: "moved_out" });
    return;
  }
  planContent(draft, { event, span, meeting, fingerprint: policy.digest(toFingerprintText(event)) }, row);
  remember(draft, place, input);
}

function planContent(draft: Draft, planned: PlannedEvent, row: KnownEvent | null): void {
  const { event, fingerprint } = planned;
  if (row === null) {
    draft.inserts.push(planned);
    draft.counts.added += 1;
  } else if (row.fingerprint !== fingerprint) {
    draft.updates.push({ ...planned, id: row.id });
    draft.counts.changed += 1;
  } else if (row.remoteVersion !== event.remoteVersion) {
    draft.touches.push({ id: row.id, remoteVersion: event.remoteVersion, updatedAt: event.updatedAt });
    draft.counts.touched += 1;
  } else draft.counts.unchanged += 1;
}

function stageRemoval(draft: Draft, removal: StagedRemoval): void {
  draft.counts.removed += 1;
  draft.staged.set(removal.remoteId, removal);
}

/** Only where the round's end asks who was seen: a plain delta that changes nothing writes nothing. */
function remember(draft: Draft, { remoteId, seriesId }: Unresolved, { round, policy }: PageInput): void {
  if (round.kind === "full" || (policy.replacesSeries && seriesId !== null)) draft.seen.push(remoteId);
}

/** F59. We have just cancelled it, and the provider still shows the time before; whoever restores it changes it after that. */
function isBeforeCancelling({ remoteId, updatedAt }: RemoteEvent, { cancelledAt, policy }: PageInput): boolean {
  const at = cancelledAt.get(remoteId);
  if (at === undefined || policy.now.getTime() - at.getTime() >= writeLagMs) return false;
  return updatedAt === null || updatedAt < at;
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
