import type { Told } from "@/server/alerts/store-steps";
import { addDeliveries } from "@/server/db/notifications/deliveries";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";

export type Receiver = { readonly workspaceId: string; readonly userId: string };
type Telling = { readonly receivers: readonly Receiver[]; readonly told: Told };

export async function tellPeople(tx: Tx, deps: Deps, { receivers, told }: Telling): Promise<void> {
  const now = deps.now();
  const { alertId, ruleId, severity, word, evidence } = told;
  await addDeliveries(
    tx,
    receivers.map(({ workspaceId, userId }) => ({
      ...{ workspaceId, userId, alertId, channel: "in_app", kind: word, state: "sent", createdAt: now, sentAt: now },
      dedupeKey: `${word}:${alertId}:${now.toISOString()}:in_app:${userId}`,
      payload: { ruleId, severity, evidence },
    })),
  );
}
