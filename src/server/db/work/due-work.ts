import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

import type { HeldRow } from "./leases";

/** What is kept of a failure: names, never a message, which may quote contents. */
export type FailureNote = Readonly<Record<string, string | number>> & { readonly code: string; readonly at: string };

/** Work that died because its process did, not because it said so. */
export const crashedCode = "crashed";

export type NewWork = {
  readonly workspaceId: string;
  readonly kind: string;
  readonly key: string;
  readonly payload: object;
  readonly dueAt: Date;
  readonly priority: number;
};

/**
 * One row per kind and key. Where it exists: waiting, it becomes due no later than asked; running, it is due again when
 * it is done; dead of failures, it is new again. What killed its process three times stays where it is until a person
 * looks at it.
 */
export async function upsertWork(tx: Tx, work: NewWork): Promise<void> {
  const { workspaceId, kind, key, payload, dueAt, priority } = work;
  await tx.$executeRaw`
    insert into due_work as w (workspace_id, kind, key, payload, due_at, priority)
    values (${workspaceId}::uuid, ${kind}, ${key}, ${JSON.stringify(payload)}::jsonb, ${dueAt}, ${priority}::smallint)
    on conflict (workspace_id, kind, key) do update set
      payload = excluded.payload,
      due_at = case when w.dead_at is not null then excluded.due_at when w.lease_owner is null then least(w.due_at, excluded.due_at) else w.due_at end,
      again_at = case when w.lease_owner is null then null else least(w.again_at, excluded.due_at) end,
      priority = case when w.dead_at is null and (w.lease_owner is null or w.again_at is not null)
        then greatest(w.priority, excluded.priority) else excluded.priority end,
      attempts = case when w.dead_at is null then w.attempts else 0 end,
      failures = case when w.dead_at is null then w.failures else 0 end,
      last_error = case when w.dead_at is null then w.last_error end,
      dead_at = null
    where w.dead_at is null or w.last_error ->> 'code' is distinct from ${crashedCode}`;
}

/** How often in a row the work ended with this code, the last time included. */
export async function countSameFailures(tx: Tx, { workspaceId, id }: HeldRow, code: string): Promise<number> {
  const row = await tx.dueWork.findFirst({ where: { workspaceId, id }, select: { lastError: true } });
  const last = (row?.lastError ?? null) as Partial<FailureNote> | null;
  return last?.code === code ? Number(last["times"] ?? 1) : 0;
}

const held = ({ workspaceId, id, fence }: HeldRow) => ({ workspaceId, id, fence, leaseOwner: { not: null } });

/** False: it is no longer held, so that nothing was written. */
export async function putOffWork(tx: Tx, row: HeldRow, next: PutOff): Promise<boolean> {
  const { count } = await tx.dueWork.updateMany({
    where: held(row),
    data: {
      dueAt: next.at,
      priority: 0,
      leaseUntil: null,
      leaseOwner: null,
      againAt: null,
      lastError: next.note,
      ...(next.counts ? { failures: { increment: 1 } } : {}),
    },
  });
  return count === 1;
}

/** `counts`: a wait the provider asked for is no failure. */
export type PutOff = { readonly at: Date; readonly note: FailureNote; readonly counts: boolean };

export async function buryWork(tx: Tx, row: HeldRow, death: { at: Date; note: FailureNote }): Promise<boolean> {
  const { count } = await tx.dueWork.updateMany({
    where: held(row),
    data: { deadAt: death.at, lastError: death.note, leaseUntil: null, leaseOwner: null, againAt: null },
  });
  return count === 1;
}

export type DeadWork = {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly attempts: number;
  readonly lastError: Prisma.JsonValue;
  readonly createdAt: Date;
  readonly deadAt: Date | null;
};

/** The newest first. */
export function listDeadWork(tx: Tx, workspaceId: string, limit: number): Promise<DeadWork[]> {
  return tx.dueWork.findMany({
    where: { workspaceId, deadAt: { not: null } },
    select: { id: true, kind: true, key: true, attempts: true, lastError: true, createdAt: true, deadAt: true },
    orderBy: [{ deadAt: "desc" }, { id: "asc" }],
    take: limit,
  });
}

export async function findDeadWork(tx: Tx, where: { workspaceId: string; id: string }): Promise<DeadWork | null> {
  return tx.dueWork.findFirst({ where: { ...where, deadAt: { not: null } } });
}

/** As new, for somebody who waits. False: it is not dead (any more). */
export async function reviveWork(tx: Tx, where: { workspaceId: string; id: string }, now: Date): Promise<boolean> {
  const { count } = await tx.dueWork.updateMany({
    where: { ...where, deadAt: { not: null } },
    data: { deadAt: null, dueAt: now, priority: 2, attempts: 0, failures: 0, crashes: 0, lastError: Prisma.DbNull },
  });
  return count === 1;
}

type DeadWrites = {
  readonly workspaceId: string;
  readonly calendarIds: readonly string[];
  readonly codes: readonly string[];
};

/** The same for changes in these calendars that were given up with one of these codes. */
export async function reviveWrites(tx: Tx, { workspaceId, calendarIds, codes }: DeadWrites, now: Date): Promise<void> {
  await tx.$executeRaw`
    update due_work set dead_at = null, due_at = ${now}, priority = 2, attempts = 0, failures = 0, crashes = 0, last_error = null
    where workspace_id = ${workspaceId}::uuid and kind = 'event.write' and dead_at is not null
      and payload ->> 'calendarId' = any(${[...calendarIds]}::text[]) and last_error ->> 'code' = any(${[...codes]}::text[])`;
}

export async function removeDeadWork(tx: Tx, where: { workspaceId: string; id: string }): Promise<boolean> {
  const { count } = await tx.dueWork.deleteMany({ where: { ...where, deadAt: { not: null } } });
  return count === 1;
}
