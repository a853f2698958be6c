import type { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

type Place = { readonly workspaceId: string };
type One = Place & { readonly id: string };

const shown = {
  id: true,
  userId: true,
  channel: true,
  name: true,
  createdAt: true,
  verifiedAt: true,
  testedAt: true,
  failingSince: true,
  disabledAt: true,
  lastError: true,
} as const;
export type EndpointRow = Prisma.NotificationEndpointGetPayload<{ select: typeof shown }>;

/** Of the workspace, and of the person where one is named. Never the addresses: those are read to be used. */
export function listEndpoints(
  tx: Tx,
  { workspaceId, userId }: Place & { readonly userId: string | null },
): Promise<EndpointRow[]> {
  return tx.notificationEndpoint.findMany({
    where: { workspaceId, OR: [{ userId: null }, ...(userId === null ? [] : [{ userId }])] },
    select: shown,
    orderBy: { createdAt: "asc" },
  });
}

export function findEndpoint(tx: Tx, { workspaceId, id }: One): Promise<EndpointRow | null> {
  return tx.notificationEndpoint.findFirst({ where: { workspaceId, id }, select: shown });
}

export type NewEndpoint = One & {
  readonly userId: string | null;
  readonly channel: string;
  readonly name: string;
  readonly keyId: string;
  readonly address: Uint8Array<ArrayBuffer>;
  readonly secret: Uint8Array<ArrayBuffer> | null;
  readonly createdAt: Date;
};

export async function addEndpoint(tx: Tx, endpoint: NewEndpoint): Promise<void> {
  await tx.notificationEndpoint.create({ data: endpoint });
}

export async function removeEndpoint(tx: Tx, { workspaceId, id }: One): Promise<boolean> {
  const { count } = await tx.notificationEndpoint.deleteMany({ where: { workspaceId, id } });
  return count === 1;
}

export type SealedEndpoint = {
  readonly channel: string;
  readonly address: Uint8Array;
  readonly secret: Uint8Array | null;
  readonly nextSecret: Uint8Array | null;
  readonly rotatedAt: Date | null;
};

/** Null where it was removed, or is not used any more. */
export function findSealedEndpoint(tx: Tx, { workspaceId, id }: One): Promise<SealedEndpoint | null> {
  return tx.notificationEndpoint.findFirst({
    where: { workspaceId, id, disabledAt: null },
    select: { channel: true, address: true, secret: true, nextSecret: true, rotatedAt: true },
  });
}

export async function noteEndpoint(
  tx: Tx,
  { workspaceId, id }: One,
  values: Prisma.NotificationEndpointUpdateManyMutationInput,
): Promise<void> {
  await tx.notificationEndpoint.updateMany({ where: { workspaceId, id }, data: values });
}

/** It fails since then, if it did not already. */
export async function noteFailing(
  tx: Tx,
  { workspaceId, id }: One,
  { now, code, isOver }: { readonly now: Date; readonly code: string; readonly isOver: boolean },
): Promise<void> {
  await tx.$executeRaw`
    update notification_endpoints set failing_since = coalesce(failing_since, ${now}),
      disabled_at = case when ${isOver} then coalesce(disabled_at, ${now}) else disabled_at end,
      last_error = ${JSON.stringify({ code, at: now.toISOString() })}::jsonb
    where workspace_id = ${workspaceId}::uuid and id = ${id}::uuid`;
}

/** Over all workspaces, asked outside of any: those that were neither used nor tried since then. */
export async function findUntested(
  tx: Tx,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<{ workspaceId: string; endpointId: string }[]> {
  const rows = await tx.$queryRaw<{ workspace_id: string; endpoint_id: string }[]>`
    select workspace_id, endpoint_id from system.endpoints_to_test(${before}, ${limit}::int)`;
  return rows.map((row) => ({ workspaceId: row.workspace_id, endpointId: row.endpoint_id }));
}
