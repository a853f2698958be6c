import { ChangeLog } from "../kernel/change-log";
import type { VirtualClock } from "../kernel/clock";
import type { EventFields, EventRecord, FormerSeries } from "./event";
import { sameShape } from "./series-shape";
import { originalKey, type When } from "./when";

/** How long older versions are kept for stale reads. */
const PRIOR_LIFE_MS = 15 * 60_000;
const MOST_PRIORS = 8;

export interface NewEvent extends EventFields {
  readonly id: string;
  readonly uid: string;
  readonly sequence?: number;
  readonly seriesId?: string;
  readonly original?: When;
  /** For seeding a world that already has a past. */
  readonly createdAt?: number;
}

export interface SavedEvents {
  readonly revision: number;
  readonly oldestToken: number;
  readonly records: readonly Omit<EventRecord, "prior">[];
}

export type EventChange = Partial<EventFields> & {
  readonly sequence?: number;
  readonly deleted?: boolean;
  /** Google: a change of reminders alone moves the etag but not `updated`. */
  readonly silent?: boolean;
};

/** The events of one calendar with their history of changes: what sync tokens and delta links are made of. */
export class EventStore {
  readonly #clock: VirtualClock;
  readonly #ordered: EventRecord[] = [];
  readonly #byId = new Map<string, number>();
  /** series id → occurrence key → event id */
  readonly #exceptions = new Map<string, Map<string, string>>();
  readonly #log = new ChangeLog();
  readonly #onChange: (record: EventRecord) => void;
  readonly #changeTimes: number[] = [];
  revision = 0;
  /** Sync tokens and delta links from before this revision are dead. */
  oldestToken = 0;

  constructor(clock: VirtualClock, onChange: (record: EventRecord) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#ordered.length;
  }

  get(id: string): EventRecord | undefined {
    const ordinal = this.#byId.get(id);
    return ordinal === undefined ? undefined : this.#ordered[ordinal];
  }

  at(ordinal: number): EventRecord | undefined {
    return this.#ordered[ordinal];
  }

  /** All events in their stable order, tombstones included. Do not change the array. */
  all(): readonly EventRecord[] {
    return this.#ordered;
  }

  /** Events changed after `revision`, oldest change first. */
  changedSince(revision: number): EventRecord[] {
    return this.#log.since(revision).map((ordinal) => this.#ordered[ordinal] as EventRecord);
  }

  exceptionsOf(seriesId: string): EventRecord[] {
    const ids = this.#exceptions.get(seriesId);
    return ids ? [...ids.values()].map((id) => this.get(id) as EventRecord) : [];
  }

  exceptionAt(seriesId: string, key: string): EventRecord | undefined {
    const id = this.#exceptions.get(seriesId)?.get(key);
    return id === undefined ? undefined : this.get(id);
  }

  insert(event: NewEvent): EventRecord {
    if (this.#byId.has(event.id)) throw new Error(`event ${event.id} exists`);
    const now = event.createdAt ?? this.#clock.now();
    const record: EventRecord = {
      ...event,
      ordinal: this.#ordered.length,
      revision: ++this.revision,
      sequence: event.sequence ?? 0,
      createdAt: now,
      updatedAt: now,
      deleted: false,
      seriesId: event.seriesId ?? null,
      original: event.original ?? null,
      former: NO_FORMER,
      prior: null,
    };
    this.#index(record);
    return this.#commit(record);
  }

  update(id: string, change: EventChange): EventRecord {
    const before = this.get(id);
    if (!before) throw new Error(`no event ${id}`);
    const { silent, ...fields } = change;
    const now = this.#clock.now();
    const revision = ++this.revision;
    return this.#commit({
      ...before,
      ...fields,
      revision,
      updatedAt: silent ? before.updatedAt : now,
      former: this.#formerAfter(before, change, revision),
      prior: { ...before, prior: this.#keepPrior(before, now) },
    });
  }

  /** The event as it was at `revision` of this calendar; undefined when it did not exist or is no longer known. */
  asOf(record: EventRecord, revision: number): EventRecord | undefined {
    let version: EventRecord | null = record;
    while (version && version.revision > revision) version = version.prior;
    return version ?? undefined;
  }

  /** The calendar's revision at a moment: what a lagging read still sees. */
  revisionAt(ms: number): number {
    let revision = this.revision;
    for (const record of this.changedSince(0).toReversed()) {
      if (record.updatedAt <= ms) break;
      let version = record;
      while (version.prior && version.prior.updatedAt > ms) version = version.prior;
      revision = Math.min(revision, version.revision - 1);
    }
    return revision;
  }

  /** Ends every sync token and delta link given out so far. */
  expireTokens(): void {
    this.oldestToken = ++this.revision;
  }

  save(): SavedEvents {
    const records = this.#ordered.map(({ prior: _prior, ...record }) => record);
    return { revision: this.revision, oldestToken: this.oldestToken, records };
  }

  /** Fills an empty store from what `save` gave; nobody is notified. */
  load(saved: SavedEvents): void {
    for (const record of saved.records) this.#index({ ...record, prior: null });
    this.#log.load(saved.records.map(({ ordinal, revision }) => [ordinal, revision]));
    this.revision = saved.revision;
    this.oldestToken = saved.oldestToken;
  }

  /** When changes happened since a moment, oldest first; a burst at one moment counts once. */
  changeTimes(since: number): readonly number[] {
    return this.#changeTimes.filter((time) => time >= since);
  }

  #index(record: EventRecord): void {
    if (record.seriesId !== null && record.original) {
      const keys = this.#exceptions.get(record.seriesId) ?? new Map<string, string>();
      this.#exceptions.set(record.seriesId, keys.set(originalKey(record.original), record.id));
    }
    this.#byId.set(record.id, record.ordinal);
    this.#ordered[record.ordinal] = record;
  }

  #formerAfter(before: EventRecord, change: EventChange, revision: number): readonly FormerSeries[] {
    const start = change.start ?? before.start;
    const end = change.end ?? before.end;
    const recurrence = change.recurrence === undefined ? before.recurrence : change.recurrence;
    const never = !recurrence && !before.recurrence;
    if (before.seriesId !== null || never || sameShape(before, { start, end, recurrence })) return before.former;
    return [
      ...before.former,
      { endedBy: revision, start: before.start, end: before.end, recurrence: before.recurrence },
    ];
  }

  #keepPrior(before: EventRecord, now: number): EventRecord | null {
    if (!before.prior || now - before.updatedAt >= PRIOR_LIFE_MS) return null;
    let depth = 0;
    for (let version: EventRecord | null = before.prior; version; version = version.prior) depth += 1;
    return depth < MOST_PRIORS ? before.prior : null;
  }

  #commit(record: EventRecord): EventRecord {
    this.#ordered[record.ordinal] = record;
    this.#log.note(record.ordinal, record.revision);
    const now = this.#clock.now();
    if (this.#changeTimes.at(-1) !== now) this.#changeTimes.push(now);
    this.#onChange(record);
    return record;
  }
}

const NO_FORMER: readonly FormerSeries[] = [];
