import { channelIds, type ChannelId } from "@/core/ports/alert-channel";
import type { DeliveryPayload, DeliveryRow } from "@/server/db/notifications/deliveries";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";

import { listManagers } from "@/server/db/notifications/people";
import { addOutgoing } from "./add-outgoing";
import { listWays } from "./list-ways";

type Failed = { readonly workspaceId: string; readonly row: DeliveryRow };

const order: readonly ChannelId[] = [...channelIds].filter((id) => id !== "in_app");

/** What one way could not carry is carried by the next that is open, once. A way of the whole team falls back to mail. */
export async function takeOtherWay(tx: Tx, deps: Deps, { workspaceId, row }: Failed): Promise<void> {
  const now = deps.now();
  const ways = await listWays(tx, deps, { workspaceId, userId: row.userId });
  const others = [...ways]
    .filter(
      ({ channel, endpointId }) =>
        channel !== row.channel && (row.endpointId === null || endpointId !== row.endpointId),
    )
    .toSorted((one, other) => order.indexOf(one.channel) - order.indexOf(other.channel));
  const [way] = others;
  if (way === undefined) return;
  const receivers = row.userId === null ? (await listManagers(tx, workspaceId)).slice(0, 1) : [row.userId];
  await addOutgoing(
    tx,
    receivers.map((userId) => ({
      ...{ workspaceId, channel: way.channel, endpointId: way.endpointId, dueAt: now, createdAt: now },
      ...{ userId, alertId: row.alertId, kind: row.kind, payload: row.payload as DeliveryPayload },
      dedupeKey: `instead:${row.id}:${way.channel}:${userId}`,
    })),
  );
}
