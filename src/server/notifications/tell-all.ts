import { addDeliveries } from "@/server/db/notifications/deliveries";
import type { Tx } from "@/server/db/open-database";
import type { Told, Whose } from "@/server/alerts/store-steps";

type Telling = { readonly whose: Whose; readonly told: readonly Told[]; readonly now: Date };

/** Writes down who is told what, in the transaction in which it became so. What leaves the house is sent from the rows. */
export async function tellAll(tx: Tx, { whose, told, now }: Telling): Promise<void> {
  if (whose.userId === null) return;
  const { workspaceId, userId } = whose;
  await addDeliveries(
    tx,
    told.map(({ alertId, ruleId, severity, word, evidence }) => ({
      ...{ workspaceId, userId, alertId, channel: "in_app", kind: word, state: "sent", createdAt: now, sentAt: now },
      dedupeKey: `${word}:${alertId}:${now.toISOString()}:in_app:${userId}`,
      payload: { ruleId, severity, evidence },
    })),
  );
}
