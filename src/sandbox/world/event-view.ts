import type { EventRecord } from "./event";
import type { EventStore } from "./event-store";

/** A calendar's events as a reader sees them: now, or as they were at an earlier revision. */
export interface EventView {
  readonly revision: number;
  all(): readonly EventRecord[];
  changedSince(revision: number): EventRecord[];
  get(id: string): EventRecord | undefined;
  exceptionsOf(seriesId: string): EventRecord[];
}

export function viewAt(events: EventStore, revision: number): EventView {
  if (revision >= events.revision) return events;
  const old = (records: readonly EventRecord[]): EventRecord[] =>
    records.flatMap((record) => events.asOf(record, revision) ?? []);
  return {
    revision,
    all: () => old(events.all()),
    changedSince: (since) => old(events.changedSince(since)).filter((record) => record.revision > since),
    get: (id) => old([events.get(id)].filter((record) => record !== undefined))[0],
    exceptionsOf: (seriesId) => old(events.exceptionsOf(seriesId)),
  };
}
