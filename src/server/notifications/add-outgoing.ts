import { addDeliveries, findByKeys, type DeliveryPayload } from "@/server/db/notifications/deliveries";
import type { Tx } from "@/server/db/open-database";
import { enqueueWork } from "@/server/work/enqueue";

export type Outgoing = {
  readonly workspaceId: string;
  readonly userId: string | null;
  readonly channel: string;
  readonly endpointId: string | null;
  readonly alertId: string | null;
  readonly kind: string;
  readonly dedupeKey: string;
  readonly payload: DeliveryPayload;
  readonly createdAt: Date;
  readonly dueAt: Date;
};

/** Rows of messages that leave the house, and the work of sending them, in one transaction. Returns their ids. */
export async function addOutgoing(tx: Tx, rows: readonly Outgoing[]): Promise<string[]> {
  const [first] = rows;
  if (first === undefined) return [];
  await addDeliveries(
    tx,
    rows.map(({ dueAt: _dueAt, ...row }) => ({ ...row, state: "pending" })),
  );
  const due = new Map(rows.map(({ dedupeKey, dueAt }) => [dedupeKey, dueAt]));
  const { workspaceId } = first;
  const made = await findByKeys(tx, workspaceId, [...due.keys()]);
  for (const { id, dedupeKey, state } of made)
    if (state === "pending")
      await enqueueWork(
        tx,
        "delivery.send",
        { deliveryId: id },
        { workspaceId, dueAt: due.get(dedupeKey) ?? first.dueAt, priority: 1 },
      );
  return made.map(({ id }) => id);
}
