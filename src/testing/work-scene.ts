import { randomUUID } from "node:crypto";

import { workCatalog } from "@/core/work/catalog";
import type { WorkHandlers } from "@/server/work/handler";
import type { Deps } from "@/server/deps";
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

/** Ends a sync as the engine does: not due before an hour has passed. */
export const finishSync =
  (then?: (calendarId: string) => Promise<void> | void): WorkHandlers["calendar.sync"] =>
  async ({ db, now }, { workspaceId, calendarId, fence }) => {
    await then?.(calendarId);
    const nextSyncAt = new Date(now().getTime() + 3_600_000);
    const { count } = await db.inWorkspace({ workspaceId }, (tx) =>
      tx.calendarSyncState.updateMany({
        where: { workspaceId, calendarId, fence },
        data: { nextSyncAt, priority: 0, leaseUntil: null, leaseOwner: null },
      }),
    );
    if (count === 0) return { outcome: "lease_lost" };
    return { outcome: "waiting", nextSyncAt };
  };
