import type { Tx } from "@/server/db/open-database";

import type { HeldRow } from "./leases";

export type ChosenWork = {
  readonly workspaceId: string;
  readonly kind: string;
  readonly key: string;
  readonly owner: string;
  readonly now: Date;
  readonly leaseUntil: Date;
};

/** Leases one named row that is due and free, for somebody who waits for it; null when somebody else has it. */
export async function claimChosenWork(tx: Tx, claim: ChosenWork): Promise<HeldRow | null> {
  const { workspaceId, kind, key, owner, now, leaseUntil } = claim;
  const [row] = await tx.$queryRaw<{ id: string; fence: bigint }[]>`
    with picked as (
      select w.id from due_work w
      where w.workspace_id = ${workspaceId}::uuid and w.kind = ${kind} and w.key = ${key} and w.dead_at is null
        and w.due_at <= ${now} and (w.lease_until is null or w.lease_until <= ${now}) and w.crashes < 1
      for update skip locked
    )
    update due_work w set lease_until = ${leaseUntil}, lease_owner = ${owner}::uuid, fence = w.fence + 1,
      attempts = w.attempts + 1, crashes = case when w.lease_owner is null then 0 else w.crashes + 1 end
    from picked p where w.workspace_id = ${workspaceId}::uuid and w.id = p.id
    returning w.id, w.fence`;
  return row === undefined ? null : { workspaceId, ...row };
}

/** Whether it waits for its moment, or is not there: then nobody does it and nothing of it is due. */
export async function isAtRest(
  tx: Tx,
  { workspaceId, kind, key, now }: Pick<ChosenWork, "workspaceId" | "kind" | "key" | "now">,
): Promise<boolean> {
  const row = await tx.dueWork.findFirst({
    where: { workspaceId, kind, key, deadAt: null },
    select: { dueAt: true, leaseUntil: true },
  });
  return row === null || (row.dueAt > now && (row.leaseUntil === null || row.leaseUntil <= now));
}
