import { listAllWorkspaces, listWorkers, readReadiness, type WorkerRow } from "@/server/db/people/instance";
import { getDeps } from "@/server/deps";

import { requireInstance, type Caller } from "./person";
import type { InstanceShape } from "./shapes";

/** A worker says every 5 s that it is alive; six times silent, it is not. */
const silentAfterMs = 30_000;

export function isAlive(lastBeatAt: Date | null, now: Date): boolean {
  return lastBeatAt !== null && now.getTime() - lastBeatAt.getTime() <= silentAfterMs;
}

export function toWorker(row: WorkerRow, now: Date): InstanceShape["workers"][number] {
  return {
    id: row.worker_id,
    kind: row.kind,
    name: row.name,
    version: row.version,
    startedAt: row.started_at.toISOString(),
    lastBeatAt: row.last_beat_at.toISOString(),
    stoppedAt: row.stopped_at?.toISOString() ?? null,
    alive: row.stopped_at === null && isAlive(row.last_beat_at, now),
  };
}

export async function readInstance(caller: Caller): Promise<InstanceShape> {
  const person = requireInstance(caller);
  const { db, now } = getDeps();
  const at = now();
  return db.outsideWorkspace(async (tx) => {
    const workspaces = await listAllWorkspaces(tx, person.user.id);
    const workers = await listWorkers(tx, at);
    const state = await readReadiness(tx, at);
    return {
      workspaces: workspaces.map(
        ({ workspace_id: id, name, members, connections, created_at: createdAt, last_activity_at: seenAt }) => ({
          id,
          name,
          members,
          connections,
          createdAt: createdAt.toISOString(),
          lastActivityAt: seenAt?.toISOString() ?? null,
        }),
      ),
      workers: workers.map((row) => toWorker(row, at)),
      database: { version: state.server_version, migrations: state.migrations },
      queue: { due: state.due, oldestDueAt: state.oldest_due_at?.toISOString() ?? null },
    };
  });
}
