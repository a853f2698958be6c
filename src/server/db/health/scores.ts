import type { Tx } from "@/server/db/open-database";

export type Unscored = { readonly workspaceId: string; readonly connectionId: string };
type Asked = { readonly day: Date; readonly since: Date; readonly limit: number };

/** Over all workspaces, asked outside of any: connections that were not measured since a moment of this day. */
export async function findUnscored(tx: Tx, { day, since, limit }: Asked): Promise<Unscored[]> {
  const rows = await tx.$queryRaw<{ workspace_id: string; connection_id: string }[]>`
    select workspace_id, connection_id from system.unscored_connections(${day}, ${since}, ${limit}::int)`;
  return rows.map((row) => ({ workspaceId: row.workspace_id, connectionId: row.connection_id }));
}

export type MeasuredScore = Unscored & {
  readonly userId: string;
  /** Null is measured too: nothing is known yet. */
  readonly score: number | null;
  readonly parts: Readonly<Record<string, number | null>>;
};

/** A day is the mean of its measurements. Two at once count as two: a mean bears that. */
export async function addScore(tx: Tx, { workspaceId, connectionId, ...found }: MeasuredScore, now: Date) {
  const metrics = { sum: found.score ?? 0, count: found.score === null ? 0 : 1, parts: found.parts };
  await tx.$executeRaw`
    insert into calendar_monitoring_results as m
      (workspace_id, subject_kind, subject_id, user_id, bucket, starts_at, score, metrics)
    values (${workspaceId}::uuid, 'connection', ${connectionId}::text, ${found.userId}::uuid, 'day',
      date_trunc('day', ${now}::timestamptz, 'UTC'), ${found.score}::smallint,
      ${JSON.stringify(metrics)}::jsonb || jsonb_build_object('measured_at', ${now}::timestamptz))
    on conflict (workspace_id, subject_kind, subject_id, bucket, starts_at) do update set
      score = case when excluded.score is null then m.score else
        ((m.metrics ->> 'sum')::int + excluded.score) / ((m.metrics ->> 'count')::int + 1) end,
      metrics = excluded.metrics || jsonb_build_object(
        'sum', (m.metrics ->> 'sum')::int + (excluded.metrics ->> 'sum')::int,
        'count', (m.metrics ->> 'count')::int + (excluded.metrics ->> 'count')::int)`;
}

/** After new measurements: the means of workspaces and providers. */
export async function rollUpScores(tx: Tx, day: Date): Promise<void> {
  await tx.$executeRaw`select system.roll_up_scores(${day})`;
}

export type DayScore = { readonly connection_id: string; readonly day: Date; readonly score: number };
type OfPerson = { readonly workspaceId: string; readonly userId: string; readonly since: Date };

/** Oldest first. */
export function listScores(tx: Tx, { workspaceId, userId, since }: OfPerson): Promise<DayScore[]> {
  return tx.$queryRaw<DayScore[]>`
    select c.id as connection_id, (m.starts_at at time zone 'UTC')::date as day, m.score
    from connections c
    join calendar_monitoring_results m on m.workspace_id = c.workspace_id and m.subject_kind = 'connection'
      and m.subject_id = c.id::text and m.bucket = 'day'
    where c.workspace_id = ${workspaceId}::uuid and c.user_id = ${userId}::uuid and c.disconnected_at is null
      and m.starts_at >= ${since} and m.score is not null
    order by c.id, m.starts_at`;
}
