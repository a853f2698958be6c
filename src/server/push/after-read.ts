import { silenceMs } from "@/core/push/channel-lifecycle";
import { doubtSilent, settleNotices } from "@/server/db/push/after-read";
import { announceNewsOf } from "@/server/db/health/news";
import type { CalendarPlace } from "@/server/db/sync/known-events";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";

import { planWatching } from "./plan-watching";

export type ProvenRead = {
  readonly of: CalendarPlace;
  readonly startedAt: Date;
  readonly now: Date;
  /** The end of the proven read before this one. */
  readonly lastReadAt: Date | null;
  /** It found changes. */
  readonly hasNews: boolean;
  /** It found changes and nobody had announced any. */
  readonly isSurprise: boolean;
};

/** What a read that went to its end says about the channels of its calendar, in the transaction that proves it. */
export async function afterRead(tx: Tx, deps: Deps, read: ProvenRead): Promise<void> {
  const { of, startedAt, now, lastReadAt, hasNews, isSurprise } = read;
  if (hasNews) await announceNewsOf(tx, of);
  // What waits until here was not served by the read before.
  const connectionId = isSurprise && lastReadAt !== null ? await doubtSilent(tx, of, { lastReadAt, now }) : null;
  await settleNotices(tx, of, { startedAt, now });
  if (connectionId === null) return;
  const { workspaceId, calendarId } = of;
  deps.log.info("A change was found that push did not announce", { workspaceId, calendarId });
  await planWatching(tx, deps, { workspaceId, connectionId, dueAt: new Date(now.getTime() + silenceMs) });
}
