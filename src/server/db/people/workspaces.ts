import type { Tx } from "@/server/db/open-database";

export type WorkspaceRow = {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly createdAt: Date;
};

export function findWorkspace(tx: Tx, workspaceId: string): Promise<WorkspaceRow | null> {
  return tx.workspace.findFirst({
    where: { id: workspaceId },
    select: { id: true, name: true, slug: true, createdAt: true },
  });
}

export async function renameWorkspace(tx: Tx, workspaceId: string, name: string): Promise<void> {
  await tx.workspace.updateMany({ where: { id: workspaceId }, data: { name } });
}

type NewWorkspace = { readonly userId: string; readonly name: string; readonly slug: string };

/** Null when the slug is taken. The person becomes its admin. */
export async function createWorkspace(tx: Tx, { userId, name, slug }: NewWorkspace, now: Date): Promise<string | null> {
  const [row] = await tx.$queryRaw<
    { id: string | null }[]
  >`select system.create_workspace(${userId}::uuid, ${name}, ${slug}, ${now}) as id`;
  return row?.id ?? null;
}

type NewMember = { readonly workspaceId: string; readonly userId: string; readonly role: string };

export async function addMember(tx: Tx, { workspaceId, userId, role }: NewMember, now: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { added: boolean }[]
  >`select system.add_member(${workspaceId}::uuid, ${userId}::uuid, ${role}, ${now}) as added`;
  return row?.added ?? false;
}
