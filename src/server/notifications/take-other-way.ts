import { z } from "zod";

import { preferenceFor, type WayOut } from "@/core/alerts/choose-deliveries";
import { channelIds, type ChannelId } from "@/core/ports/alert-channel";
import { listCarriers, type DeliveryPayload, type DeliveryRow } from "@/server/db/notifications/deliveries";
import { listEndpoints } from "@/server/db/notifications/endpoints";
import { listManagers } from "@/server/db/notifications/people";
import { listPreferences } from "@/server/db/notifications/preferences";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";

import { addOutgoing } from "./add-outgoing";
import { listWays } from "./list-ways";
import { toPreference } from "./tell-people";

type Failed = { readonly workspaceId: string; readonly row: DeliveryRow };

const order: readonly ChannelId[] = [...channelIds].filter((id) => id !== "in_app");
const nameOf = ({ channel, endpointId }: { readonly channel: string; readonly endpointId: string | null }) =>
  `${channel}:${endpointId ?? ""}`;
/** When it was said first; one that stands in for another remembers. */
const toldAtOf = (row: DeliveryRow): Date =>
  z.object({ toldAt: z.coerce.date() }).safeParse(row.payload).data?.toldAt ?? row.createdAt;

/**
 * F96. What one way could not carry is carried by the next that is open, once: by none that has it already or has failed with
 * it, and by none that its person turned off. A way of the whole team falls back to mail.
 */
export async function takeOtherWay(tx: Tx, deps: Deps, { workspaceId, row }: Failed): Promise<void> {
  const now = deps.now();
  const toldAt = toldAtOf(row);
  const way = await findNext(tx, deps, { workspaceId, row, toldAt });
  if (way === undefined) return;
  const receivers = row.userId === null ? (await listManagers(tx, workspaceId)).slice(0, 1) : [row.userId];
  await addOutgoing(
    tx,
    receivers.map((userId) => ({
      ...{ workspaceId, channel: way.channel, endpointId: way.endpointId, dueAt: now, createdAt: now },
      ...{ userId, alertId: row.alertId, kind: row.kind },
      payload: { ...(row.payload as DeliveryPayload), toldAt: toldAt.toISOString() },
      dedupeKey: `instead:${row.id}:${way.channel}:${userId}`,
    })),
  );
}

type Looking = Failed & { readonly toldAt: Date };

async function findNext(tx: Tx, deps: Deps, { workspaceId, row, toldAt }: Looking): Promise<WayOut | undefined> {
  const { userId } = row;
  const ways = await listWays(tx, deps, { workspaceId, userId });
  const endpoints = await listEndpoints(tx, { workspaceId, userId });
  const failing = new Set(endpoints.flatMap(({ id, failingSince }) => (failingSince === null ? [] : [id])));
  const isFailing = ({ endpointId }: WayOut) => endpointId !== null && failing.has(endpointId);
  const carriers = new Set((await listCarriers(tx, { workspaceId, row, since: toldAt })).map(nameOf));
  const preferences = userId === null ? [] : (await listPreferences(tx, { workspaceId, userId })).flatMap(toPreference);
  return ways
    .filter((way) => way.channel !== row.channel && !carriers.has(nameOf(way)))
    .filter(({ channel }) => preferenceFor(channel, { preferences }).isEnabled)
    .toSorted(
      (one, other) =>
        Number(isFailing(one)) - Number(isFailing(other)) || order.indexOf(one.channel) - order.indexOf(other.channel),
    )[0];
}
