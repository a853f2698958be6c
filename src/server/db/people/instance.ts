import type { Tx } from "@/server/db/open-database";

export type WorkspaceOverview = {
  readonly workspace_id: string;
  readonly name: string;
  readonly members: number;
  readonly connections: number;
  readonly created_at: Date;
  readonly last_activity_at: Date | null;
};

/** Empty for everybody but an instance admin: the database asks once more. */
export function listAllWorkspaces(tx: Tx, userId: string): Promise<WorkspaceOverview[]> {
  return tx.$queryRaw<WorkspaceOverview[]>`
    select workspace_id, name, members, connections, created_at, last_activity_at from system.instance_overview(${userId}::uuid)`;
}

export type WorkerRow = {
  readonly worker_id: string;
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  readonly started_at: Date;
  readonly last_beat_at: Date;
  readonly stopped_at: Date | null;
};

export function listWorkers(tx: Tx, now: Date): Promise<WorkerRow[]> {
  return tx.$queryRaw<
    WorkerRow[]
  >`select worker_id, kind, name, version, started_at, last_beat_at, stopped_at from system.list_workers(${now})`;
}

export type ReadinessRow = {
  readonly server_version: string;
  readonly migrations: number;
  readonly last_migration: string | null;
  readonly last_beat_at: Date | null;
  readonly due: number;
  readonly oldest_due_at: Date | null;
};

export async function readReadiness(tx: Tx, now: Date): Promise<ReadinessRow> {
  const [row] = await tx.$queryRaw<ReadinessRow[]>`
    select server_version, migrations, last_migration, last_beat_at, due, oldest_due_at from system.readiness(${now})`;
  if (row === undefined) throw new Error("system.readiness answered nothing.");
  return row;
}

export type WorkerSelf = {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly version: string;
};

export async function beat(tx: Tx, worker: WorkerSelf, now: Date): Promise<void> {
  await tx.$executeRaw`select system.beat(${worker.id}::uuid, ${worker.kind}, ${worker.name}, ${worker.version}, ${now})`;
}

export async function stopWorker(tx: Tx, workerId: string, now: Date): Promise<void> {
  await tx.$executeRaw`select system.stop_worker(${workerId}::uuid, ${now})`;
}

/** Removes what is long over: sessions, links, buckets, workers. Answers how many rows. */
export async function prune(tx: Tx, now: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ removed: number }[]>`select system.prune(${now}) as removed`;
  return row?.removed ?? 0;
}
