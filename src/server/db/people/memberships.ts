import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";
import { sqlState, sqlStateOf } from "@/server/db/sql-state";

export type MemberRow = {
  readonly id: string;
  readonly userId: string;
  readonly role: string;
  readonly joinedAt: Date;
  readonly lastSeenAt: Date | null;
  readonly user: { readonly name: string; readonly email: string };
};

const shown = {
  id: true,
  userId: true,
  role: true,
  joinedAt: true,
  lastSeenAt: true,
  user: { select: { name: true, email: true } },
} as const;

type Found = Omit<MemberRow, "user"> & { readonly user: MemberRow["user"] | null };

/** The names come with a second statement: whoever is removed between the two has none any more. */
const isStillHere = (row: Found): row is MemberRow => row.user !== null;

export async function listMemberships(tx: Tx, workspaceId: string): Promise<MemberRow[]> {
  const rows: readonly Found[] = await tx.membership.findMany({
    where: { workspaceId },
    select: shown,
    orderBy: [{ user: { name: "asc" } }, { id: "asc" }],
  });
  return rows.filter(isStillHere);
}

type Which = { readonly workspaceId: string; readonly id: string };

export async function findMembership(tx: Tx, { workspaceId, id }: Which): Promise<MemberRow | null> {
  const row: Found | null = await tx.membership.findFirst({ where: { workspaceId, id }, select: shown });
  return row !== null && isStillHere(row) ? row : null;
}

export async function findMembershipIdOf(tx: Tx, workspaceId: string, userId: string): Promise<string | null> {
  const membership = await tx.membership.findFirst({ where: { workspaceId, userId }, select: { id: true } });
  return membership?.id ?? null;
}

/** As stored, null until they said. */
export async function findWorkingHours(tx: Tx, workspaceId: string, userId: string): Promise<unknown> {
  const membership = await tx.membership.findFirst({ where: { workspaceId, userId }, select: { workingHours: true } });
  return membership?.workingHours ?? null;
}

/** Null: the usual ones. */
export async function writeWorkingHours(
  tx: Tx,
  { workspaceId, userId }: { readonly workspaceId: string; readonly userId: string },
  weekly: Prisma.InputJsonObject | null,
): Promise<void> {
  await tx.membership.updateMany({
    where: { workspaceId, userId },
    data: { workingHours: weekly ?? Prisma.DbNull },
  });
}

/** "last admin" comes from a trigger of the database: two admins who demote each other at once cannot get around it. */
async function unlessLastAdmin(change: Promise<unknown>): Promise<"done" | "last admin"> {
  try {
    await change;
    return "done";
  } catch (error) {
    if (sqlStateOf(error) === sqlState.lastAdmin) return "last admin";
    throw error;
  }
}

export function changeMembershipRole(tx: Tx, { workspaceId, id }: Which, role: string): Promise<"done" | "last admin"> {
  return unlessLastAdmin(tx.membership.updateMany({ where: { workspaceId, id }, data: { role } }));
}

export function removeMembership(tx: Tx, { workspaceId, id }: Which): Promise<"done" | "last admin"> {
  return unlessLastAdmin(tx.membership.deleteMany({ where: { workspaceId, id } }));
}

export type WorkspaceOf = {
  readonly workspace_id: string;
  readonly name: string;
  readonly slug: string;
  readonly role: string;
};

/** Every workspace of a person; asked outside any workspace. */
export function listWorkspacesOf(tx: Tx, userId: string): Promise<WorkspaceOf[]> {
  return tx.$queryRaw<WorkspaceOf[]>`select workspace_id, name, slug, role from system.memberships_of(${userId}::uuid)`;
}
