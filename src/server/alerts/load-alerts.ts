import type { Severity } from "@/core/alerts/alert";
import { toStatus, type HealthState } from "@/core/health/words";
import { countOpen, listAlerts, listOpenOfOthers } from "@/server/db/alerts/alerts";
import { listStatesOf } from "@/server/db/alerts/states";
import { findMembershipIdOf, listMemberships } from "@/server/db/people/memberships";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { requireHere, requireSelf, type Caller, type Here } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

import type { AlertShape, PersonHealthShape, TeamAlertShape } from "./shapes";
import { toAlertShape } from "./to-shape";

/** One's own, and for managers those of their people; of anybody else it is an id of nothing. */
async function requirePersonHere(tx: Tx, here: Here, asked: { caller: Caller; userId: string }): Promise<void> {
  const person = requireSelf(asked.caller);
  const isOwn = person.user.id === asked.userId;
  if (!isOwn && !includesRole(person.role, "manager")) throw new Problem("not_found");
  if ((await findMembershipIdOf(tx, here.workspaceId, asked.userId)) === null) throw new Problem("not_found");
}

type Asked = { readonly userId: string };

export async function loadAlerts(
  deps: Deps,
  caller: Caller,
  { userId, limit }: Asked & { readonly limit: number },
): Promise<{ alerts: AlertShape[] }> {
  requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  return deps.db.inWorkspace(here, async (tx) => {
    await requirePersonHere(tx, here, { caller, userId });
    const rows = await listAlerts(tx, { workspaceId: here.workspaceId, userId, limit });
    return { alerts: rows.map((row) => toAlertShape(row, deps.now())) };
  });
}

/** What is open of the people somebody looks after. Whoever left meanwhile has nothing to be looked after. */
export async function loadTeamAlerts(
  deps: Deps,
  caller: Caller,
  { limit }: { readonly limit: number },
): Promise<{ alerts: TeamAlertShape[] }> {
  const { user } = requireSelf(caller);
  const here = requireHere(caller, { role: "manager" });
  return deps.db.inWorkspace(here, async (tx) => {
    const rows = await listOpenOfOthers(tx, { workspaceId: here.workspaceId, userId: user.id, limit });
    const people = rows.length === 0 ? [] : await listMemberships(tx, here.workspaceId);
    const personOf = new Map(people.map(({ userId, user: { name, email } }) => [userId, { name, email }]));
    return {
      alerts: rows.flatMap((row) => {
        const person = personOf.get(row.userId ?? "");
        return person === undefined ? [] : [{ ...toAlertShape(row, deps.now()), person }];
      }),
    };
  });
}

export async function loadPersonHealth(deps: Deps, caller: Caller, { userId }: Asked): Promise<PersonHealthShape> {
  requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  return deps.db.inWorkspace(here, async (tx) => {
    await requirePersonHere(tx, here, { caller, userId });
    const states = await listStatesOf(tx, { workspaceId: here.workspaceId, userId });
    const open = await countOpen(tx, { workspaceId: here.workspaceId, userId });
    const count = (severity: Severity) => open.get(severity) ?? 0;
    return {
      userId,
      status: toStatus(states.map(({ status }) => status as HealthState)),
      timestamp: deps.now().toISOString(),
      connections: states.map(({ id, provider, status, statusSince, statusCause }) => ({
        ...{ id, provider, state: status, since: statusSince.toISOString(), cause: statusCause },
      })),
      alerts: { critical: count("critical"), high: count("high"), medium: count("medium"), low: count("low") },
    };
  });
}
