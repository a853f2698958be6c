import type { PlannedEvent } from "@/core/sync/known-event";
import type { Tx } from "@/server/db/open-database";
import { sqlStateOf } from "@/server/db/sql-state";
import { upsertEvents, type MirrorOf } from "./upsert-events";

/** Answers of PostgreSQL about the data itself: the same row is refused again. Everything else is about the moment. */
const isAboutData = (state: string | null): boolean => state !== null && /^(22|23514|23502|54)/.test(state);

/**
 * F71. Stores all events, but for those that the database refuses: a failed batch is halved until the one row is found,
 * so that one bad event in 2,500 costs a dozen statements and nobody else. Answers the refused ids.
 */
export async function storeEvents(tx: Tx, of: MirrorOf, events: readonly PlannedEvent[]): Promise<readonly string[]> {
  if (events.length === 0) return [];
  await tx.$executeRaw`savepoint batch`;
  try {
    await upsertEvents(tx, of, events);
    await tx.$executeRaw`release savepoint batch`;
    return [];
  } catch (error) {
    if (!isAboutData(sqlStateOf(error))) throw error;
    await tx.$executeRaw`rollback to savepoint batch`;
    await tx.$executeRaw`release savepoint batch`;
  }
  const [only] = events;
  if (events.length === 1 && only !== undefined) return [only.event.remoteId];
  const middle = Math.ceil(events.length / 2);
  const first = await storeEvents(tx, of, events.slice(0, middle));
  return [...first, ...(await storeEvents(tx, of, events.slice(middle)))];
}
