import type { RemoteEvent } from "../calendar/event";
import type { SetAside } from "../calendar/quarantine";
import type { RemoteChange } from "../ports/calendar-provider";
import type { KnownEvent } from "./known-event";
import type { Unresolved } from "./round";

/** The last word of a page about one id. */
export type LastWord =
  | { readonly kind: "event"; readonly event: RemoteEvent }
  | { readonly kind: "set_aside"; readonly setAside: SetAside }
  | { readonly kind: "removed" }
  | { readonly kind: "unresolved"; readonly unresolved: Unresolved };

export type LatestChanges = {
  readonly words: ReadonlyMap<string, LastWord>;
  /** Events that cannot be kept and that have no id to speak of. */
  readonly nameless: readonly SetAside[];
  /** Changes that were overruled by a later one of the same page. */
  readonly repeated: number;
};

/**
 * What a page says in the end of each id: providers send an event several times in a round, and the last word counts.
 * A removal that names a series removes what is known of it and what the page has said of it so far.
 */
export function findLatest(changes: readonly RemoteChange[], known: readonly KnownEvent[]): LatestChanges {
  const words = new Map<string, LastWord>();
  const members: Members = new Map();
  const nameless: SetAside[] = [];
  let said = 0;
  for (const row of known) join(members, row.seriesId, row.remoteId);
  for (const change of changes) {
    if (change.kind === "event") join(members, change.event.series?.seriesId ?? null, change.event.remoteId);
    if (change.kind === "unresolved") join(members, change.seriesId, change.remoteId);
    if (change.kind === "set_aside" && change.setAside.remoteId === null) nameless.push(change.setAside);
    for (const [remoteId, word] of wordsOf(change, members)) {
      said += 1;
      words.set(remoteId, word);
    }
  }
  return { words, nameless, repeated: said - words.size };
}

type Members = Map<string, Set<string>>;

function join(members: Members, seriesId: string | null, remoteId: string): void {
  if (seriesId === null) return;
  const ids = members.get(seriesId) ?? new Set<string>();
  members.set(seriesId, ids.add(remoteId));
}

function wordsOf(change: RemoteChange, members: Members): readonly (readonly [string, LastWord])[] {
  switch (change.kind) {
    case "event":
      return [[change.event.remoteId, change]];
    case "set_aside":
      return change.setAside.remoteId === null ? [] : [[change.setAside.remoteId, change]];
    case "unresolved":
      return [
        [change.remoteId, { kind: "unresolved", unresolved: { remoteId: change.remoteId, seriesId: change.seriesId } }],
      ];
    case "removed":
      return [...new Set([change.remoteId, ...(members.get(change.remoteId) ?? [])])].map((remoteId) => [
        remoteId,
        { kind: "removed" },
      ]);
    case "series":
      return [];
  }
}
