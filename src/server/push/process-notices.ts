import {
  askForReauthorization,
  findReceived,
  noteDelivered,
  settleKinds,
  type ToProcess,
} from "@/server/db/push/notices";
import { endChannel } from "@/server/db/push/channels";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { requestSync } from "@/server/sync/request-sync";
import type { WorkHandler } from "@/server/work/handler";

import { planWatching } from "./plan-watching";

/** What asks for nothing more than what happens here; the others are done when what they hint at has been read. */
const doneAtOnce = ["handshake", "removed", "reauthorization_required"];
/** Whatever happened exactly: the calendar is read, and the provider says. */
const asksForReading = new Set(["change", "missed", "removed"]);

/** WHK-2, WHK-4. What a channel brought becomes due, in one transaction; fails it, it is tried again, and nothing is lost. */
export const processNotices: WorkHandler<"notification.process"> = (deps, { workspaceId, payload }) => {
  const place = { workspaceId, id: payload.channelId };
  return deps.db.inWorkspace({ workspaceId }, async (tx) => {
    await noteDelivered(tx, place);
    const received = await findReceived(tx, place);
    if (received === null || received.kinds.length === 0) return;
    const now = deps.now();
    const { calendarIds, kinds } = received;
    if (kinds.some((kind) => asksForReading.has(kind)))
      await requestSync(tx, { workspaceId, calendarIds, trigger: "notification", priority: 1, now });
    await followLifecycle(tx, deps, { place, received });
    await settleKinds(tx, place, { kinds: doneAtOnce, now });
  });
};

type Following = {
  readonly place: { readonly workspaceId: string; readonly id: string };
  readonly received: ToProcess;
};

/** F28. What the provider says of the channel itself. */
async function followLifecycle(tx: Tx, deps: Deps, { place, received }: Following): Promise<void> {
  const now = deps.now();
  const { kinds, connectionId } = received;
  const isOver = kinds.includes("removed");
  const mustRenew = kinds.includes("reauthorization_required");
  if (isOver) await endChannel(tx, place, now);
  else if (mustRenew) await askForReauthorization(tx, place, now);
  if (isOver || mustRenew) await planWatching(tx, deps, { workspaceId: place.workspaceId, connectionId });
}
