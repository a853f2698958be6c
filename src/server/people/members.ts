import { closeChannelsOf, endAllOf, revokeAll } from "@/server/connections/disconnect";
import {
  changeMembershipRole,
  findMembership,
  findMembershipIdOf,
  listMemberships,
  removeMembership,
  type MemberRow,
} from "@/server/db/people/memberships";
import type { Tx } from "@/server/db/open-database";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";

import { actorOf, recordAudit } from "./audit-log";
import { requireHere, requireSelf, type Caller, type Here, type Person } from "./person";
import type { Role } from "./roles";
import type { MemberShape } from "./shapes";

function toMember({ id, userId, role, joinedAt, lastSeenAt, user }: MemberRow): MemberShape {
  return {
    id,
    userId,
    name: user.name,
    email: user.email,
    role: role as Role,
    joinedAt: joinedAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  };
}

export async function listMembers(caller: Caller): Promise<MemberShape[]> {
  const here = requireHere(caller, { role: "manager", scope: "members:read" });
  const rows = await getDeps().db.inWorkspace(here, (tx) => listMemberships(tx, here.workspaceId));
  return rows.map(toMember);
}

async function requireMembership(tx: Tx, { workspaceId }: Here, id: string): Promise<MemberRow> {
  const membership = await findMembership(tx, { workspaceId, id });
  if (membership === null) throw new Problem("not_found");
  return membership;
}

export async function changeRole(caller: Caller, id: string, role: Role): Promise<MemberShape> {
  const here = requireHere(caller, { role: "admin" });
  return getDeps().db.inWorkspace(here, async (tx) => {
    const before = await requireMembership(tx, here, id);
    if ((await changeMembershipRole(tx, { workspaceId: here.workspaceId, id }, role)) === "last admin")
      throw new Problem("last_admin");
    await recordAudit(tx, {
      workspaceId: here.workspaceId,
      actor: actorOf(caller),
      action: "member.role_changed",
      subject: { kind: "person", id: before.userId },
      detail: { from: before.role, to: role },
    });
    return toMember({ ...before, role });
  });
}

type Leaving = { readonly id: string; readonly userId: string; readonly role: string; readonly leaves: boolean };

async function requireLeaving(tx: Tx, { here, person, asked }: Removal): Promise<Leaving> {
  const own = await findMembershipIdOf(tx, here.workspaceId, person.user.id);
  const id = asked === "me" && own !== null ? own : asked;
  const leaves = id === own;
  if (!leaves) requireHere(person, { role: "admin" });
  const { userId, role } = await requireMembership(tx, here, id);
  return { id, userId, role, leaves };
}

type Removal = { readonly here: Here; readonly person: Person; readonly asked: string };

/**
 * An admin removes anybody; everybody may leave, who need not know the id of their own membership: it is "me". Sessions
 * of the person stay, and see nothing of this workspace any more; their accounts are disconnected, and nothing that was
 * copied from them stays. Changed without a person: the events of whoever leaves are hidden from an admin.
 */
export async function removeMember(caller: Caller, asked: string): Promise<void> {
  const person = requireSelf(caller);
  const here = requireHere(person, { role: "member" });
  const { workspaceId } = here;
  const deps = getDeps();
  const removal = { here, person, asked };
  const { userId } = await deps.db.inWorkspace(here, (tx) => requireLeaving(tx, removal));
  await closeChannelsOf(deps, { workspaceId, userId });
  const ended = await deps.db.inWorkspace({ workspaceId }, async (tx) => {
    const { id, role, leaves } = await requireLeaving(tx, removal);
    if ((await removeMembership(tx, { workspaceId, id })) === "last admin") throw new Problem("last_admin");
    await recordAudit(tx, {
      workspaceId,
      actor: actorOf(person),
      action: leaves ? "member.left" : "member.removed",
      subject: { kind: "person", id: userId },
      detail: { role },
    });
    return endAllOf(tx, deps, { workspaceId, userId, actor: actorOf(person) });
  });
  await revokeAll(deps, ended);
}
