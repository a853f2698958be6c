import { randomUUID } from "node:crypto";

import { workCatalog } from "@/core/work/catalog";
import type { WorkHandlers } from "@/server/work/handler";
import type { Deps } from "@/server/deps";
import type { Tx } from "@/server/db/open-database";
import type { SyncClaim } from "@/server/work/claim";
import { enqueueWork } from "@/server/work/enqueue";

import { createPerson, createWorkspace } from "./cast";

/** A workspace with calendars that are due, and handlers that do nothing unless told to. */
export type WorkScene = { readonly workspaceId: string; readonly personId: string };

export async function openWorkScene({ db }: Deps, name = "Alice"): Promise<WorkScene> {
  const personId = await createPerson(db, name);
  return { personId, workspaceId: await createWorkspace(db, personId, name) };
}

type DueCalendars = { readonly count: number; readonly dueAt: Date; readonly priority?: number };

export async function addDueCalendars({ db }: Deps, scene: WorkScene, due: DueCalendars): Promise<string[]> {
  const { workspaceId, personId: userId } = scene;
  const connectionId = randomUUID();
  const ids = Array.from({ length: due.count }, () => randomUUID());
  await db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.connection.create({
      data: { workspaceId, id: connectionId, userId, provider: "fake", remoteAccountId: connectionId },
    });
    await tx.calendar.createMany({
      data: ids.map((id) => ({ workspaceId, id, connectionId, remoteId: id, name: "C", isSelected: true })),
    });
    await tx.calendarSyncState.createMany({
      data: ids.map((calendarId) => ({
        workspaceId,
        calendarId,
        provider: "fake",
        nextSyncAt: due.dueAt,
        priority: due.priority ?? 0,
      })),
    });
  });
  return ids;
}

type DueWork = { readonly connectionId?: string; readonly priority?: number; readonly dueAt?: Date };

/** Work of a kind that fails eight times before it is a dead letter. */
export async function addDueWork(deps: Deps, { workspaceId }: WorkScene, work: DueWork = {}): Promise<string> {
  const { connectionId = randomUUID(), dueAt = deps.now(), priority } = work;
  const when = { workspaceId, dueAt, ...(priority === undefined ? {} : { priority }) };
  await deps.db.inWorkspace({ workspaceId }, (tx) => enqueueWork(tx, "connection.discover", { connectionId }, when));
  return connectionId;
}

const doNothing = () => Promise.resolve();

export const idleHandlers = {
  ...Object.fromEntries(Object.keys(workCatalog).map((name) => [name, doNothing])),
  "calendar.sync": () => Promise.resolve({ outcome: "aborted" }),
} as unknown as WorkHandlers;

type DuringSync = (calendarId: string) => Promise<void> | void;
type InItsTransaction = (tx: Tx, claim: SyncClaim) => Promise<unknown>;

/** Ends a sync as the engine does, in one transaction under its fence: not due before an hour has passed. */
export const finishSync =
  (during?: DuringSync, alsoWrite?: InItsTransaction): WorkHandlers["calendar.sync"] =>
  async ({ db, now }, claim) => {
    const { workspaceId, calendarId, fence } = claim;
    await during?.(calendarId);
    const nextSyncAt = new Date(now().getTime() + 3_600_000);
    const isHeld = await db.inWorkspace({ workspaceId }, async (tx) => {
      const { count } = await tx.calendarSyncState.updateMany({
        where: { workspaceId, calendarId, fence },
        data: { nextSyncAt, priority: 0, leaseUntil: null, leaseOwner: null },
      });
      if (count === 1) await alsoWrite?.(tx, claim);
      return count === 1;
    });
    return isHeld ? { outcome: "waiting", nextSyncAt } : { outcome: "lease_lost" };
  };
