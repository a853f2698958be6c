import type { Tx } from "@/server/db/open-database";

export type OfPerson = {
  readonly workspaceId: string;
  readonly userId: string;
  readonly connectionId?: string | undefined;
};

/** Everything of a person that push is or could be about. */
export function listWatchable(tx: Tx, { workspaceId, userId, connectionId }: OfPerson) {
  return tx.connection.findMany({
    where: { workspaceId, userId, disconnectedAt: null, ...(connectionId !== undefined && { id: connectionId }) },
    orderBy: [{ connectedAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      provider: true,
      authStatus: true,
      pausedAt: true,
      pushStoppedAt: true,
      mayWrite: true,
      calendars: {
        where: { isSelected: true, retiredAt: null },
        orderBy: [{ isPrimary: "desc" }, { id: "asc" }],
        select: { id: true, accessRole: true, mayWrite: true, syncState: { select: { pausedAt: true } } },
      },
    },
  });
}
export type WatchableRow = Awaited<ReturnType<typeof listWatchable>>[number];

/** Those that are not over, the one in use first. */
export function listChannelsOf(tx: Tx, workspaceId: string, connectionIds: readonly string[]) {
  return tx.channel.findMany({
    where: { workspaceId, calendar: { connectionId: { in: [...connectionIds] } }, state: { not: "stopped" } },
    orderBy: [{ state: "asc" }, { createdAt: "desc" }],
    include: { calendar: { select: { connectionId: true } } },
  });
}
export type OwnChannelRow = Awaited<ReturnType<typeof listChannelsOf>>[number];

export async function setPushStopped(
  tx: Tx,
  { workspaceId, connectionIds, at }: { workspaceId: string; connectionIds: readonly string[]; at: Date | null },
): Promise<void> {
  await tx.connection.updateMany({
    where: { workspaceId, id: { in: [...connectionIds] } },
    data: { pushStoppedAt: at },
  });
}

/** What is open is opened anew, and what waits for its next try is tried at once. */
export async function askForRenewal(
  tx: Tx,
  { workspaceId, ids, at }: { workspaceId: string; ids: readonly string[]; at: Date },
): Promise<void> {
  const where = { workspaceId, id: { in: [...ids] } };
  await tx.channel.updateMany({
    where: { ...where, state: "active" },
    data: { renewAskedAt: at, retryAt: null, consecutiveFailures: 0 },
  });
  await tx.channel.updateMany({
    where: { ...where, state: "failed" },
    data: { retryAt: null, consecutiveFailures: 0 },
  });
}

/** WHK-4. Notices of these channels whose processing was given up are processed once more. Answers how many channels had any. */
export async function reviveNotices(
  tx: Tx,
  { workspaceId, ids, at }: { workspaceId: string; ids: readonly string[]; at: Date },
): Promise<number> {
  return tx.$executeRaw`
    update due_work set dead_at = null, due_at = ${at}, priority = 2, attempts = 0, failures = 0, crashes = 0, last_error = null
    where workspace_id = ${workspaceId}::uuid and kind = 'notification.process' and dead_at is not null
      and key = any (select 'notification.process:' || id from unnest(${[...ids]}::text[]) as given (id))`;
}

export type NoticeRow = {
  readonly id: string;
  readonly channel_id: string;
  readonly connection_id: string;
  readonly kind: string;
  readonly state: string;
  readonly received_at: Date;
  readonly duration_ms: number | null;
  readonly attempts: number;
  readonly error_code: string | null;
  readonly is_given_up: boolean;
};
type Asked = OfPerson & { readonly before: Date | null; readonly limit: number };

/** WHK-5. Newest first. */
export function listNotices(tx: Tx, { workspaceId, userId, connectionId, before, limit }: Asked): Promise<NoticeRow[]> {
  return tx.$queryRaw<NoticeRow[]>`
    select l.id, l.channel_id, c.connection_id, l.kind, l.state, l.received_at, l.duration_ms, l.attempts,
      coalesce(l.error_code, d.last_error ->> 'code') as error_code, l.state = 'received' and d.id is not null as is_given_up
    from connections n
    join calendars c on c.workspace_id = n.workspace_id and c.connection_id = n.id
    join calendar_webhooks w on w.workspace_id = c.workspace_id and w.calendar_id = c.id
    join calendar_webhook_logs l on l.workspace_id = w.workspace_id and l.channel_id = w.id
    left join due_work d on d.workspace_id = w.workspace_id and d.kind = 'notification.process'
      and d.key = 'notification.process:' || w.id and d.dead_at is not null
    where n.workspace_id = ${workspaceId}::uuid and n.user_id = ${userId}::uuid and n.disconnected_at is null
      and (${connectionId ?? null}::uuid is null or n.id = ${connectionId ?? null}::uuid)
      and (${before}::timestamptz is null or l.received_at < ${before})
    order by l.received_at desc, l.id limit ${limit}::int`;
}

export type FiguresRow = {
  /** Of the calendar or, where one tells of all, of the connection. */
  readonly place_id: string;
  readonly day: string;
  readonly received: number;
  readonly processed: number;
  readonly superseded: number;
  readonly waiting: number;
  readonly failed: number;
  readonly total_ms: number;
  readonly durations: number[] | null;
  readonly oldest_waiting: Date | null;
  readonly codes: string[] | null;
};

/** Per day, of a channel and of those it replaced. */
export function countNotices(tx: Tx, { workspaceId, userId, connectionId, since }: OfPerson & { since: Date }) {
  return tx.$queryRaw<FiguresRow[]>`
    select case when w.covers = 'account' then c.connection_id else c.id end as place_id,
      to_char(l.received_at at time zone 'UTC', 'YYYY-MM-DD') as day,
      count(*)::int as received, count(*) filter (where l.state = 'processed')::int as processed,
      count(*) filter (where l.state = 'superseded')::int as superseded,
      count(*) filter (where l.state = 'received')::int as waiting,
      count(*) filter (where l.error_code is not null)::int as failed,
      coalesce(sum(l.duration_ms) filter (where l.state = 'processed'), 0)::float8 as total_ms,
      array_agg(l.duration_ms) filter (where l.state = 'processed' and l.duration_ms is not null) as durations,
      min(l.received_at) filter (where l.state = 'received') as oldest_waiting,
      array_agg(l.error_code) filter (where l.error_code is not null) as codes
    from connections n
    join calendars c on c.workspace_id = n.workspace_id and c.connection_id = n.id
    join calendar_webhooks w on w.workspace_id = c.workspace_id and w.calendar_id = c.id
    join calendar_webhook_logs l on l.workspace_id = w.workspace_id and l.channel_id = w.id
    where n.workspace_id = ${workspaceId}::uuid and n.user_id = ${userId}::uuid and n.disconnected_at is null
      and (${connectionId ?? null}::uuid is null or n.id = ${connectionId ?? null}::uuid)
      and l.received_at >= ${since} and l.kind in ('change', 'missed')
    group by 1, 2 order by 1, 2`;
}

/** Whether a change was announced since, and when. */
export async function findNoticeSince(
  tx: Tx,
  { workspaceId, channelId, since }: { workspaceId: string; channelId: string; since: Date },
): Promise<Date | null> {
  const row = await tx.notification.findFirst({
    where: { workspaceId, channelId, kind: "change", receivedAt: { gte: since } },
    orderBy: { receivedAt: "asc" },
    select: { receivedAt: true },
  });
  return row?.receivedAt ?? null;
}

/** A change was made that it has not announced. */
export async function doubtChannel(
  tx: Tx,
  { workspaceId, channelId, at }: { workspaceId: string; channelId: string; at: Date },
): Promise<void> {
  await tx.channel.updateMany({
    where: { workspaceId, id: channelId, state: "active", silentSince: null },
    data: { silentSince: at },
  });
}
