import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Tx } from "@/server/db/open-database";

export type InstanceAdmin = {
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string;
  readonly time_zone: string;
};

export function listInstanceAdmins(tx: Tx): Promise<InstanceAdmin[]> {
  return tx.$queryRaw<InstanceAdmin[]>`select user_id, name, email, locale, time_zone from system.instance_admins()`;
}

/** Providers that fail for everybody. Inside the instance's workspace. */
export async function listTroubles(tx: Tx): Promise<{ provider: string; since: Date }[]> {
  const rows = await tx.breaker.findMany({
    where: { workspaceId: instanceWorkspaceId, key: { startsWith: "provider:" }, state: { not: "closed" } },
    select: { provider: true, changedAt: true },
  });
  return rows.map(({ provider, changedAt }) => ({ provider, since: changedAt }));
}

/** Whether an alert of a rule that concerns all is open. Inside the instance's workspace. */
export async function isOpen(tx: Tx, ruleId: string): Promise<boolean> {
  const where = { workspaceId: instanceWorkspaceId, ruleId, resolvedAt: null };
  return (await tx.alert.count({ where })) > 0;
}

export type RaisedAlert = {
  readonly id: string;
  readonly ruleId: string;
  readonly severity: string;
  readonly evidence: unknown;
  readonly resolvedAt: Date | null;
};

/** Alerts that something raised or ended by itself and nobody was told of. Inside the instance's workspace. */
export function listUntold(tx: Tx): Promise<RaisedAlert[]> {
  return tx.alert.findMany({
    where: {
      workspaceId: instanceWorkspaceId,
      OR: [
        { toldAt: null, resolvedAt: null },
        { toldWord: "opened", resolvedAt: { not: null } },
      ],
    },
    select: { id: true, ruleId: true, severity: true, evidence: true, resolvedAt: true },
    orderBy: { openedAt: "asc" },
    take: 100,
  });
}
