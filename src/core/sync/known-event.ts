import type { RemoteEvent } from "../calendar/event";
import type { MeetingVerdict } from "../calendar/meeting";
import type { ChangePage } from "../ports/calendar-provider";
import type { Interval } from "../time/interval";

/** Why an event leaves the mirror. Only the first three are deletions; the others are our window's doing. */
export type RemovalReason = "removed" | "absent" | "absent_from_series" | "moved_out" | "fell_out";

/** What planning needs of a mirrored event. */
export type KnownEvent = {
  readonly id: string;
  readonly remoteId: string;
  readonly remoteVersion: string;
  readonly seriesId: string | null;
  readonly updatedAt: Date | null;
  readonly fingerprint: string;
  /** Only used to tell what lies well inside the window; of an all-day event it may be off by a zone's offset. */
  readonly span: Interval;
  /** When we last wrote it to the provider ourselves. */
  readonly writtenAt: Date | null;
};

/** An event as its row will be. */
export type PlannedEvent = {
  readonly event: RemoteEvent;
  readonly fingerprint: string;
  readonly span: Interval;
  readonly meeting: MeetingVerdict;
};

export type PageKeys = { readonly remoteIds: readonly string[]; readonly seriesIds: readonly string[] };

/** The rows to load before a page is planned: those with one of the ids, and those of one of the series. */
export function keysOf(page: ChangePage): PageKeys {
  const remoteIds = new Set<string>();
  const seriesIds = new Set<string>();
  for (const change of page.changes) {
    if (change.kind === "event") remoteIds.add(change.event.remoteId);
    else if (change.kind === "set_aside" && change.setAside.remoteId !== null) remoteIds.add(change.setAside.remoteId);
    else if (change.kind === "unresolved") remoteIds.add(change.remoteId);
    else if (change.kind === "removed") {
      remoteIds.add(change.remoteId);
      seriesIds.add(change.remoteId);
    }
  }
  return { remoteIds: [...remoteIds], seriesIds: [...seriesIds] };
}

/** Providers answer with the old state for a while after a write: what we wrote is not undone by that. */
export const writeLagMs = 2 * 60_000;
