import type { Tx } from "@/server/db/open-database";

/** One call that somebody in this process wants to make. */
export type Ask = {
  readonly workspaceId: string;
  readonly connectionId: string;
  readonly endpointClass: string;
  /** Calls that were made beyond what was granted. */
  readonly owed: number;
  readonly capacity: number;
  readonly refillPerSecond: number;
  /** What the provider's wish for rest is kept under. */
  readonly pauseKey: string;
  /** Whether its calls count for the project. */
  readonly isShared: boolean;
  /** Whether somebody is waiting: the others leave the last tenth of the project's minute to them. */
  readonly isAwaited: boolean;
  /** Whether it has waited for its turn in the connection's queue already. */
  readonly hasPlace: boolean;
  /** How long it would wait for one. */
  readonly patienceMs: number;
};

export type ProjectBudget = {
  readonly minute: { readonly capacity: number; readonly refillPerSecond: number };
  readonly day: { readonly capacity: number; readonly refillPerSecond: number };
};

export type BreakerRow = {
  readonly state: string;
  readonly failures: number;
  readonly opened_at: Date | null;
  readonly open_until: Date | null;
  readonly probe_until: Date | null;
};

/** Either it is granted, or it is said how long to wait and what for. */
export type Grant = BreakerRow & {
  readonly granted: boolean;
  readonly wait_ms: bigint;
  readonly because: "breaker_open" | "paused" | "queued" | "connection" | "project" | "day" | null;
};

export type Batch = { readonly provider: string; readonly project: ProjectBudget; readonly asks: readonly Ask[] };

/** One statement for all who wait in this process, answered in the same order. */
export async function admitCalls(tx: Tx, { provider, project, asks }: Batch, now: Date): Promise<Grant[]> {
  const rows = asks.map((ask) => ({
    workspace_id: ask.workspaceId,
    connection_id: ask.connectionId,
    class: ask.endpointClass,
    pause_key: ask.pauseKey,
    owed: ask.owed,
    capacity: ask.capacity,
    refill: ask.refillPerSecond,
    shares: ask.isShared,
    waits: ask.isAwaited,
    has_place: ask.hasPlace,
    patience_ms: ask.patienceMs,
  }));
  const budget = {
    minute_capacity: project.minute.capacity,
    minute_refill: project.minute.refillPerSecond,
    day_capacity: project.day.capacity,
    day_refill: project.day.refillPerSecond,
  };
  return tx.$queryRaw<Grant[]>`
    select * from system.admit_calls(${provider}, ${JSON.stringify(budget)}::jsonb, ${JSON.stringify(rows)}::jsonb, ${now})`;
}

type Pause = {
  readonly workspaceId: string;
  readonly connectionId: string;
  readonly provider: string;
  readonly pauseKey: string;
  readonly until: Date;
};

/** The provider asked for rest: no process calls it for this connection before. A shorter wish shortens nothing. */
export async function pauseConnection(tx: Tx, pause: Pause, now: Date): Promise<void> {
  const { workspaceId, connectionId, provider, pauseKey, until } = pause;
  await tx.$executeRaw`
    insert into rate_budgets as b (workspace_id, key, provider, connection_id, paused_until, updated_at)
    select c.workspace_id, ${pauseKey}, ${provider}, c.id, ${until}, ${now}
    from connections c where c.workspace_id = ${workspaceId}::uuid and c.id = ${connectionId}::uuid
    on conflict (workspace_id, key) do update set
      paused_until = greatest(b.paused_until, excluded.paused_until), updated_at = excluded.updated_at`;
}
