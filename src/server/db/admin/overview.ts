import type { Tx } from "@/server/db/open-database";

/** Who asks, and of which workspace; null for all of them. The database decides once more whether they may. */
export type Oversight = { readonly viewerId: string; readonly workspaceId: string | null };

export type TotalRow = { readonly provider: string; readonly status: string; readonly connections: number };

/** From counters: costs the states there are, not the connections. */
export function readTotals(tx: Tx, { viewerId, workspaceId }: Oversight): Promise<TotalRow[]> {
  return tx.$queryRaw<TotalRow[]>`
    select provider, status, connections from system.health_totals(${viewerId}::uuid, ${workspaceId}::uuid)`;
}

export type OverseenWorkspaceRow = {
  readonly workspace_id: string;
  readonly name: string;
  readonly members: number;
  readonly connections: number;
  readonly working: number;
  readonly acting: number;
  readonly outage: number;
  readonly failing: number;
  readonly paused: number;
};

export function listOverseenWorkspaces(tx: Tx, viewerId: string, limit: number): Promise<OverseenWorkspaceRow[]> {
  return tx.$queryRaw<OverseenWorkspaceRow[]>`
    select workspace_id, name, members, connections, working, acting, outage, failing, paused
    from system.health_by_workspace(${viewerId}::uuid, ${limit}::int)`;
}

export type OverseenBreakerRow = {
  readonly workspace_id: string;
  readonly key: string;
  readonly provider: string;
  readonly connection_id: string | null;
  readonly user_name: string | null;
  readonly state: string;
  readonly opened_at: Date | null;
  readonly open_until: Date | null;
  readonly last_error_code: string | null;
};

export function listOverseenBreakers(tx: Tx, of: Oversight, limit: number): Promise<OverseenBreakerRow[]> {
  return tx.$queryRaw<OverseenBreakerRow[]>`
    select workspace_id, key, provider, connection_id, user_name, state, opened_at, open_until, last_error_code
    from system.overseen_breakers(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${limit}::int)`;
}

export type PauseRow = { readonly provider: string; readonly pauses: number; readonly paused_until: Date };

export function listPauses(tx: Tx, of: Oversight, now: Date): Promise<PauseRow[]> {
  return tx.$queryRaw<PauseRow[]>`
    select provider, pauses, paused_until from system.overseen_pauses(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${now})`;
}

export type CallDayRow = {
  readonly provider: string;
  readonly day: Date;
  readonly calls: bigint;
  readonly failures: bigint;
  readonly rate_limited: bigint;
};

export function listCallDays(tx: Tx, of: Oversight, since: Date): Promise<CallDayRow[]> {
  return tx.$queryRaw<CallDayRow[]>`
    select provider, day, calls, failures, rate_limited
    from system.overseen_calls(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${since})`;
}

export type BucketRow = { readonly key: string; readonly tokens: number; readonly updated_at: Date };

export function listProjectBuckets(tx: Tx, viewerId: string): Promise<BucketRow[]> {
  return tx.$queryRaw<BucketRow[]>`select key, tokens, updated_at from system.project_buckets(${viewerId}::uuid)`;
}

export type GrantsRow = {
  readonly provider: string;
  readonly grants: number;
  readonly lost: number;
  readonly failing: number;
  readonly ending: number;
};

type Ending = { readonly now: Date; readonly before: Date };

export function countGrants(tx: Tx, of: Oversight, { now, before }: Ending): Promise<GrantsRow[]> {
  return tx.$queryRaw<GrantsRow[]>`
    select provider, grants, lost, failing, ending
    from system.overseen_grants(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${now}, ${before})`;
}

export type AgeRow = {
  readonly provider: string;
  readonly slot: number;
  readonly calendars: number;
  readonly within_bound: number;
};

export function countProofAges(tx: Tx, of: Oversight, { boundsMs, now }: { boundsMs: readonly number[]; now: Date }) {
  const seconds = boundsMs.map((bound) => bound / 1_000);
  return tx.$queryRaw<AgeRow[]>`
    select provider, slot, calendars, within_bound
    from system.proof_ages(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${seconds}::double precision[], ${now})`;
}

export type DriftRow = {
  readonly day: Date;
  readonly reads: number;
  readonly missing: bigint;
  readonly extra: bigint;
  readonly stale: bigint;
};

export function listDrift(tx: Tx, of: Oversight, since: Date): Promise<DriftRow[]> {
  return tx.$queryRaw<DriftRow[]>`
    select day, reads, missing, extra, stale from system.overseen_drift(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${since})`;
}

export type OverseenDeadRow = {
  readonly workspace_id: string;
  readonly workspace_name: string;
  readonly work_id: string;
  readonly kind: string;
  readonly attempts: number;
  readonly last_error: unknown;
  readonly dead_at: Date;
};

export function listOverseenDead(tx: Tx, of: Oversight, limit: number): Promise<OverseenDeadRow[]> {
  return tx.$queryRaw<OverseenDeadRow[]>`
    select workspace_id, workspace_name, work_id, kind, attempts, last_error, dead_at
    from system.overseen_dead_work(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${limit}::int)`;
}

export type OverseenTransitionRow = {
  readonly workspace_name: string | null;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly user_name: string | null;
  readonly provider: string | null;
  readonly from_status: string;
  readonly to_status: string;
  readonly cause: string | null;
  readonly at: Date;
};

export function listOverseenTransitions(tx: Tx, of: Oversight, limit: number): Promise<OverseenTransitionRow[]> {
  return tx.$queryRaw<OverseenTransitionRow[]>`
    select workspace_name, subject_kind, subject_id, user_name, provider, from_status, to_status, cause, at
    from system.overseen_transitions(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${limit}::int)`;
}

export type WindowRow = {
  readonly provider: string;
  readonly minutes: number;
  readonly runs: bigint;
  readonly failures: bigint;
};

export function countRunsInWindows(tx: Tx, of: Oversight, now: Date): Promise<WindowRow[]> {
  return tx.$queryRaw<WindowRow[]>`
    select provider, minutes, runs, failures
    from system.overseen_objectives(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${now})`;
}

/** Of all workspaces together, for nobody in particular. */
export function countAllRunsInWindows(tx: Tx, now: Date): Promise<WindowRow[]> {
  return tx.$queryRaw<WindowRow[]>`select provider, minutes, runs, failures from system.instance_objectives(${now})`;
}

export type WayRow = {
  readonly channel: string;
  readonly addresses: number;
  readonly failing: number;
  readonly disabled: number;
  readonly worked_at: Date | null;
  readonly tested_at: Date | null;
};

export function listWayRows(tx: Tx, of: Oversight): Promise<WayRow[]> {
  return tx.$queryRaw<WayRow[]>`
    select channel, addresses, failing, disabled, worked_at, tested_at
    from system.overseen_ways(${of.viewerId}::uuid, ${of.workspaceId}::uuid)`;
}
