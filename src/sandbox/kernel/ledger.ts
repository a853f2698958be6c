import { operationMatches } from "../faults/rules";
import type { CallNotes } from "./call";
import type { VirtualClock } from "./clock";

export type EntryKind = "call" | "token" | "push" | "edit" | "fault" | "crash";

/** One line of the ledger. Secrets never get here: queries are kept by name and only harmless values. */
export interface Entry {
  readonly n: number;
  readonly kind: EntryKind;
  readonly at: number;
  readonly provider: string;
  readonly operation: string;
  readonly account: string | null;
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly status?: number;
  readonly durationMs?: number;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
  readonly units?: number;
  readonly rows?: number;
  readonly reason?: string;
  readonly detail?: string;
  readonly faults?: readonly string[];
  readonly inBatch?: boolean;
}

export interface CallFacts {
  readonly provider: string;
  readonly operation: string;
  readonly account: string | null;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly status: number;
  readonly durationMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly faults: readonly string[];
  readonly notes: CallNotes;
  readonly inBatch: boolean;
}

export interface LedgerFilter {
  readonly kind?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly operation?: string;
  readonly status?: string;
  readonly fault?: string;
  readonly after?: number;
  readonly from?: number;
  readonly until?: number;
  readonly limit?: number;
}

export interface LedgerTotals {
  readonly entries: number;
  readonly calls: number;
  readonly units: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly tokens: number;
  readonly deliveries: number;
  readonly crashes: number;
  readonly byOperation: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byFault: Readonly<Record<string, number>>;
}

const HARMLESS = new Set(
  (
    "singleEvents showDeleted showHidden maxResults orderBy timeMin timeMax timeZone updatedMin eventTypes " +
    "startDateTime endDateTime $top $skip $select $filter $orderby sendUpdates minAccessRole"
  ).split(" "),
);

/** Everything that happened, newest kept: what tests and benchmarks count instead of asking the client. */
export class Ledger {
  #entries: Entry[] = [];
  #serial = 0;
  readonly #clock: VirtualClock;
  /** How many lines are kept at least. */
  capacity: number;
  readonly #listeners = new Set<(entry: Entry) => void>();
  /** Told about defects of the sandbox itself; the message goes nowhere near a client. */
  onCrash: (operation: string, error: unknown) => void = () => undefined;

  constructor(clock: VirtualClock, capacity = 200_000) {
    this.#clock = clock;
    this.capacity = capacity;
  }

  call(facts: CallFacts): void {
    const { query, notes, durationMs, faults, inBatch, ...rest } = facts;
    this.note({
      kind: "call",
      ...rest,
      query: harmlessQuery(query),
      durationMs: Math.round(durationMs * 1_000) / 1_000,
      units: notes.units ?? 1,
      ...(notes.rows === undefined ? {} : { rows: notes.rows }),
      ...(notes.reason === undefined ? {} : { reason: notes.reason }),
      ...(notes.detail === undefined ? {} : { detail: notes.detail }),
      ...(faults.length > 0 ? { faults } : {}),
      ...(inBatch ? { inBatch } : {}),
    });
  }

  note(entry: Omit<Entry, "n" | "at">): void {
    const whole: Entry = { n: ++this.#serial, at: this.#clock.now(), ...entry };
    this.#entries.push(whole);
    if (this.#entries.length > this.capacity * 1.25) this.#entries = this.#entries.slice(-this.capacity);
    for (const listener of this.#listeners) listener(whole);
  }

  crash(provider: string, operation: string, error: unknown): void {
    this.note({
      kind: "crash",
      provider,
      operation,
      account: null,
      detail: error instanceof Error ? error.name : "unknown",
    });
    this.onCrash(operation, error);
  }

  /** The number of the newest entry: remember it, then ask for what came `after` it. */
  get last(): number {
    return this.#serial;
  }

  find(filter: LedgerFilter = {}): Entry[] {
    const matching = this.#entries.filter((entry) => matches(entry, filter));
    return filter.limit === undefined ? matching : matching.slice(-filter.limit);
  }

  totals(filter: LedgerFilter = {}): LedgerTotals {
    const entries = this.find(filter);
    const calls = entries.filter((entry) => entry.kind === "call");
    const sum = (key: "units" | "bytesIn" | "bytesOut") => calls.reduce((total, entry) => total + (entry[key] ?? 0), 0);
    const ofKind = (kind: EntryKind) => entries.filter((entry) => entry.kind === kind).length;
    return {
      entries: entries.length,
      calls: calls.length,
      units: sum("units"),
      bytesIn: sum("bytesIn"),
      bytesOut: sum("bytesOut"),
      tokens: ofKind("token"),
      deliveries: ofKind("push"),
      crashes: ofKind("crash"),
      byOperation: tally(calls.map((entry) => entry.operation)),
      byStatus: tally(calls.map((entry) => String(entry.status))),
      byFault: tally(entries.flatMap((entry) => entry.faults ?? [])),
    };
  }

  reset(): void {
    this.#entries = [];
  }

  follow(listener: (entry: Entry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const EXACT = ["kind", "provider", "account"] as const;

function matches(entry: Entry, filter: LedgerFilter): boolean {
  return (
    EXACT.every((name) => filter[name] === undefined || entry[name] === filter[name]) &&
    (filter.operation === undefined || operationMatches(filter.operation, entry.operation)) &&
    (filter.fault === undefined || (entry.faults ?? []).includes(filter.fault)) &&
    statusMatches(entry, filter.status) &&
    inRange(entry, filter)
  );
}

function statusMatches(entry: Entry, status: string | undefined): boolean {
  if (status === undefined) return true;
  const own = String(entry.status ?? "");
  return status.endsWith("xx") ? own.length === 3 && own[0] === status[0] : own === status;
}

function inRange(entry: Entry, filter: LedgerFilter): boolean {
  return (
    entry.n > (filter.after ?? 0) && entry.at >= (filter.from ?? -Infinity) && entry.at < (filter.until ?? Infinity)
  );
}

function harmlessQuery(query: URLSearchParams): string {
  const parts: string[] = [];
  for (const [name, value] of query) parts.push(HARMLESS.has(name) ? `${name}=${value}` : name);
  return parts.join("&").slice(0, 300);
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = Object.create(null);
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
