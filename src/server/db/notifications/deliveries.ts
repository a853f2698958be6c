import type { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

export type NewDelivery = Prisma.DeliveryCreateManyInput;

/** Each once, whoever asks how often. */
export async function addDeliveries(tx: Tx, rows: readonly NewDelivery[]): Promise<void> {
  if (rows.length > 0) await tx.delivery.createMany({ data: [...rows], skipDuplicates: true });
}

type Mine = { readonly workspaceId: string; readonly userId: string };

const shown = { id: true, kind: true, alertId: true, payload: true, createdAt: true, readAt: true } as const;
export type BellRow = Prisma.DeliveryGetPayload<{ select: typeof shown }>;

/** What stands in a person's bell, the newest first. */
export function listBell(tx: Tx, { workspaceId, userId, limit }: Mine & { limit: number }): Promise<BellRow[]> {
  return tx.delivery.findMany({
    where: { workspaceId, userId, channel: "in_app" },
    select: shown,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
}

export function countUnread(tx: Tx, { workspaceId, userId }: Mine): Promise<number> {
  return tx.delivery.count({ where: { workspaceId, userId, channel: "in_app", readAt: null } });
}

/** Those up to a moment: what arrived since was not seen. */
export async function markRead(
  tx: Tx,
  { workspaceId, userId, upTo, now }: Mine & { upTo: Date; now: Date },
): Promise<number> {
  const { count } = await tx.delivery.updateMany({
    where: { workspaceId, userId, channel: "in_app", readAt: null, createdAt: { lte: upTo } },
    data: { readAt: now },
  });
  return count;
}
