import type { Told, Whose } from "@/server/alerts/store-steps";
import { listInstanceAdmins } from "@/server/db/alerts/instance";
import { listManagers } from "@/server/db/notifications/people";
import type { Tx } from "@/server/db/open-database";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Deps } from "@/server/deps";

import { tellPeople, type Receiver } from "./tell-people";

/**
 * Writes down who is told what, in the transaction in which it became so: the person whose account it is, and those who
 * look after the team when nobody reacted. What leaves the house is sent from the rows.
 */
export async function tellAll(
  tx: Tx,
  deps: Deps,
  { whose, told }: { whose: Whose; told: readonly Told[] },
): Promise<void> {
  if (whose.userId === null || told.length === 0) return;
  const { workspaceId, userId } = whose;
  const owner: Receiver = { workspaceId, userId };
  const managers = told.some(({ word }) => word === "escalation")
    ? (await listManagers(tx, workspaceId)).filter((id) => id !== userId)
    : [];
  for (const each of told) {
    const isEscalated = each.word === "escalation";
    const receivers = isEscalated ? managers.map((id) => ({ workspaceId, userId: id })) : [owner];
    await tellPeople(tx, deps, { receivers, told: each });
  }
}

/** To all who look after the instance. */
export async function tellInstance(tx: Tx, deps: Deps, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const admins = await listInstanceAdmins(tx);
  const receivers = admins.map(({ user_id: userId }) => ({ workspaceId: instanceWorkspaceId, userId }));
  for (const each of told) await tellPeople(tx, deps, { receivers, told: each });
}
