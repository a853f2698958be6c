import type { Tx } from "@/server/db/open-database";

export type NewDelivery = {
  readonly dedupeKey: string;
  /** Null: to the visitor of the booking. */
  readonly userId: string | null;
  readonly payload: Readonly<Record<string, string>>;
  readonly now: Date;
};

export async function addDeliveries(tx: Tx, workspaceId: string, rows: readonly NewDelivery[]): Promise<void> {
  await tx.delivery.createMany({
    data: rows.map(({ dedupeKey, userId, payload, now }) => ({
      ...{ workspaceId, dedupeKey, userId, payload, createdAt: now },
      ...{ channel: "email", kind: "booking" },
    })),
    skipDuplicates: true,
  });
}
