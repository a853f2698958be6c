import type { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

export type Setting = { readonly workspaceId: string; readonly key: string };

export async function readSetting(tx: Tx, { workspaceId, key }: Setting): Promise<unknown> {
  const row = await tx.workspaceSetting.findFirst({ where: { workspaceId, key }, select: { value: true } });
  return row?.value ?? null;
}

export async function writeSetting(
  tx: Tx,
  { workspaceId, key, value, by }: Setting & { readonly value: Prisma.InputJsonValue; readonly by: string | null },
): Promise<void> {
  await tx.workspaceSetting.upsert({
    where: { workspaceId_key: { workspaceId, key } },
    create: { workspaceId, key, value, updatedBy: by },
    update: { value, updatedBy: by },
  });
}
