import { newBudget, type RetryBudget } from "@/core/resilience/retry-budget";

import type { Database } from "../db/open-database";
import { newNotes, type Notes } from "./notes";
import type { Slots } from "./slots";
import type { Waiter } from "./waiting";

/** What one process remembers of one provider. Whatever must be true for all processes is in the database. */
export type ProviderMemory = {
  retryBudget: RetryBudget;
  /** Who waits to be admitted, and whether somebody is asking for them. */
  waiting: Waiter[];
  isAsking: boolean;
  /** Calls made beyond those admitted, by bucket. */
  readonly owed: Map<string, number>;
  /** Calls under way, by connection. */
  readonly slots: Map<string, Slots>;
  readonly notes: Notes;
};

type Memories = WeakMap<Database, Map<string, ProviderMemory>>;

const holder = globalThis as { [memoryKey]?: Memories };
const memoryKey = Symbol.for("daykeeper.resilience");

const newMemory = (): ProviderMemory => ({
  retryBudget: newBudget,
  waiting: [],
  isAsking: false,
  owed: new Map(),
  slots: new Map(),
  notes: newNotes(),
});

/** On globalThis, because the parts of one server are bundled apart; by database, because a process has one of those. */
function recallAll(db: Database): Map<string, ProviderMemory> {
  const memories = (holder[memoryKey] ??= new WeakMap());
  const ofProcess = memories.get(db) ?? new Map<string, ProviderMemory>();
  memories.set(db, ofProcess);
  return ofProcess;
}

export function recall(db: Database, provider: string): ProviderMemory {
  const ofProcess = recallAll(db);
  const memory = ofProcess.get(provider) ?? newMemory();
  ofProcess.set(provider, memory);
  return memory;
}

export const recallProviders = (db: Database): readonly string[] => [...recallAll(db).keys()];
