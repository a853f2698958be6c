import type { Tx } from "@/server/db/open-database";
import { sqlState, sqlStateOf } from "@/server/db/sql-state";

export type InvitationRow = {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly inviter: { readonly id: string; readonly name: string } | null;
};

const shown = {
  id: true,
  email: true,
  role: true,
  createdAt: true,
  expiresAt: true,
  inviter: { select: { id: true, name: true } },
} as const;

export function listOpenInvitations(tx: Tx, workspaceId: string, now: Date): Promise<InvitationRow[]> {
  return tx.invitation.findMany({
    where: { workspaceId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    select: shown,
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
}

/** The person of this address in this workspace; people of other workspaces are not visible here. */
export async function isMemberAddress(tx: Tx, workspaceId: string, email: string): Promise<boolean> {
  return (await tx.membership.count({ where: { workspaceId, user: { email } } })) > 0;
}

/** What has expired makes room: at most one invitation per workspace and address is open. */
export async function closeExpiredInvitations(
  tx: Tx,
  { workspaceId, email }: { readonly workspaceId: string; readonly email: string },
  now: Date,
): Promise<void> {
  await tx.invitation.updateMany({
    where: { workspaceId, email, acceptedAt: null, revokedAt: null, expiresAt: { lte: now } },
    data: { revokedAt: now },
  });
}

type NewInvitation = {
  readonly workspaceId: string;
  readonly email: string;
  readonly role: string;
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** Null when the address has an open invitation already. */
export async function createInvitation(tx: Tx, invitation: NewInvitation): Promise<InvitationRow | null> {
  try {
    return await tx.invitation.create({ data: invitation, select: shown });
  } catch (error) {
    if (sqlStateOf(error) === sqlState.uniqueViolation) return null;
    throw error;
  }
}

export async function revokeOpenInvitation(
  tx: Tx,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { workspaceId, id, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now },
  });
  return count === 1;
}

export type FoundInvitation = {
  readonly invitation_id: string;
  readonly workspace_id: string;
  readonly workspace_name: string;
  readonly email: string;
  readonly role: string;
  readonly inviter_name: string | null;
  readonly address_is_known: boolean;
};

export async function findOpenInvitation(tx: Tx, tokenHash: Uint8Array, now: Date): Promise<FoundInvitation | null> {
  const [row] = await tx.$queryRaw<FoundInvitation[]>`
    select invitation_id, workspace_id, workspace_name, email, role, inviter_name, address_is_known from system.find_invitation(${tokenHash}, ${now})`;
  return row ?? null;
}

export type Accepted =
  | {
      readonly outcome: "accepted" | "already_member";
      readonly workspaceId: string;
      readonly invitationId: string;
      readonly role: string;
    }
  | { readonly outcome: "other_address" }
  | { readonly outcome: "not_found" };

type AcceptRow = {
  outcome: "accepted" | "already_member" | "other_address" | "not_found";
  workspace_id: string | null;
  invitation_id: string | null;
  role: string | null;
};

export async function acceptInvitationFor(
  tx: Tx,
  { tokenHash, userId }: { readonly tokenHash: Uint8Array; readonly userId: string },
  now: Date,
): Promise<Accepted> {
  const [row] = await tx.$queryRaw<AcceptRow[]>`
    select outcome, workspace_id, invitation_id, role from system.accept_invitation(${tokenHash}, ${userId}::uuid, ${now})`;
  if (row?.outcome === "other_address") return { outcome: "other_address" };
  if (row === undefined || row.outcome === "not_found") return { outcome: "not_found" };
  return {
    outcome: row.outcome,
    workspaceId: row.workspace_id ?? "",
    invitationId: row.invitation_id ?? "",
    role: row.role ?? "",
  };
}
