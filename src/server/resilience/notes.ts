import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { CallFact } from "@/core/ports/provider-call";

import type { ConnectionEnd, CountedCalls } from "../db/resilience/note-calls";
import type { EndpointClass } from "./operation";

type Counting = { -readonly [Key in keyof CountedCalls]: CountedCalls[Key] };

/** What a process has seen of a provider and not yet written down. */
export type Notes = {
  counts: Map<string, Counting>;
  /** The last end of each connection. */
  ends: Map<string, ConnectionEnd>;
  /** Why the last of them failed. */
  cause: ProviderErrorKind | null;
  /** Whose last operation failed, as far as this process knows. */
  readonly failing: Set<string>;
  wroteAt: Date | null;
  /** Whether the provider was in trouble when that was last written. */
  isTroubled: boolean;
  /** The writing that is under way, and the one that waits for it. */
  writing: Promise<void> | null;
  next: Promise<void> | null;
};

export const newNotes = (): Notes => ({
  counts: new Map(),
  ends: new Map(),
  cause: null,
  failing: new Set(),
  wroteAt: null,
  isTroubled: false,
  writing: null,
  next: null,
});

const hourMs = 3_600_000;

export function noteFact(
  notes: Notes,
  at: { workspaceId: string; endpointClass: EndpointClass },
  fact: CallFact,
): void {
  const hour = new Date(Math.floor(fact.startedAt.getTime() / hourMs) * hourMs);
  const key = `${at.workspaceId} ${at.endpointClass} ${hour.getTime()}`;
  const count = notes.counts.get(key) ?? {
    ...at,
    ...{ provider: fact.provider, hour, calls: 0, failures: 0, rateLimited: 0, bytes: 0 },
  };
  count.calls += 1;
  count.bytes += fact.receivedBytes ?? 0;
  if (fact.outcome === "rate_limited" || fact.outcome === "quota_exhausted") count.rateLimited += 1;
  else if (fact.outcome !== "ok") count.failures += 1;
  notes.counts.set(key, count);
}

/** News is written at once, the same again after a second, and good news in bad times too; the rest every ten seconds. */
export function noteEnd(notes: Notes, end: ConnectionEnd): "write_now" | "write_later" {
  const { connectionId, isFailing, endedAt } = end;
  const isNews = notes.failing.has(connectionId) !== isFailing;
  notes.ends.set(connectionId, end);
  if (isFailing) notes.failing.add(connectionId);
  else notes.failing.delete(connectionId);
  const restedMs = notes.wroteAt === null ? Infinity : endedAt.getTime() - notes.wroteAt.getTime();
  const dueAfterMs = isFailing || notes.isTroubled ? 1_000 : 10_000;
  return isNews || restedMs >= dueAfterMs ? "write_now" : "write_later";
}
