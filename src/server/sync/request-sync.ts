import type { Tx } from "@/server/db/open-database";
import { markRequested, type SyncRequest } from "@/server/db/sync/request-sync";

/**
 * Makes calendars due now, in the transaction of whoever has a reason to. Asked for while its sync runs, a calendar is
 * synced once more after that. Answers which of them will be read: not those that are paused, no longer chosen, or
 * wait for a person.
 */
export function requestSync(tx: Tx, request: SyncRequest): Promise<readonly string[]> {
  return request.calendarIds.length === 0 ? Promise.resolve([]) : markRequested(tx, request);
}
