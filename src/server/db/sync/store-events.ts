import type { PlannedEvent } from "@/core/sync/known-event";
import type { Tx } from "@/server/db/open-database";
import { sqlState, sqlStateOf } from "@/server/db/sql-state";
import { insertEvents, upsertEvents, type MirrorOf } from "./upsert-events";

/** Answers of PostgreSQL about the data itself: the same row is refused again. Everything else is about the moment. */
const isAboutData = (state: string | null): boolean => state !== null && /^(22|23514|23502|54)/.test(state);

export type PageEvents = { readonly inserts: readonly PlannedEvent[]; readonly updates: readonly PlannedEvent[] };

/**
 * F71. Stores all events, but for those that the database refuses: a failed batch is halved until the one row is found,
 * so that one bad event in 2,500 costs a dozen statements and nobody else. Answers the refused ids.
 */
export async function storeEvents(tx: Tx, of: MirrorOf, { inserts, updates }: PageEvents): Promise<readonly string[]> {
  const refused = await storeHalves(inserts, (events) => storeNew(tx, of, events));
  return [...refused, ...(await storeHalves(updates, (events) => attempt(tx, () => upsertEvents(tx, of, events))))];
}

/** New rows go in without looking for old ones. Where a write of ours has been quicker, it is looked all the same. */
async function storeNew(tx: Tx, of: MirrorOf, events: readonly PlannedEvent[]): Promise<boolean> {
  try {
    return await attempt(tx, () => insertEvents(tx, of, events));
  } catch (error) {
    if (sqlStateOf(error) !== sqlState.uniqueViolation) throw error;
    return attempt(tx, () => upsertEvents(tx, of, events));
  }
}

/**
 * False when the database refuses the data; the transaction is then as it was before. A savepoint that was not needed is
 * left to the end of the transaction: letting go of it is one more statement for each page.
 */
async function attempt(tx: Tx, write: () => Promise<void>): Promise<boolean> {
  await tx.$executeRaw`savepoint batch`;
  try {
    await write();
  } catch (error) {
    await tx.$executeRaw`rollback to savepoint batch`;
    if (!isAboutData(sqlStateOf(error))) throw error;
    return false;
  }
  return true;
}

async function storeHalves(
  events: readonly PlannedEvent[],
  store: (events: readonly PlannedEvent[]) => Promise<boolean>,
): Promise<readonly string[]> {
  const [only] = events;
  if (only === undefined || (await store(events))) return [];
  if (events.length === 1) return [only.event.remoteId];
  const middle = Math.ceil(events.length / 2);
  const first = await storeHalves(events.slice(0, middle), store);
  return [...first, ...(await storeHalves(events.slice(middle), store))];
}
