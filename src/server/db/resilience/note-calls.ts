import type { Tx } from "@/server/db/open-database";

export type CountedCalls = {
  readonly workspaceId: string;
  readonly provider: string;
  readonly endpointClass: string;
  readonly hour: Date;
  readonly calls: number;
  readonly failures: number;
  readonly rateLimited: number;
  readonly bytes: number;
};

export type ConnectionEnd = {
  readonly workspaceId: string;
  readonly connectionId: string;
  readonly provider: string;
  readonly endedAt: Date;
  readonly isFailing: boolean;
};

export type ProviderNews = {
  readonly provider: string;
  readonly tried: number;
  readonly failing: number;
  readonly troubled_since: Date | null;
};

export type Notes = { readonly counts: readonly CountedCalls[]; readonly ends: readonly ConnectionEnd[] };

/** Writes what a process has counted, over all workspaces; answers how the connections of its providers fare since then. */
export async function noteCalls(tx: Tx, { counts, ends }: Notes, since: Date): Promise<ProviderNews[]> {
  const countRows = counts.map(({ workspaceId, endpointClass, hour, rateLimited, ...rest }) => ({
    ...rest,
    workspace_id: workspaceId,
    class: endpointClass,
    hour: hour.toISOString(),
    rate_limited: rateLimited,
  }));
  const endRows = ends.map(({ workspaceId, connectionId, provider, endedAt, isFailing }) => ({
    workspace_id: workspaceId,
    connection_id: connectionId,
    provider,
    ended_at: endedAt.toISOString(),
    is_failing: isFailing,
  }));
  const providers = [...new Set(ends.map(({ provider }) => provider))];
  return tx.$queryRaw<ProviderNews[]>`
    select * from system.note_calls(${JSON.stringify(countRows)}::jsonb, ${JSON.stringify(endRows)}::jsonb,
      ${providers}::text[], ${since})`;
}

type Trouble = { readonly provider: string; readonly since: Date | null; readonly cause: string | null };

/** Says whether it changed anything. Leaves a transition when it did. */
export async function setProviderTrouble(tx: Tx, { provider, since, cause }: Trouble, now: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ changed: boolean }[]>`
    select system.set_provider_trouble(${provider}, ${since}, ${cause}, ${now}) as changed`;
  return row?.changed === true;
}
