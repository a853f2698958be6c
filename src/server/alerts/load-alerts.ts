import type { Severity } from "@/core/alerts/alert";
import { toStatus, type HealthState } from "@/core/health/words";
import { countOpen, listAlerts } from "@/server/db/alerts/alerts";
import { listStatesOf } from "@/server/db/alerts/states";
import { findMembershipIdOf } from "@/server/db/people/memberships";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { requireHere, requireSelf, type Caller, type Here } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

import type { AlertShape, PersonHealthShape } from "./shapes";
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
