import { chooseDeliveries, type Preference, type WayOut } from "@/core/alerts/choose-deliveries";
import type { Severity } from "@/core/alerts/alert";
import { channelIds } from "@/core/ports/alert-channel";
import type { Told } from "@/server/alerts/store-steps";
import { addDeliveries } from "@/server/db/notifications/deliveries";
import { findAddress, listPreferences, type PreferenceRow } from "@/server/db/notifications/preferences";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";

import { addOutgoing } from "./add-outgoing";
import { planDigest } from "./compose-digest";
import { listWays } from "./list-ways";

export type Receiver = { readonly workspaceId: string; readonly userId: string };
/** `about`: whose account it is, where somebody else is told. */
type Telling = { readonly told: Told; readonly connectionId: string | null; readonly about?: string | null };

export function toPreference(row: PreferenceRow): Preference[] {
  const channel = channelIds.find((id) => id === row.channel);
  return channel === undefined
    ? []
    : [
        {
          ...row,
          channel,
          minimumSeverity: row.minimumSeverity as Severity,
          digest: row.digest === "daily" ? "daily" : "off",
        },
      ];
}

const payloadOf = ({ told: { ruleId, severity, evidence }, connectionId, about = null }: Telling) => ({
  ...{ ruleId, severity, evidence, connectionId },
  ...(about === null ? {} : { about }),
});

/** One person, by the ways they chose. */
export async function tellPerson(tx: Tx, deps: Deps, telling: Telling & { readonly to: Receiver }): Promise<void> {
  const now = deps.now();
  const { workspaceId, userId } = telling.to;
  const { alertId, word, severity } = telling.told;
  const rows = await listPreferences(tx, telling.to);
  const zone = (await findAddress(tx, telling.to))?.timeZone ?? "UTC";
  const ways = await listWays(tx, deps, telling.to);
  const person = { zone, preferences: rows.flatMap(toPreference) };
  const chosen = chooseDeliveries({ severity, word }, { person, ways, now });
  const head = { workspaceId, userId, alertId, kind: word, createdAt: now, payload: payloadOf(telling) };
  const keyOf = (way: string) => `${word}:${alertId}:${now.toISOString()}:${way}:${userId}`;
  if (chosen.inApp)
    await addDeliveries(tx, [{ ...head, channel: "in_app", state: "sent", sentAt: now, dedupeKey: keyOf("in_app") }]);
  await addOutgoing(
    tx,
    chosen.out.map((way) => ({ ...head, ...way, dedupeKey: keyOf(way.endpointId ?? way.channel) })),
  );
  if (chosen.digest !== null) await planDigest(tx, { ...telling.to, ...chosen.digest, now });
}

/** The team's own addresses: each hears of what is bad enough, whoever it is about. */
export async function tellTeam(tx: Tx, deps: Deps, telling: Telling & { readonly workspaceId: string }): Promise<void> {
  const now = deps.now();
  const { workspaceId } = telling;
  const { alertId, word, severity } = telling.told;
  const all = await listWays(tx, deps, { workspaceId, userId: null });
  const ways: WayOut[] = all.filter(({ endpointId }) => endpointId !== null);
  const { out } = chooseDeliveries({ severity, word }, { person: { zone: "UTC", preferences: [] }, ways, now });
  await addOutgoing(
    tx,
    out.map((way) => ({
      ...{ workspaceId, userId: null, alertId, kind: word, createdAt: now, payload: payloadOf(telling), ...way },
      dedupeKey: `${word}:${alertId}:${now.toISOString()}:${way.endpointId ?? ""}`,
    })),
  );
}
