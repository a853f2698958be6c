import type { Told, Whose } from "@/server/alerts/store-steps";
import { listInstanceAdmins } from "@/server/db/alerts/instance";
import { listManagers } from "@/server/db/notifications/people";
import { findAddress } from "@/server/db/notifications/preferences";
import type { Tx } from "@/server/db/open-database";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Deps } from "@/server/deps";

import { tellPerson, tellTeam } from "./tell-people";

/**
 * Writes down who is told what, in the transaction in which it became so: the person whose account it is, the team's own
 * addresses, and those who look after the team when nobody reacted. What leaves the house is sent from the rows.
 */
export async function tellAll(
  tx: Tx,
  deps: Deps,
  { whose, told }: { whose: Whose; told: readonly Told[] },
): Promise<void> {
  if (whose.userId === null) return;
  const { workspaceId, userId, connectionId } = whose;
  for (const each of told) {
    if (each.word === "escalation") await escalate(tx, deps, { workspaceId, userId, connectionId, told: each });
    else await tellPerson(tx, deps, { told: each, connectionId, to: { workspaceId, userId } });
    if (each.word !== "reminder") await tellTeam(tx, deps, { workspaceId, told: each, connectionId });
  }
}

type Escalation = {
  readonly workspaceId: string;
  readonly userId: string;
  readonly connectionId: string | null;
  readonly told: Told;
};

async function escalate(tx: Tx, deps: Deps, { workspaceId, userId, connectionId, told }: Escalation): Promise<void> {
  const about = (await findAddress(tx, { workspaceId, userId }))?.name ?? "";
  const managers = (await listManagers(tx, workspaceId)).filter((id) => id !== userId);
  for (const id of managers) await tellPerson(tx, deps, { told, connectionId, about, to: { workspaceId, userId: id } });
}

/** To all who look after the instance. */
export async function tellInstance(tx: Tx, deps: Deps, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  for (const { user_id: userId } of await listInstanceAdmins(tx))
    for (const each of told)
      await tellPerson(tx, deps, { told: each, connectionId: null, to: { workspaceId: instanceWorkspaceId, userId } });
}
