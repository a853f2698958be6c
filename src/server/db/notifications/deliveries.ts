import type { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

export type NewDelivery = Prisma.DeliveryCreateManyInput;
/** Ids and figures. */
export type DeliveryPayload = Prisma.InputJsonObject;

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

type One = { readonly workspaceId: string; readonly id: string };
const whole = {
  dedupeKey: true,
  id: true,
  channel: true,
  kind: true,
  userId: true,
  endpointId: true,
  alertId: true,
  payload: true,
  state: true,
  attempts: true,
  createdAt: true,
} as const;
export type DeliveryRow = Prisma.DeliveryGetPayload<{ select: typeof whole }>;

export function findDelivery(tx: Tx, { workspaceId, id }: One): Promise<DeliveryRow | null> {
  return tx.delivery.findFirst({ where: { workspaceId, id }, select: whole });
}

export async function noteDelivery(
  tx: Tx,
  { workspaceId, id }: One,
  values: Prisma.DeliveryUncheckedUpdateManyInput,
): Promise<void> {
  await tx.delivery.updateMany({ where: { workspaceId, id }, data: values });
}

/** Whether anything of an alert went out by this way: who never heard that it began need not hear that it is over. */
export async function wasSent(
  tx: Tx,
  {
    workspaceId,
    channel,
    userId,
    endpointId,
    alertId,
  }: Omit<One, "id"> & Pick<DeliveryRow, "channel" | "userId" | "endpointId" | "alertId">,
): Promise<boolean> {
  const found = await tx.delivery.findFirst({
    where: { workspaceId, channel, userId, endpointId, alertId, kind: { not: "resolved" }, state: "sent" },
    select: { id: true },
  });
  return found !== null;
}

/** Ids of those that are there now, of the ones asked for: each was made by somebody, once. */
export async function findByKeys(tx: Tx, workspaceId: string, keys: readonly string[]): Promise<DeliveryRow[]> {
  return tx.delivery.findMany({ where: { workspaceId, dedupeKey: { in: [...keys] } }, select: whole });
}

type Carried = {
  readonly workspaceId: string;
  readonly row: Pick<DeliveryRow, "userId" | "alertId" | "kind">;
  readonly since: Date;
};

/** The ways by which the same word of an alert went to the same person, or to the team, since it was said. */
export function listCarriers(tx: Tx, { workspaceId, row: { userId, alertId, kind }, since }: Carried) {
  return tx.delivery.findMany({
    where: { workspaceId, userId, alertId, kind, createdAt: { gte: since } },
    select: { channel: true, endpointId: true },
  });
}

type To = { readonly workspaceId: string; readonly endpointId: string; readonly limit: number };

/** What went to an address, the newest first. */
export function listDeliveriesTo(tx: Tx, { workspaceId, endpointId, limit }: To) {
  return tx.delivery.findMany({
    where: { workspaceId, endpointId },
    select: { id: true, kind: true, state: true, attempts: true, errorCode: true, createdAt: true, sentAt: true },
    orderBy: { createdAt: "desc" },
    take: limit,
  });
}
