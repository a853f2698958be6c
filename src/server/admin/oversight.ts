import { Problem } from "@/server/http/problem";
import type { Oversight } from "@/server/db/admin/overview";
import { requireHere, requireSelf, type Caller, type Person } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

export type Overseer = Oversight & {
  readonly person: Person;
  /** The machinery all share is the instance's admin's. */
  readonly isInstance: boolean;
  /** Managers look; what changes something is for admins. */
  readonly mayAct: boolean;
};

/**
 * Whose health somebody may look after: instance admins that of everybody or of one workspace, managers and admins that
 * of the workspace they are in. A workspace of others does not exist for them.
 */
export function requireOversight(caller: Caller, workspaceId?: string): Overseer {
  const person = requireSelf(caller);
  const viewerId = person.user.id;
  if (person.isInstanceAdmin)
    return { person, viewerId, workspaceId: workspaceId ?? null, isInstance: true, mayAct: true };
  const here = requireHere(caller, { role: "manager" });
  if (workspaceId !== undefined && workspaceId !== here.workspaceId) throw new Problem("not_found");
  const mayAct = includesRole(person.role, "admin");
  return { person, viewerId, workspaceId: here.workspaceId, isInstance: false, mayAct };
}
