import type { Tx } from "@/server/db/open-database";
import { enqueueWork } from "@/server/work/enqueue";

import { keepMeetingDays, loadQuietDays } from "./load-quiet-days";

type Account = { readonly workspaceId: string; readonly connectionId: string; readonly userId: string };

/**
 * MON-4. No change of state tells that meetings are missing: a few times a day, and at least once within everybody's working
 * hours, the days that are over are counted, and an account that is emptier than usual is looked at.
 */
export async function watchMeetingDays(tx: Tx, account: Account, now: Date): Promise<void> {
  await keepMeetingDays(tx, account, now);
  const { workspaceId, connectionId } = account;
  if ((await loadQuietDays(tx, account, now)).size > 0)
    await enqueueWork(tx, "alerts.evaluate", { connectionId }, { workspaceId, dueAt: now });
}
