import { findTrouble, troubleWindowMs } from "@/core/resilience/provider-trouble";

import { noteCalls, setProviderTrouble, type ProviderNews } from "../db/resilience/note-calls";
import { addWorkCounts } from "../db/work/counts";
import type { Deps } from "../deps";
import { toWorkCounts } from "./count-calls";
import { recall, recallProviders, type ProviderMemory } from "./process-state";

/**
 * Writes down what was counted, and whether the provider is in trouble. Those who ask while it is being written share the
 * next writing. Nobody's call fails for it: what a provider has answered stays answered.
 */
export async function writeNotes(deps: Deps, provider: string): Promise<void> {
  const { notes } = recall(deps.db, provider);
  if (notes.writing === null) return begin(deps, provider);
  notes.next ??= notes.writing.then(() => begin(deps, provider));
  return notes.next;
}

/** For the end of a process, or of a run: what is not yet written is written now. */
export async function settleCalls(deps: Deps): Promise<void> {
  for (const provider of recallProviders(deps.db)) await writeNotes(deps, provider);
}

function begin(deps: Deps, provider: string): Promise<void> {
  const memory = recall(deps.db, provider);
  memory.notes.next = null;
  memory.notes.writing = write(deps, provider, memory).finally(() => {
    memory.notes.writing = null;
  });
  return memory.notes.writing;
}

async function write(deps: Deps, provider: string, { notes }: ProviderMemory): Promise<void> {
  const counts = [...notes.counts.values()];
  const ends = [...notes.ends.values()];
  if (counts.length + ends.length === 0) return;
  notes.counts = new Map();
  notes.ends = new Map();
  const now = deps.now();
  notes.wroteAt = now;
  try {
    await deps.db.outsideWorkspace(async (tx) => {
      await addWorkCounts(tx, toWorkCounts(counts));
      const [news] = await noteCalls(tx, { counts, ends }, new Date(now.getTime() - troubleWindowMs));
      if (news === undefined) return;
      const since = judge(news, now);
      notes.isTroubled = since !== null;
      if ((since === null) === (news.troubled_since === null)) return;
      const changed = await setProviderTrouble(tx, { provider, since, cause: notes.cause }, now);
      if (changed) deps.log.warn("A provider's trouble began or ended", { provider, since, cause: notes.cause });
    });
  } catch (error) {
    deps.log.warn("Counts of calls could not be written and are left out", { provider, err: error });
  }
}

const judge = ({ tried, failing, troubled_since: since }: ProviderNews, now: Date) =>
  findTrouble({ tried, failing }, since, now);
