import { newBudget, type RetryBudget } from "@/core/resilience/retry-budget";

import type { Database } from "../db/open-database";

/** What one process remembers of one provider. Whatever must be true for all processes is in the database. */
export type ProviderMemory = {
  retryBudget: RetryBudget;
};

type Memories = WeakMap<Database, Map<string, ProviderMemory>>;

const holder = globalThis as { [memoryKey]?: Memories };
const memoryKey = Symbol.for("daykeeper.resilience");

/** On globalThis, because the parts of one server are bundled apart; by database, because that is what a process has one of. */
export function recall(db: Database, provider: string): ProviderMemory {
  const memories = (holder[memoryKey] ??= new WeakMap());
  const ofProcess = memories.get(db) ?? new Map<string, ProviderMemory>();
  memories.set(db, ofProcess);
  const memory = ofProcess.get(provider) ?? { retryBudget: newBudget };
  ofProcess.set(provider, memory);
  return memory;
}
