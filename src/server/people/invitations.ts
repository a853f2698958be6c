import { hashToken, newToken } from "@/lib/ids";
import {
  closeExpiredInvitations,
  createInvitation,
  isMemberAddress,
  listOpenInvitations,
  revokeOpenInvitation,
  type InvitationRow,
} from "@/server/db/people/invitations";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";

import { actorOf, recordAudit } from "./audit-log";
import type { InvitationInput } from "./inputs";
import { requireHere, requireSelf, type Caller } from "./person";
import type { Role } from "./roles";
import type { InvitationShape } from "./shapes";

const validDays = 7;

function toInvitation({ id, email, role, createdAt, expiresAt, inviter }: InvitationRow): InvitationShape {
  return {
    id,
    email,
    role: role as Role,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    invitedBy: inviter,
  };
}

export async function listInvitations(caller: Caller): Promise<InvitationShape[]> {
  const here = requireHere(caller, { role: "admin" });
  const { db, now } = getDeps();
  const rows = await db.inWorkspace(here, (tx) => listOpenInvitations(tx, here.workspaceId, now()));
  return rows.map(toInvitation);
}

/** The secret stands behind the #, which browsers send to no server: it reaches no log, no proxy, no Referer. */
export async function invite(
  caller: Caller,
  { email, role }: InvitationInput,
): Promise<{ invitation: InvitationShape; link: string }> {
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "admin" });
  const { db, env, now, random } = getDeps();
  const token = newToken(random);
  const createdAt = now();
  const row = await db.inWorkspace(here, async (tx) => {
    if (await isMemberAddress(tx, here.workspaceId, email)) throw new Problem("already_member");
    await closeExpiredInvitations(tx, { workspaceId: here.workspaceId, email }, createdAt);
    const created = await createInvitation(tx, {
      workspaceId: here.workspaceId,
      email,
      role,
      tokenHash: hashToken(token),
      invitedBy: person.user.id,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + validDays * 86_400_000),
    });
    if (created === null) throw new Problem("already_invited");
    await recordAudit(tx, {
      workspaceId: here.workspaceId,
      actor: actorOf(person),
      action: "invitation.created",
      subject: { kind: "invitation", id: created.id },
      detail: { role },
    });
    return created;
  });
  return { invitation: toInvitation(row), link: `${env.origin}/invite#${token.reveal()}` };
}

export async function revokeInvitation(caller: Caller, id: string): Promise<void> {
  const here = requireHere(caller, { role: "admin" });
  const { db, now } = getDeps();
  await db.inWorkspace(here, async (tx) => {
    if (!(await revokeOpenInvitation(tx, { workspaceId: here.workspaceId, id }, now()))) throw new Problem("not_found");
    await recordAudit(tx, {
      workspaceId: here.workspaceId,
      actor: actorOf(caller),
      action: "invitation.revoked",
      subject: { kind: "invitation", id },
    });
  });
}
